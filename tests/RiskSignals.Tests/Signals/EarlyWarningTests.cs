using RiskSignals.Borrowers;
using RiskSignals.Features;
using RiskSignals.Signals;
using RiskSignals.Tests.Borrowers;
using static RiskSignals.Tests.Signals.Rows;

namespace RiskSignals.Tests.Signals;

public sealed class EarlyWarningTests
{
    /// <summary>Features of a loan that is looked at for the first time; the signal they raise.</summary>
    private const string Openings = """
        income_total_ratio_30d 0.1; income_total_z_30d -4        |                        | 30 days without a payday are no drop
        income_salary_ratio_last 0.81; income_total_ratio_30d 0.5 |                       | not far enough below the usual salary
        income_salary_ratio_last 0.80; income_total_ratio_30d 0.91 |                      | other income makes up for it
        income_salary_ratio_last 0.80; income_total_ratio_30d 0.9 | INCOME_DROP           | both
        income_salary_ratio_last 0.80                            |                        | what is missing raises nothing
        income_salary_gap_ratio_now 1.5; income_total_ratio_30d 0.9 | INCOME_DROP         | the salary is late by half its gap
        income_salary_gap_ratio_now 1.5; income_total_ratio_30d 1 |                       | and something else came instead
        bill_missed_count_30d 0                                  |                        | none missed
        bill_missed_count_30d 1                                  | BILL_MISSED            | one missed
        returned_debit_count_30d 1                               | DEBIT_RETURNED         | one returned
        returned_own_funds_count_30d 1                           | DEBIT_RETURNED         | one of ours
        balance_shortfall_prob_next 0.5; loan_due_until_next 8   |                        | too early to tell
        balance_shortfall_prob_next 0.5; loan_due_until_next 7   | BALANCE_LOW_BEFORE_DUE | a week before
        balance_shortfall_prob_next 0.5                          |                        | nothing is due
        balance_instalment_ratio_now 0.9; loan_due_until_next 3  |                        | money may still come
        balance_instalment_ratio_now 0.9; loan_due_until_next 2  | BALANCE_LOW_BEFORE_DUE | hardly
        debt_lender_new_count_30d 1                              | LENDER_NEW             | a new lender
        debt_high_cost_payment_count_30d 1                       | LENDER_NEW             | a high-cost lender
        spend_total_z_30d 2.4                                    |                        | within usual swings
        spend_total_z_30d 2.5                                    | SPEND_SPIKE            | beyond
        """;

    public static TheoryData<string> OpeningCases => [.. Openings.Split('\n')];

    [Theory]
    [MemberData(nameof(OpeningCases))]
    public void A_rule_opens_at_its_threshold_and_not_before(string line)
    {
        var fields = line.Split('|', StringSplitOptions.TrimEntries);
        var known = fields[0].Split(';', StringSplitOptions.TrimEntries).Select(pair => pair.Split(' '))
            .Select(pair => (pair[0], double.Parse(pair[1], System.Globalization.CultureInfo.InvariantCulture))).ToArray();
        Assert.Equal(fields[1], string.Join(",", Compare(LoanWatch.New, Loan(known: known)).Opened.Select(signal => signal.RuleId)));
    }

    [Fact]
    public void A_signal_closes_at_a_gentler_level_than_it_opens_at()
    {
        var loan = Loan(known: [("spend_total_z_30d", 3)]);
        var watch = Compare(LoanWatch.New, loan).Watch(loan);
        foreach (var (value, open) in new[] { (2.0, true), (1.51, true), (1.5, false), (2.4, false), (2.5, true) })
        {
            loan = Loan(known: [("spend_total_z_30d", value)]);
            var changes = Compare(watch, loan);
            watch = changes.Watch(loan);
            Assert.True(watch.OpenSignals.Count == (open ? 1 : 0), $"at {value}");
        }
    }

    [Fact]
    public void Comparing_tells_opened_still_open_and_closed_apart()
    {
        var first = Loan(known: [("bill_missed_count_30d", 2), ("spend_total_z_30d", 3)]);
        var opened = Compare(LoanWatch.New, first);
        var second = Loan(on: Day.AddDays(1), known: [("bill_missed_count_30d", 1), ("returned_debit_count_30d", 1)]);
        var changes = Compare(opened.Watch(first), second);
        Assert.Equal(["BILL_MISSED", "SPEND_SPIKE"], opened.Opened.Select(signal => signal.RuleId));
        Assert.Equal(("DEBIT_RETURNED", Day.AddDays(1)), (Assert.Single(changes.Opened).RuleId, changes.Opened[0].OpenedOn));
        var still = Assert.Single(changes.StillOpen);
        Assert.Equal((opened.Opened[0].SignalId, Day), (still.SignalId, still.OpenedOn));
        Assert.True(still.Strength < opened.Opened[0].Strength);
        Assert.Equal(("SPEND_SPIKE", Day.AddDays(1)), (Assert.Single(changes.Closed).RuleId, changes.Closed[0].ClosedOn!.Value));
    }

