using RiskSignals.Borrowers;
using RiskSignals.Treatments;
using static RiskSignals.Tests.Treatments.Situations;

namespace RiskSignals.Tests.Treatments;

public sealed class EligibilityTests
{
    /// <summary>Days of call attempts; days of conversations; day planned for; rule that stops the call under the US pack.</summary>
    private const string UnitedStatesCalls = """
        -             | - | 7 |       | no calls
        1,2,3,4,5,6   | - | 7 |       | the seventh call is allowed
        1,2,3,4,5,6,7 | - | 7 | US-5a | the eighth attempt in seven days
        1,2,3,4,5,6,7 | - | 8 |       | day 1 has left the window
        1,1,2,3,4,5,6 | - | 7 | US-5a | two attempts on one day are two
        1,1,2,3,4,5,6 | - | 8 |       | both of day 1 have left it
        -             | 1 | 1 | US-5b | the day of the conversation is day 1
        -             | 1 | 7 | US-5b | its seventh day
        -             | 1 | 8 |       | its eighth day
        -             | 1,5 | 8 | US-5b | the last conversation counts
        """;

    /// <summary>Loan days past due; days on which the borrower was contacted by the step's channel, counted back; step that is open.</summary>
    private const string Steps = """
        0  | -  | -           | nothing is past due
        1  | -  | -           | the first day has no step
        2  | -  | SMS_DAY_2   | first day of the step
        4  | -  | SMS_DAY_2   | last day of the step
        4  | 2  | -           | taken on day 2
        4  | 3  | SMS_DAY_2   | the text of day 1 was for something else
        5  | -  | EMAIL_DAY_5 | next step
        9  | -  | EMAIL_DAY_5 | last day of the step
        10 | -  | CALL_DAY_10 | next step
        29 | -  | CALL_DAY_10 | last day of the step
        29 | 19 | -           | called on day 10
        30 | -  | -           | past the ladder
        """;

    public static TheoryData<string> CallCases => [.. UnitedStatesCalls.Split('\n')];

    public static TheoryData<string> StepCases => [.. Steps.Split('\n')];

    [Theory]
    [MemberData(nameof(CallCases))]
    public void Calls_are_capped_as_regulation_f_counts(string line)
    {
        var fields = line.Split('|', StringSplitOptions.TrimEntries);
        var facts = PastDue(12) with
        {
            Jurisdiction = "US-NY",
            On = DayNumber(int.Parse(fields[2], null)),
            Contacts = [.. Days(fields[0]).Select(day => Call(day)),
                .. Days(fields[1]).Select(day => Call(day, conversation: true, inbound: true))],
        };
        var policy = Shipped with { Sequence = Shipped.Sequence with { Steps = [] } };
        var removals = Eligibility.WhenPlanning(policy, policy.Find(ShippedPolicy.CallDay10), facts);
        Assert.Equal(fields[3], string.Join(",", removals.Select(removal => removal.RuleId)));
    }

    [Fact]
    public void Calls_about_another_loan_are_counted_apart()
    {
        var facts = PastDue(12) with { Jurisdiction = "US", On = DayNumber(7),
            Contacts = [.. Enumerable.Range(1, 7).Select(day => Call(day, concernsLoan: false))] };
        Assert.DoesNotContain("US-5a", RuleIds(ShippedPolicy.CallDay10, facts));
    }

    [Fact]
    public void The_strictest_of_several_packs_wins()
    {
        var strict = ShippedRules.UnitedKingdom with { Id = "strict", Jurisdiction = "US" };
        var policy = Shipped with { Packs = [.. Shipped.Packs, strict] };
        var facts = PastDue(12) with { Jurisdiction = "US", On = DayNumber(4), Contacts = [Call(1), Call(2), Call(3)] };
        Assert.Equal(["UK-calls"],
            Eligibility.WhenPlanning(policy, policy.Find(ShippedPolicy.CallDay10), facts).Select(removal => removal.RuleId));
    }

    [Theory]
    [MemberData(nameof(StepCases))]
    public void The_ladder_opens_one_step_at_a_time(string line)
    {
        var fields = line.Split('|', StringSplitOptions.TrimEntries);
        var daysPastDue = int.Parse(fields[0], null);
        ContactChannel[] channels = [ContactChannel.Sms, ContactChannel.Email, ContactChannel.Call];
        var facts = PastDue(daysPastDue) with
        {
            Contacts = [.. Days(fields[1]).SelectMany(back =>
                channels.Select(channel => new PastContact(channel, false, false, true, Day.AddDays(-back))))],
        };
        var open = Shipped.Treatments.Where(treatment => !treatment.IsSupport && treatment.Id != Treatment.NoneId)
            .Where(treatment => Eligibility.WhenPlanning(Shipped, treatment, facts).Count == 0).Select(treatment => treatment.Id);
        Assert.Equal(fields[2].Replace("-", "", StringComparison.Ordinal), string.Join(",", open));
    }

    [Theory]
    [InlineData(-4, true)] // the promise is judged on its third day after
    [InlineData(-3, false)]
    [InlineData(0, false)]
    [InlineData(9, false)]
    public void An_open_promise_stops_chasing_until_three_days_after_its_day(int promisedInDays, bool chased)
    {
        var facts = PastDue(3) with { PromisedFor = Day.AddDays(promisedInDays) };
        Assert.Equal(chased, RuleIds(ShippedPolicy.SmsDay2, facts).Length == 0);
    }

