using RiskSignals.Borrowers;
using RiskSignals.Features;
using RiskSignals.Scoring;
using RiskSignals.Tests.Features;

namespace RiskSignals.Tests.Scoring;

public sealed class WhatIfTests
{
    private static readonly ModelFeature Late = Feature("repayment_late_count_90d", RiskDirection.Rises);
    private static readonly ModelFeature Cash = Feature("spend_cash_ratio_30d", RiskDirection.Rises);
    private static readonly ModelFeature Balance = Feature("balance_instalment_ratio_now", RiskDirection.Falls);
    private static readonly ModelFeature Income = Feature("income_total_sum_30d", RiskDirection.Falls);

    [Fact]
    public void The_smallest_single_change_that_moves_the_band_comes_first_and_scoring_it_says_so()
    {
        // The limit of 0.2 is at log-odds of −1.386; the row has 1.
        var bundle = Make([Late, Cash], [1, 4], [0, 0, 1, 0.25f, 2, 0.25f, 0, 0.5f], intercept: -5);
        float[] row = [4, 0.5f];
        var changes = WhatIf.Find(bundle, row);
        Assert.Equal(["repayment_late_count_90d"], changes[0].Steps.Select(step => step.Feature));
        Assert.Equal((4, 1), (changes[0].Steps[0].From, changes[0].Steps[0].To));
        Assert.Equal("pay the coming instalments by their due date", changes[0].Steps[0].Doing);
        Assert.Equal(0.75, changes[0].Distance, 1e-9);
        Assert.Equal(("low", Scorer.Score(bundle, [1, 0.5f]).Score!.Probability), (changes[0].Band, changes[0].Probability));
    }

    [Fact]
    public void Two_features_move_together_where_neither_is_enough_alone()
    {
        var bundle = Make([Late, Cash], [1, 4], [3, 0.125f, 2, 0], intercept: -5);
        float[] row = [4, 0.75f];
        var change = Assert.Single(WhatIf.Find(bundle, row));
        Assert.Equal(["repayment_late_count_90d", "spend_cash_ratio_30d"], change.Steps.Select(step => step.Feature));
        Assert.Equal("high", Scorer.Score(bundle, [change.Steps[0].To, 0.75f]).Score!.Band);
        Assert.Equal("high", Scorer.Score(bundle, [4, change.Steps[1].To]).Score!.Band);
    }

    [Fact]
    public void What_a_borrower_cannot_act_on_is_never_moved()
    {
        var bundle = Make([Income, Feature("repayment_late_count_365d", RiskDirection.Rises)], [-1, 1], [9, 0], intercept: 0);
        Assert.Empty(WhatIf.Find(bundle, [0, 5]));
    }

    [Fact]
    public void A_feature_moves_only_to_values_of_the_reference_and_only_to_the_better_side()
    {
        var random = new Random(6);
        var bundle = Make([Late, Cash, Balance], [0.8, 2, -1], [0, 0.1f, 2, 1, 0.3f, 1.5f, 1, 0.2f, 3], intercept: -2);
        var found = 0;
        for (var i = 0; i < 500; i++)
        {
            float[] row = [random.Next(6), random.NextSingle(), (random.NextSingle() * 4) - 1];
            var before = Scorer.Score(bundle, row).Score!;
            var changes = WhatIf.Find(bundle, row);
            Assert.True(changes.Count <= WhatIf.CountMax);
            Assert.Equal(changes.Select(change => change.Distance).Order(), changes.Select(change => change.Distance));
            foreach (var change in changes)
            {
                var moved = (float[])row.Clone();
                foreach (var step in change.Steps)
                {
                    var feature = bundle.Features.ToList().FindIndex(one => one.Name == step.Feature);
                    Assert.Contains(step.To, Enumerable.Range(0, 3).Select(k => bundle.Reference.Row(k)[feature]));
                    Assert.True(feature == 2 ? step.To > step.From : step.To < step.From);
                    moved[feature] = step.To;
                }

                var after = Scorer.Score(bundle, moved).Score!;
                Assert.Equal((change.Probability, change.Band, "low"), (after.Probability, after.Band, after.Band));
                Assert.True(after.Probability < before.Probability);
                found++;
            }
        }

        Assert.True(found > 100, $"only {found} changes were found");
    }

    [Fact]
    public void Where_a_high_score_is_good_news_the_band_moves_up()
    {
        var bundle = Make([Late], [-1], [0, 1], intercept: 2, higherIsRiskier: false);
        var change = Assert.Single(WhatIf.Find(bundle, [5]));
        Assert.Equal((1, "high"), (change.Steps[0].To, change.Band));
    }

    [Fact]
    public void A_count_over_a_shorter_window_moves_along_and_arrears_end_with_the_days_past_due()
    {
        ModelFeature[] counts = [Feature("debt_disbursement_count_30d", RiskDirection.Rises), Feature("debt_disbursement_count_90d", RiskDirection.Rises)];
        var change = WhatIf.Find(Make(counts, [0, 2], [0, 0, 0, 1], intercept: -5), [2, 3])[0];
        Assert.Equal([("debt_disbursement_count_90d", 1f), ("debt_disbursement_count_30d", 1f)], change.Steps.Select(step => (step.Feature, step.To)));

        ModelFeature[] overdue = [Feature("repayment_dpd_value_now", RiskDirection.Rises), Feature("repayment_arrears_ratio_now", RiskDirection.Rises)];
        var paid = WhatIf.Find(Make(overdue, [0.5, 1], [0, 0, 3, 0.2f], intercept: -5), [20, 1.5f])[0];
        Assert.Equal([("repayment_dpd_value_now", 0f), ("repayment_arrears_ratio_now", 0f)], paid.Steps.Select(step => (step.Feature, step.To)));
    }

