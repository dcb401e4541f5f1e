using RiskSignals.Trials;

namespace RiskSignals.Tests.Trials;

public sealed class TrialReadOutTests
{
    private static readonly Trial Started = Trial.Start(Plans.Reminder, Plans.Start);

    private static readonly DateOnly Matured = Plans.Start.AddDays(40);

    [Fact]
    public void It_compares_matured_units_by_assignment()
    {
        var readOut = TrialReadOut.Of(Started, [.. Rows("none", 200, paid: 80), .. Rows("sms", 200, paid: 104)], Matured);
        Assert.Equal(ReadOutState.Final, readOut.State);
        Assert.Equal([0.40, 0.52], readOut.Arms.Select(arm => Math.Round(arm.Mean, 9)));
        var effect = readOut.Arms[1].Effect!;
        Assert.Null(readOut.Arms[0].Effect);
        Assert.Equal(0.12, effect.Difference, 1e-12);
        Assert.Equal(Math.Sqrt((0.4 * 0.6 / 200) + (0.52 * 0.48 / 200)), effect.StandardError, 1e-12);
    }

    [Fact]
    public void A_unit_that_was_not_reached_stays_in_its_arm()
    {
        TrialRow[] rows = [.. Rows("none", 200, paid: 80), .. Rows("sms", 200, paid: 104).Select(row => row with { Delivered = false })];
        var sms = TrialReadOut.Of(Started, rows, Matured).Arms[1];
        Assert.Equal((200, 0, 200), (sms.Assigned, sms.Delivered, sms.Matured));
        Assert.Equal(0.12, sms.Effect!.Difference, 1e-12);
    }

    [Fact]
    public void Only_matured_units_decide()
    {
        var dayBefore = TrialReadOut.Of(Started, [.. Rows("none", 200, paid: 80), .. Rows("sms", 200, paid: 104)], Matured.AddDays(-1));
        Assert.Equal(ReadOutState.Provisional, dayBefore.State);
        Assert.All(dayBefore.Arms, arm => Assert.Equal((200, 0), (arm.Assigned, arm.Matured)));
        Assert.All(dayBefore.Arms, arm => Assert.True(double.IsNaN(arm.Mean) && arm.Effect is null && arm.MaturedShare == 0));
    }

    [Fact]
    public void The_stop_rule_is_reached_with_its_last_unit()
    {
        Assert.Equal(ReadOutState.Provisional,
            TrialReadOut.Of(Started, [.. Rows("none", 200, 80), .. Rows("sms", 199, 99)], Matured).State);
        Assert.Equal(ReadOutState.Final, TrialReadOut.Of(Started, [.. Rows("none", 200, 80), .. Rows("sms", 200, 99)], Matured).State);
    }

    [Fact]
    public void Results_are_hidden_while_the_sample_ratio_is_red()
    {
        var readOut = TrialReadOut.Of(Started, [.. Rows("none", 900, paid: 300), .. Rows("sms", 700, paid: 400)], Matured);
        Assert.Equal(ReadOutState.Hidden, readOut.State);
        Assert.All(readOut.Arms, arm => Assert.True(double.IsNaN(arm.Mean) && arm.Effect is null));
        Assert.DoesNotContain(readOut.Sentences, sentence => sentence.Contains('%', StringComparison.Ordinal));
    }

    [Fact]
    public void Units_in_two_arms_are_left_out_and_counted()
    {
        TrialRow[] rows = [.. Rows("none", 200, 80), .. Rows("sms", 200, 104), new("none-7", "sms", Plans.Start.AddDays(1), true, true, 1)];
        var readOut = TrialReadOut.Of(Started, rows, Matured.AddDays(1));
        Assert.Equal(1, readOut.Crossovers);
        Assert.Equal([199, 200], readOut.Arms.Select(arm => arm.Assigned));
    }

    [Fact]
    public void A_unit_exposed_twice_counts_once_from_its_first_exposure()
    {
        TrialRow[] rows = [.. Rows("none", 200, 80), .. Rows("sms", 200, 104),
            new("sms-7", "sms", Plans.Start.AddDays(9), true, true, null)];
        var readOut = TrialReadOut.Of(Started, rows.Reverse(), Matured);
        Assert.Equal((0, 200), (readOut.Crossovers, readOut.Arms[1].Matured));
    }

    [Fact]
    public void Matured_units_need_a_possible_outcome()
    {
        Assert.Throws<ArgumentException>(() => TrialReadOut.Of(Started, [new("u", "sms", Plans.Start, true, true, null)], Matured));
        Assert.Throws<ArgumentException>(() => TrialReadOut.Of(Started, [new("u", "sms", Plans.Start, true, true, 2)], Matured));
        Assert.Throws<ArgumentException>(() => TrialReadOut.Of(Started, [new("u", "call", Plans.Start, true, true, 1)], Matured));
    }

    [Fact]
    public void A_risk_manager_can_read_it()
    {
        var readOut = TrialReadOut.Of(Started, [.. Rows("none", 200, paid: 80), .. Rows("sms", 200, paid: 104)], Matured);
        Assert.Equal(
            [
                "Decided: 400 units have matured, and the stop rule asked for 400.",
                "none (NONE): 200 assigned, 200 reached, 200 matured; 40.0 % paid what was due within 30 days (the others are compared with this arm).",
                "sms (SMS_DAY_2): 200 assigned, 200 reached, 200 matured; 52.0 % paid what was due within 30 days; "
                    + "+12.0 points against none, 95 % interval +2.3 points to +21.7 points: more.",
            ],
            readOut.Sentences);
    }

    [Fact]
    public void Amounts_are_read_out_in_money()
    {
        var trial = Trial.Start(Plans.Reminder with { Measure = TrialMeasure.AmountPaid }, Plans.Start);
        TrialRow[] rows = [.. Rows("none", 200, 80), .. Rows("sms", 200, 104)];
        var readOut = TrialReadOut.Of(trial, rows.Select(row => row with { Outcome = row.Outcome * 12_050 }), Matured);
        Assert.Contains("62.66 paid on average within 30 days; +14.46 against none", readOut.Sentences[2], StringComparison.Ordinal);
        Assert.Equal(12_050 * 12_050 * 0.24 * 200 / 199, Moments(rows.Take(200), 12_050).Variance, 1e-3);
    }

    private static ArmMoments Moments(IEnumerable<TrialRow> rows, long amount) =>
        ArmMoments.Of(rows.Aggregate(default(ArmSums), (sums, row) => sums.With(row.Outcome!.Value * amount)), TrialMeasure.AmountPaid);

    private static IEnumerable<TrialRow> Rows(string armId, int count, int paid) => Enumerable.Range(0, count)
        .Select(i => new TrialRow($"{armId}-{i}", armId, Plans.Start, Attempted: true, Delivered: true, Outcome: i < paid ? 1 : 0));
}
