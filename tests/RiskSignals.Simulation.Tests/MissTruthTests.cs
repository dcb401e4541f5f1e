using System.Globalization;
using RiskSignals.Borrowers;

namespace RiskSignals.Simulation.Tests;

/// <summary>MISS30 of the glossary on facts written by hand: grace 7, lag 10, so as of day 0 it matures on day 47.</summary>
public sealed class MissTruthTests
{
    private const string LoanId = "B1-L1";

    private static readonly DateOnly AsOf = new(2024, 6, 14);

    /// <summary>
    /// Words of a fact: `due DAY AMOUNT`, `pay DAY AMOUNT [KNOWN]`, `return PAYMENT KNOWN`, `new KNOWN` (schedule of what comes after it), else
    /// a state with its first day and perhaps its last. Days count from the day looked from.
    /// </summary>
    [Theory]
    [InlineData("A: never paid", "due 10 100", true)]
    [InlineData("A: paid on the day", "due 10 100; pay 10 100", false)]
    [InlineData("A: paid on the last day of grace", "due 10 100; pay 17 100", false)]
    [InlineData("A: paid a day after grace", "due 10 100; pay 18 100", true)]
    [InlineData("A: all but a little paid", "due 10 100; pay 17 99", true)]
    [InlineData("A: paid in two parts", "due 10 100; pay 2 40; pay 17 60", false)]
    [InlineData("A: due on the last day, paid in grace", "due 30 100; pay 37 100", false)]
    [InlineData("A: due on the last day, paid after grace", "due 30 100; pay 38 100", true)]
    [InlineData("A: the second one is missed", "due 1 100; due 29 100; pay 1 100", true)]
    [InlineData("due after the horizon", "due 31 100", null)]
    [InlineData("all due is paid", "due -3 100; pay -3 100", null)]
    [InlineData("B: due today, paid in grace", "due 0 100; pay 7 100", false)]
    [InlineData("B: paid on the last day of grace", "due -6 100; pay 1 100", false)]
    [InlineData("B: paid a day after grace", "due -6 100; pay 2 100", true)]
    [InlineData("C: paid on the last day of the horizon", "due -7 100; pay 30 100", false)]
    [InlineData("C: paid a day later", "due -7 100; pay 31 100", true)]
    [InlineData("C: half paid before", "due -30 100; pay -20 50; pay 29 49", true)]
    [InlineData("C and A: what comes in fills the older one first", "due -30 100; due 5 100; pay 5 100", true)]
    [InlineData("paid, and known on the last day", "due 10 100; pay 10 100 47", false)]
    [InlineData("paid, and known too late", "due 10 100; pay 10 100 48", true)]
    [InlineData("returned, and known on the last day", "due 10 100; pay 10 100; return 1 47", true)]
    [InlineData("returned, and known too late", "due 10 100; pay 10 100; return 1 48", false)]
    [InlineData("returned and paid again", "due 10 100; pay 10 100; return 1 13; pay 16 100", false)]
    [InlineData("paid off before any miss", "due 10 100; due 40 100; pay 5 200; paid_off 5", false)]
    [InlineData("paid off for less before any miss", "due 10 100; paid_off 5", false)]
    [InlineData("paid off after a miss", "due 10 100; pay 18 100; paid_off 18", true)]
    [InlineData("paid off already", "due 10 100; paid_off 0", null)]
    [InlineData("paid off and a moratorium the same day", "due 10 100; paid_off 5; moratorium 5 60", false)]
    [InlineData("a moratorium and paid off the same day", "due 10 100; moratorium 5 60; paid_off 5", false)]
    [InlineData("restructured before it is judged", "due 10 100; restructured 17", null)]
    [InlineData("restructured after a miss", "due 10 100; restructured 18", true)]
    [InlineData("restructured before the day", "due 10 100; restructured -1", true)]
    [InlineData("re-aged before it is judged", "due 10 100; re_aged 12", null)]
    [InlineData("sold before it is judged", "due 10 100; sold 12", null)]
    [InlineData("written off stays observed", "due 10 100; written_off 12", true)]
    [InlineData("a moratorium begins before it is judged", "due 10 100; moratorium 5 60", null)]
    [InlineData("a moratorium begins after all is judged", "due 10 100; pay 10 100; moratorium 20 80", false)]
    [InlineData("in a moratorium", "due 10 100; moratorium -5 20", null)]
    [InlineData("a moratorium that is over", "due 10 100; moratorium -50 -1", true)]
    [InlineData("put off by a new schedule", "due 10 100; new 5; due 45 100", false)]
    [InlineData("put off by a new schedule, too late", "due 10 100; new 18; due 45 100", true)]
    [InlineData("not yet in default", "due -90 1000", true)]
    [InlineData("in default", "due -91 1000", null)]
    [InlineData("too little for a default", "due -91 100", true)]
    public void A_miss_is_judged_as_the_glossary_words_it(string name, string facts, bool? expected) =>
        Assert.True(expected == MissTruth.Outcome(Facts(facts), LoanId, AsOf), name);

    private static List<Fact> Facts(string text)
    {
        var start = Instant.At(AsOf.AddDays(-200), hour: 9);
        var (version, payments) = (1, 0);
        List<Fact> facts = [new ScheduleVersion("B1", LoanId, 1, ScheduleReason.Original, start)];
        var known = start;
        foreach (var words in text.Split("; ").Select(fact => fact.Split(' ')))
        {
            var number = words.Skip(1).Select(word => int.Parse(word, CultureInfo.InvariantCulture)).ToArray();
            var day = AsOf.AddDays(number[0]);
            switch (words[0])
            {
                case "due":
                    facts.Add(new Instalment("B1", LoanId, version, facts.Count, day, new(number[1] * 100), known));
                    break;
                case "new":
                    known = Instant.At(day, hour: 19);
                    facts.Add(new ScheduleVersion("B1", LoanId, ++version, ScheduleReason.BorrowerRequest, known));
                    break;
                case "pay":
                    var learnt = number.Length > 2 ? AsOf.AddDays(number[2]) : day;
                    facts.Add(new Payment("B1", $"P{++payments}", LoanId, new(number[1] * 100), day, PaymentMethod.Card, Instant.At(learnt, hour: 18)));
                    break;
                case "return":
                    var on = AsOf.AddDays(number[1]);
                    facts.Add(new PaymentReversal("B1", $"P{number[0]}", LoanId, on, ReversalReason.InsufficientFunds, Instant.At(on, hour: 8)));
                    break;
                default:
                    DateOnly? ends = number.Length > 1 ? AsOf.AddDays(number[1]) : null;
                    facts.Add(new LoanEvent("B1", $"E{facts.Count}", LoanId, KindOf(words[0]), day, ends, Instant.At(day, hour: 19)));
                    break;
            }
        }

        return facts;
    }

    private static LoanEventKind KindOf(string word) => Enum.Parse<LoanEventKind>(word.Replace("_", string.Empty, StringComparison.Ordinal), ignoreCase: true);
}