    [Theory]
    [InlineData(0, 0.1f, "in the best band already")]
    [InlineData(float.NaN, float.NaN, "refused")]
    public void Nothing_is_found_for_a_loan_that_has_no_better_band(float late, float cash, string why)
    {
        Assert.True(WhatIf.Find(Make([Late, Cash], [1, 4], [0, 0], intercept: -5), [late, cash]).Count == 0, why);
    }

    [Fact]
    public void Every_feature_listed_is_one_of_the_catalogue_with_a_direction()
    {
        var listed = FeatureCatalog.All.Where(feature => ActionableFeatures.Doing(feature.Name) is not null).ToArray();
        Assert.True(listed.Length > 30, $"{listed.Length} are listed");
        Assert.All(listed, feature => Assert.Equal((FeatureUse.Score, true), (feature.Use, feature.Direction != RiskDirection.None)));
        Assert.DoesNotContain(listed, feature => feature.Group is FeatureGroup.Income or FeatureGroup.Contact);
    }

    [Fact]
    public void Nothing_advised_is_to_pay_a_lender_or_a_collector_less()
    {
        BankCategory[] toLenders =
        [
            BankCategory.OwnLoanPayment, BankCategory.LoanPayment, BankCategory.HighCostPayment, BankCategory.CardPayment, BankCategory.DebtCollector,
        ];
        var (worse, compared) = (new HashSet<string>(), 0);
        foreach (var seed in Enumerable.Range(1, 30))
        {
            var facts = GeneratedFacts.Of(seed);
            var before = FeatureCatalog.Compute(GeneratedFacts.AsOf(facts, GeneratedFacts.Today), "loan1");
            var paid = toLenders.SelectMany(category => Enumerable.Range(0, 3).Select(i => Payment(category, daysAgo: 2 + (7 * i))));
            var after = FeatureCatalog.Compute(GeneratedFacts.AsOf([.. facts, .. paid], GeneratedFacts.Today), "loan1");
            for (var i = 0; i < FeatureCatalog.All.Count; i++)
            {
                // What has been paid is no longer in the bank account: of that alone balances must fall.
                var (feature, rise) = (FeatureCatalog.All[i], after.Values[i] - before.Values[i]);
                if (ActionableFeatures.Doing(feature.Name) is not null && feature.Group != FeatureGroup.Balance && !float.IsNaN(rise))
                {
                    compared++;
                    if (feature.Direction == RiskDirection.Rises ? rise > 0 : rise < 0)
                    {
                        worse.Add($"{feature.Name} (seed {seed})");
                    }
                }
            }
        }

        Assert.Empty(worse);
        Assert.True(compared > 500, $"only {compared} values were compared");

        static Fact Payment(BankCategory category, int daysAgo) => new BankTransaction(
            GeneratedFacts.BorrowerId, $"{category}{daysAgo}", "bank1", GeneratedFacts.Today.AddDays(-daysAgo), new Money(-100), null,
            BankTransactionState.Posted, category, $"A new {category}", "paid", null, null, Instant.At(GeneratedFacts.Today.AddDays(-daysAgo)));
    }

    [Fact]
    public void A_search_that_is_cancelled_ends_and_there_is_none_in_the_best_band()
    {
        var bundle = Make([Late, Cash], [1, 4], [0, 0, 1, 0.25f], intercept: -5);
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.Throws<OperationCanceledException>(() => WhatIf.Find(bundle, [4, 0.5f], cancelled.Token));
        Assert.Empty(WhatIf.Find(bundle, [0, 0.1f], cancelled.Token));
    }

    [Fact]
    public void Names_of_models_from_elsewhere_are_never_moved_and_never_fail()
    {
        string[] names = ["x", "x__30d", "_", "__30d", "30d", "debt_disbursement_count_90d"];
        var bundle = Make([.. names.Select(name => Feature(name, RiskDirection.Rises))], [0, 0, 0, 0, 0, 2], new float[6], intercept: -5);
        var change = Assert.Single(WhatIf.Find(bundle, [9, 9, 9, 9, 9, 3]));
        Assert.Equal(["debt_disbursement_count_90d"], change.Steps.Select(step => step.Feature));
    }

    private static ModelFeature Feature(string name, RiskDirection direction) => new(name, direction, "count", "", IsReason: false);

    private static Bundle Make(IReadOnlyList<ModelFeature> features, double[] weights, float[] reference, double intercept, bool higherIsRiskier = true) =>
        SmallBundle.Of(
            features,
            new LogisticWeights(intercept, [.. features.Select((feature, i) => new LogisticWeight(feature.Name, weights[i], 0, 1, 0))]).ToJson(),
            reference,
            higherIsRiskier,
            ModelKind.Logistic,
            [new("low", 0.2), new("high", 1)]);
}
