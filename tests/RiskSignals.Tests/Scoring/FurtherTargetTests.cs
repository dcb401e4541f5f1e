using System.Globalization;
using RiskSignals.Borrowers;
using RiskSignals.Scoring;
using RiskSignals.Tests.Borrowers;
using static RiskSignals.Tests.Borrowers.LoanFacts;

namespace RiskSignals.Tests.Scoring;

/// <summary>
/// Each row is a loan with five instalments of 100.00 due on the first of February to June 2024, what happened to it, and what each
/// target says of it. Words: pay DAY[:AMOUNT], a loan event with its day, terms DAY:DUE… for a new schedule, sms, letter or promise DAY.
/// </summary>
public class FurtherTargetTests
{
    private const string Rolls = """
        2024-01-10 |                                        | One current       | 8 days past due on day t+30
        2024-01-02 |                                        | Zero current      | due on day t+30 is not past due yet
        2024-01-03 |                                        | One current       | there is no grace: one day late counts
        2024-01-10 | pay 2024-02-01                         | Zero current      | paid
        2024-02-05 | pay 2024-03-04                         | Zero past_due     | 4 days past due, then 5 of the next: the same bucket
        2024-02-05 |                                        | One past_due      | 4 days past due, then 34
        2024-02-20 | pay 2024-02-25                         | Zero past_due     | 19 days past due, then 20
        2024-01-10 | written_off 2024-02-05                 | One written_off   | written off counts as worse
        2024-01-10 | paid_off 2024-01-20                    | Zero paid_off     | paid off
        2024-01-10 | sold 2024-01-20                        | Censored sold     | sold
        2024-01-10 | restructured 2024-02-09                | Censored restructured | restructured inside the window
        2024-01-10 | restructured 2024-02-10                | One current       | restructured after it
        2024-05-05 |                                        | Excluded no_worse_bucket | 94 days past due
        """;

    private const string Defaults = """
        2024-03-01 |                                        | Zero past_due     | beyond the limits from 2024-03-02: 91 days on 2024-05-31, day t+91
        2024-03-02 |                                        | One past_due      | the same on day t+90
        2024-03-02 | pay 2024-05-30                         | One past_due      | one of four paid: the limits stay exceeded
        2024-03-02 | pay 2024-05-30:400                     | Zero past_due     | all paid in time
        2024-06-15 |                                        | Excluded in_default | in default already
        2024-01-10 | unlikely_to_pay 2024-04-09             | One current       | unlikely to pay on day t+90
        2024-01-10 | unlikely_to_pay 2024-04-10             | Zero current      | on day t+91
        2024-01-10 | written_off 2024-03-20                 | One current       | nobody writes off what is likely to be paid
        2024-01-10 | paid_off 2024-02-20                    | Zero paid_off     | paid off first
        2024-01-10 | sold 2024-02-20; unlikely_to_pay 2024-03-01 | Censored sold | sold first
        2024-01-10 | unlikely_to_pay 2024-02-10; sold 2024-02-20 | One current  | sold afterwards
        2024-01-10 | terms 2024-02-10:2024-06-01,2024-07-01 | One current       | restructured: 200 left of 500 is a loss above 1 %
        2024-01-10 | terms 2024-02-10:2024-06-01,2024-07-01,2024-08-01,2024-09-01,2024-10-01 | Zero current | the same sum later is none
        2024-01-10 | moratorium 2024-03-01                  | Censored moratorium | in force on day t+90
        """;