    [Fact]
    public void A_signal_does_not_outlive_the_data_behind_it()
    {
        var loan = Loan(known: [("returned_debit_count_30d", 2)]);
        Assert.Single(Compare(Compare(LoanWatch.New, loan).Watch(loan), Loan()).Closed);
    }

    [Fact]
    public void Risk_is_high_against_peers_not_in_itself()
    {
        Assert.Equal(["RISK_HIGH"], Compare(LoanWatch.New, Loan(missProbability: 0.30)).Opened.Select(signal => signal.RuleId));
        var riskyPeers = Peers.Of(Enumerable.Range(0, 21).Select(_ => ("personal", 0.25)));
        Assert.Empty(EarlyWarning.Compare(LoanWatch.New, Loan(missProbability: 0.30), riskyPeers, NoFacts).Opened);
        var fewPeers = Peers.Of(Enumerable.Range(0, 19).Select(_ => ("personal", 0.05)));
        Assert.Empty(EarlyWarning.Compare(LoanWatch.New, Loan(missProbability: 0.90), fewPeers, NoFacts).Opened);
        Assert.Empty(Compare(LoanWatch.New, Loan(missProbability: null)).Opened);
    }

    [Fact]
    public void A_rise_is_measured_from_the_run_before_it_began_until_it_is_gone()
    {
        var watch = new LoanWatch([], 0.02);
        Assert.Empty(Compare(watch, Loan(0.039)).Opened);
        Assert.Single(Compare(watch, Loan(0.040)).Opened);
        Assert.Empty(Compare(LoanWatch.New, Loan(0.040)).Opened);
        var loan = Loan(0.045);
        var opened = Assert.Single(Compare(watch, loan).Opened);
        Assert.Equal(("RISK_ROSE", 0.02), (opened.RuleId, opened.Reference));
        Assert.Equal("The probability of missing an instalment rose from 2 % to 5 %.", opened.Sentence);
        watch = Compare(watch, loan).Watch(loan);
        Assert.Equal(opened.SignalId, Assert.Single(Compare(watch, Loan(0.045)).StillOpen).SignalId);
        Assert.Single(Compare(watch, Loan(0.028)).StillOpen);
        Assert.Single(Compare(watch, Loan(0.026)).Closed);
    }

    [Fact]
    public void Strength_grows_with_distance_and_stays_within_zero_and_one()
    {
        double Strength(double z) => Compare(LoanWatch.New, Loan(known: [("spend_total_z_30d", z)])).Opened[0].Strength;
        Assert.Equal(1.0 / 3.5, Strength(2.5), 1e-6);
        Assert.True(Strength(3) < Strength(4));
        Assert.Equal(1, Strength(50));
    }

    [Fact]
    public void The_strongest_case_tells_the_story()
    {
        var signal = Assert.Single(Compare(LoanWatch.New, Loan(known:
            [("income_salary_ratio_last", 0.2), ("income_total_ratio_30d", 0.1), ("income_salary_gap_ratio_now", 1.5)])).Opened);
        Assert.Equal("The latest salary was 20 % of the usual one.", signal.Sentence);
        Assert.Equal(["income_salary_ratio_last", "income_total_ratio_30d"], signal.Evidence.Select(evidence => evidence.Quantity));
    }

    [Fact]
    public void Evidence_names_the_facts_with_day_and_amount()
    {
        var history = new LoanFacts("2024-02-01", "2024-03-01").Pays("2024-02-01", id: "P1").Reverses("P1", knownOn: "2024-02-05").File()
            .AsOf(LoanFacts.Day("2024-02-10"));
        var loan = new LoanState(FeatureCatalog.Compute(history, "L"), "personal", 0.05);
        var changes = EarlyWarning.Compare(LoanWatch.New, loan, Neighbours, feature => FeatureCatalog.Explain(history, "L", feature));
        var signal = Assert.Single(changes.Opened, signal => signal.RuleId == SignalRules.DebitReturned);
        var evidence = Assert.Single(signal.Evidence);
        Assert.Equal(("returned_own_funds_count_30d", 1.0, 1), (evidence.Quantity, evidence.Value, evidence.FactCount));
        var fact = Assert.Single(evidence.Facts);
        Assert.Equal(("P1", 1.0), (fact.FactId, fact.Quantity));
        Assert.InRange(fact.Day, LoanFacts.Day("2024-02-01"), LoanFacts.Day("2024-02-05"));
    }