    [Theory]
    [InlineData(BorrowerFlagKind.CeaseContact, "NONE")]
    [InlineData(BorrowerFlagKind.Represented, "NONE")]
    [InlineData(BorrowerFlagKind.Moratorium, "NONE")]
    [InlineData(BorrowerFlagKind.Deceased, "NONE")]
    [InlineData(BorrowerFlagKind.Dispute, "NONE OFFER_PLAN")]
    [InlineData(BorrowerFlagKind.OptOutCall, "NONE OFFER_PLAN")]
    [InlineData(BorrowerFlagKind.OptOutEmail, "NONE CALL_DAY_10")]
    [InlineData(BorrowerFlagKind.OptOutSms, "NONE CALL_DAY_10 OFFER_PLAN")]
    [InlineData(BorrowerFlagKind.Vulnerable, "NONE OFFER_PLAN")]
    public void A_flag_leaves_only_what_it_permits(BorrowerFlagKind flag, string left)
    {
        var facts = PastDue(12) with { Flags = new HashSet<BorrowerFlagKind> { flag } };
        var open = Shipped.Treatments.Where(treatment => Eligibility.WhenPlanning(Shipped, treatment, facts).Count == 0);
        Assert.Equal(left, string.Join(" ", open.Select(treatment => treatment.Id)));
    }

    [Fact]
    public void A_jurisdiction_without_a_pack_gets_no_contact()
    {
        var facts = PastDue(3) with { Jurisdiction = "AQ" };
        Assert.Equal(["no_pack"], RuleIds(ShippedPolicy.SmsDay2, facts));
        Assert.Contains("no_pack", RuleIds(ShippedPolicy.SmsDay2, facts with { Jurisdiction = "" }));
        Assert.Contains("no_pack", RuleIds(ShippedPolicy.SmsDay2, facts with { Jurisdiction = "UKRAINE" }));
    }

    [Fact]
    public void A_borrower_without_a_time_zone_gets_no_contact() =>
        Assert.Equal(["time_zone"], RuleIds(ShippedPolicy.SmsDay2, PastDue(3) with { TimeZone = "" }));

    [Fact]
    public void A_signal_on_a_current_loan_leaves_support_only()
    {
        var facts = PastDue(0) with { OpenSignals = 1, MissProbability = 0.01 };
        Assert.Empty(RuleIds(ShippedPolicy.OfferPlan, facts));
        Assert.All(
            Shipped.Treatments.Where(treatment => !treatment.IsSupport && treatment.Id != Treatment.NoneId),
            treatment => Assert.Contains("UK-1a", RuleIds(treatment.Id, facts)));
        Assert.Equal(["support"], RuleIds(ShippedPolicy.OfferPlan, facts with { OpenSignals = 0 }));
    }

    [Fact]
    public void A_removal_names_rule_version_message_and_facts()
    {
        var facts = PastDue(12) with { On = DayNumber(3), Contacts = [Call(1), Call(2), Call(3)] };
        var removal = Assert.Single(Eligibility.WhenPlanning(Shipped, Shipped.Find(ShippedPolicy.CallDay10), facts));
        Assert.Equal(("UK-calls", 1, RuleStage.Eligible, "Three call attempts in seven days"),
            (removal.RuleId, removal.RuleVersion, removal.Stage, removal.Message));
        Assert.Equal([new FactUsed("call_attempts_7d", "3")], removal.Facts);
    }

    [Fact]
    public void What_is_unlawful_is_not_asked_whether_it_suits()
    {
        var facts = PastDue(0) with { Flags = new HashSet<BorrowerFlagKind> { BorrowerFlagKind.Vulnerable, BorrowerFlagKind.OptOutCall },
            Jurisdiction = "US" };
        Assert.Equal(["opt_out_call"], RuleIds(ShippedPolicy.CallDay10, facts));
    }

    [Theory]
    [InlineData("07:59:59", false)]
    [InlineData("08:00:00", true)]
    [InlineData("21:00:00", true)]
    [InlineData("21:00:01", false)]
    [InlineData(null, false)]
    public void Nothing_leaves_outside_the_borrowers_day(string? localTime, bool leaves)
    {
        var time = localTime is null ? (TimeOnly?)null : TimeOnly.Parse(localTime, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(leaves, Eligibility.AtRelease(Shipped, Shipped.Find(ShippedPolicy.SmsDay2), PastDue(3), time).Count == 0);
        Assert.Empty(Eligibility.AtRelease(Shipped, Shipped.Find(Treatment.NoneId), PastDue(3), time));
    }

    [Fact]
    public void An_opt_out_after_planning_stops_the_release()
    {
        var sms = Shipped.Find(ShippedPolicy.SmsDay2);
        Assert.Empty(Eligibility.WhenPlanning(Shipped, sms, PastDue(3)));
        var later = PastDue(3) with { Flags = new HashSet<BorrowerFlagKind> { BorrowerFlagKind.OptOutSms } };
        Assert.Equal(["opt_out_sms"], Eligibility.AtRelease(Shipped, sms, later, new TimeOnly(12, 0)).Select(removal => removal.RuleId));
    }

    private static string[] RuleIds(string treatmentId, TreatmentFacts facts) =>
        [.. Eligibility.WhenPlanning(Shipped, Shipped.Find(treatmentId), facts).Select(removal => removal.RuleId)];

    private static IEnumerable<int> Days(string list) => list == "-" ? [] : list.Split(',').Select(day => int.Parse(day, null));
}