    private const string SelfCures = """
        2024-02-05 | pay 2024-02-10; pay 2024-03-01         | One cured         | cured, and the next is paid
        2024-02-05 | pay 2024-02-10; pay 2024-03-08         | One cured         | the next is paid within grace
        2024-02-05 | pay 2024-02-10; pay 2024-03-09         | Zero relapsed     | the next is a day too late
        2024-02-05 |                                        | Zero past_due     | no cure
        2024-02-05 | pay 2024-03-07; pay 2024-03-07         | Zero past_due     | on day t+31
        2024-02-05 | sms 2024-02-08; pay 2024-02-10         | Censored treated  | treated before the cure
        2024-02-05 | pay 2024-02-10; sms 2024-02-11; pay 2024-03-01 | One cured | treated after it
        2024-02-05 | letter 2024-02-08; pay 2024-02-10; pay 2024-03-01 | One cured | a statutory notice is no treatment
        2024-02-05 | promise 2024-02-08                     | Censored treated  | an arrangement
        2024-02-05 | restructured 2024-02-08                | Censored treated  | another
        2024-02-05 | moratorium 2024-02-08                  | Censored moratorium | a right that stays the demand
        2024-02-05 | paid_off 2024-02-20                    | One cured         | paid off without treatment
        2024-02-05 | sms 2024-02-03                         | Excluded treated  | treated since entering arrears
        2024-02-05 | sms 2024-01-20; pay 2024-02-10; pay 2024-03-01 | One cured | treated before entering arrears
        2024-01-10 |                                        | Excluded current  | nothing is past due
        2024-05-05 |                                        | Excluded too_late | 94 days past due
        2024-02-05 | pay 2024-02-10:500                     | One cured         | nothing falls due that isn't paid
        """;

    public static IEnumerable<object[]> Rows =>
        [.. Lines(Target.Roll30, Rolls), .. Lines(Target.Default90, Defaults), .. Lines(Target.SelfCure30, SelfCures)];

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_loan_is_labelled_as_the_glossary_says(string target, string line)
    {
        var cells = line.Split('|', StringSplitOptions.TrimEntries);
        var label = Target.All.Single(one => one.Id == target).Label(File(cells[1]), "L", Day(cells[0]), knownBy: Day("2025-12-31"));
        Assert.True($"{label.State} {label.Cause}" == cells[2], $"{cells[3]}: got {label}");
    }

    [Fact]
    public void A_year_ahead_is_judged_like_ninety_days()
    {
        var file = File("unlikely_to_pay 2024-12-20");
        Assert.Equal(LabelState.One, Target.Default365.Label(file, "L", Day("2024-01-10"), Day("2025-12-31")).State);
        Assert.Equal(LabelState.Immature, Target.Default365.Label(file, "L", Day("2024-01-10"), Day("2025-01-18")).State);
    }

    [Fact]
    public void A_cure_is_immature_until_its_hold_has_passed()
    {
        var file = new LoanFacts("2024-02-01", "2024-06-01").Pays("2024-03-05").Pays("2024-06-01").File();
        Assert.Equal(LabelState.Immature, Target.SelfCure30.Label(file, "L", Day("2024-02-05"), Day("2024-06-17")).State);
        Assert.Equal(LabelState.One, Target.SelfCure30.Label(file, "L", Day("2024-02-05"), Day("2024-06-18")).State);
    }

    [Fact]
    public void Ids_of_targets_differ_and_those_decisions_rest_on_are_among_them()
    {
        Assert.Equal(Target.All.Count, Target.All.Select(target => target.Id).Distinct().Count());
        Assert.Subset(Target.All.ToHashSet(), Target.Decisive.ToHashSet());
    }

    private static IEnumerable<object[]> Lines(Target target, string table) => table.Split('\n').Select(line => new object[] { target.Id, line });

    private static BorrowerFile File(string happenings)
    {
        var facts = new LoanFacts("2024-02-01", "2024-03-01", "2024-04-01", "2024-05-01", "2024-06-01");
        foreach (var words in happenings.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(one => one.Split(' ')))
        {
            Add(facts, words[0], words[1].Split(':'));
        }

        return facts.File();
    }

    private static void Add(LoanFacts facts, string what, string[] when)
    {
        var day = when[0];
        var known = Instant.At(Day(day));
        switch (what)
        {
            case "pay":
                facts.Pays(day, when.Length > 1 ? int.Parse(when[1], CultureInfo.InvariantCulture) : 100);
                break;
            case "terms":
                facts.Schedule(2, ScheduleReason.Restructured, day, when[1].Split(','));
                break;
            case "sms" or "letter":
                var channel = what == "sms" ? ContactChannel.Sms : ContactChannel.Letter;
                facts.With(new Contact("B", what + day, "L", channel, Inbound: false, ContactResult.Attempted, known, DecisionId: null, known));
                break;
            case "promise":
                facts.With(new Promise("B", what + day, "L", new Money(100_00), Day(day).AddDays(7), Day(day), known));
                break;
            default:
                facts.Event(Codes<LoanEventKind>.TryParse(what, out var kind) ? kind : throw new FormatException($"There is no event '{what}'."), day);
                break;
        }
    }
}