    [Fact]
    public void A_long_list_of_facts_is_cut_to_the_newest_and_its_length_told()
    {
        var facts = Enumerable.Range(0, 40).Select(i => new EvidenceRow($"t{i:00}", Day.AddDays(-i), 1, EvidencePart.Value))
            .Reverse().ToArray();
        var signal = Assert.Single(EarlyWarning.Compare(LoanWatch.New, Loan(known: [("bill_missed_count_30d", 1)]), Neighbours, _ => facts)
            .Opened);
        Assert.Equal(40, signal.Evidence[0].FactCount);
        Assert.Equal(Enumerable.Range(0, 10).Select(i => $"t{i:00}"), signal.Evidence[0].Facts.Select(fact => fact.FactId));
    }

    [Fact]
    public void Signals_rest_on_scored_features_of_the_catalogue_alone()
    {
        var quantities = SignalRules.All.SelectMany(rule => rule.Cases).SelectMany(each => each.Thresholds)
            .Select(threshold => threshold.Quantity);
        Assert.All(
            quantities.Except([RiskQuantity.Level, RiskQuantity.Change]),
            quantity => Assert.Equal(FeatureUse.Score, FeatureCatalog.Find(quantity).Use));
        Assert.Equal(SignalRules.All.Count, SignalRules.All.Select(rule => rule.Id).Distinct().Count());
    }

    [Fact]
    public void Every_threshold_closes_on_the_gentle_side_of_where_it_opens()
    {
        var thresholds = SignalRules.All.SelectMany(rule => rule.Cases).SelectMany(each => each.Thresholds);
        Assert.All(thresholds, threshold =>
        {
            Assert.True(threshold.Opens(threshold.OpenAt) && threshold.Holds(threshold.OpenAt) && !threshold.Holds(threshold.CloseAt));
            Assert.False(threshold.Opens(threshold.CloseAt) || threshold.Opens(double.NaN) || threshold.Holds(double.NaN));
            Assert.True(threshold.FullAt is not { } full || threshold.Opens(full));
        });
    }

    [Fact]
    public void What_may_only_unlock_support_changes_no_signal()
    {
        var supportOnly = FeatureCatalog.All.Where(feature => feature.Use == FeatureUse.SupportOnly)
            .Select(feature => (feature.Name, 1.0)).ToArray();
        Assert.NotEmpty(supportOnly);
        (string, double)[] known = [("bill_missed_count_30d", 1), ("spend_total_z_30d", 3)];
        string Tell(LoanState loan) => string.Join("\n",
            Compare(LoanWatch.New, loan).Opened.Select(signal => $"{signal.SignalId} {signal.Strength:R} {signal.Sentence}"));
        Assert.Equal(Tell(Loan(known: known)), Tell(Loan(known: [.. known, .. supportOnly])));
    }

    [Fact]
    public void Whatever_the_facts_the_same_run_raises_the_same_signals()
    {
        for (var seed = 0; seed < 15; seed++)
        {
            var history = Features.GeneratedFacts.AsOf(Features.GeneratedFacts.Of(seed), Features.GeneratedFacts.Today);
            foreach (var loan in history.Loans)
            {
                var state = new LoanState(FeatureCatalog.Compute(history, loan.Loan.LoanId), "personal", 0.2);
                SignalChanges Run() =>
                    EarlyWarning.Compare(LoanWatch.New, state, Neighbours, name => FeatureCatalog.Explain(history, loan.Loan.LoanId, name));
                var signals = Run().Opened;
                Assert.Equal(signals.Select(signal => (signal.SignalId, signal.Strength)),
                    Run().Opened.Select(signal => (signal.SignalId, signal.Strength)));
                Assert.All(signals, signal => Assert.InRange(signal.Strength, 0, 1));
                Assert.All(signals, signal => Assert.DoesNotContain("NaN", signal.Sentence, StringComparison.Ordinal));
            }
        }
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(1.0)]
    [InlineData(double.NaN)]
    public void A_probability_that_is_none_is_refused(double probability) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Loan(probability));
}
