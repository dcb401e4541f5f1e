using RiskSignals.Scoring;
using RiskSignals.Training.Fitting;

namespace RiskSignals.Training.Learners;

/// <summary>Chooses a learner and its parameters by cross-fitting tries on training rows; seeded, bounded, and every try is told.</summary>
internal static class LearnerSearch
{
    // The folds of the search are none of those that calibrate, or the calibration would see its own choice.
    private const int InnerSeed = 1;
    private const int OuterSeed = 2;
    private const int BetweenDeals = 100;

    /// <summary>The learner of the best try, and the log of all.</summary>
    public static (ILearner Learner, SearchLog Log) Run(TrainingTable train, Recipe recipe, SearchChoice choice, FitRun run)
    {
        var inOuter = choice.OuterFolds / (choice.OuterFolds + 1.0);
        var nested = choice.OuterFolds == 0 ? null : Nested(train, recipe, choice, run.Part(0, inOuter));
        var (best, tries) = Choose(train, recipe, choice, run.Part(inOuter, 1));
        return (best, new(choice.Measure, choice.Folds, tries, nested));
    }

    private static (ILearner Best, List<SearchTry> Tries) Choose(TrainingTable train, Recipe recipe, SearchChoice choice, FitRun run)
    {
        int[] seeds = [.. Enumerable.Range(0, choice.Repeats).Select(deal => recipe.Seed + InnerSeed + (deal * BetweenDeals))];
        int[][] deals = [.. seeds.Select(seed => Split.Folds(train, choice.Folds, seed))];
        var random = new Random(recipe.Seed);
        var (tries, learners) = (new List<SearchTry>(), new List<ILearner>());
        for (var number = 0; number < choice.Tries; number++)
        {
            var own = recipe.LearnerOf(choice.Learners[number % choice.Learners.Count]);
            var learner = number < choice.Learners.Count ? own : Draw(own, random);
            var words = $"try {number + 1} of {choice.Tries}";
            var ownRun = run.Part((double)number / choice.Tries, (number + 1.0) / choice.Tries).Named(words);
            var (loss, auc) = Measure(learner, train, deals, ownRun);
            tries.Add(new(number + 1, learner.Kind, learner.Parameters.ToDictionary(one => one.Name, one => one.Value), loss, auc, IsChosen: false));
            learners.Add(learner);
        }

        var best = Enumerable.Range(0, tries.Count).MinBy(i => choice.Measure == SearchMeasure.Auc ? -tries[i].Auc : tries[i].LogLoss);
        tries[best] = tries[best] with { IsChosen = true };
        return (learners[best], tries);
    }

    private static NestedResult Nested(TrainingTable train, Recipe recipe, SearchChoice choice, FitRun run)
    {
        var foldOf = Split.Folds(train, choice.OuterFolds, recipe.Seed + OuterSeed);
        var (probabilities, chosen) = (new double[train.Rows], new List<LearnerKind>());
        foreach (var fold in HeldOut.Of(train, foldOf))
        {
            var number = chosen.Count;
            var own = run.Part((double)number / choice.OuterFolds, (number + 1.0) / choice.OuterFolds);
            var (best, _) = Choose(fold.In, recipe, choice, own.Named($"nested fold {number + 1} of {choice.OuterFolds}"));
            var crossed = best.CrossFit(fold.In, Split.Folds(fold.In, recipe.Validation.Folds, recipe.Seed), run with { Progress = null });
            var calibration = Platt(crossed.Margins, fold.In);
            var margins = crossed.Settled.Fit(fold.In, run with { Progress = null }).Margins(fold.Out.Features);
            for (var i = 0; i < margins.Length; i++)
            {
                probabilities[fold.Rows[i]] = calibration.Probability(margins[i]);
            }

            chosen.Add(best.Kind);
        }

        var outcomes = train.Outcomes.ToArray();
        return new(choice.OuterFolds, Quality.LogLoss(probabilities, outcomes), Quality.Auc(probabilities, outcomes), chosen);
    }

    /// <summary>Other parameters of the same learner, each drawn for itself.</summary>
    internal static ILearner Draw(ILearner learner, Random random) => learner switch
    {
        XgboostLearner xgboost => new XgboostLearner(xgboost.Fitted with
        {
            Depth = random.Next(1, 7),
            Eta = Between(0.02, 0.2, random),
            MinChildWeight = Between(1, 50, random),
            RowSample = random.Next(5, 11) / 10.0,
            ColumnSample = random.Next(2, 11) / 10.0,
            Lambda = Between(0.3, 30, random),
        }),
        ScorecardLearner scorecard => scorecard with
        {
            BinsMax = random.Next(3, 11),
            BinShareMin = random.Next(2, 11) / 100.0,
            InformationMin = new[] { 0, 0.02, 0.05, 0.1 }[random.Next(4)],
            CharacteristicsMax = random.Next(8, 41),
            Ridge = Between(0.1, 30, random),
        },
        LogisticLearner logistic => logistic with
        {
            Ridge = Between(0.3, 300, random),
            Lasso = random.Next(2) == 0 ? 0 : Between(0.3, 10, random),
            Tail = new[] { 0, 0.01, 0.02, 0.05 }[random.Next(4)],
        },
        ExtraTreesLearner trees => trees with
        {
            LeafRowsMin = random.Next(1, 11),
            ColumnSample = Between(0.02, 0.5, random),
            Depth = random.Next(4, 15),
        },
        _ => throw new ArgumentException($"The search knows no parameters of {learner.Kind}; name other learners."),
    };

    private static Calibration Platt(float[] margins, TrainingTable table) =>
        CalibrationFit.Platt(margins, table.Outcomes.ToArray(), table.Weights is null ? [] : [.. table.Weights]);

    /// <summary>Log loss once calibrated, and AUC, of the rows held out: means over the deals of the borrowers.</summary>
    private static (double LogLoss, double Auc) Measure(ILearner learner, TrainingTable train, int[][] deals, FitRun run)
    {
        var outcomes = train.Outcomes.ToArray();
        var (loss, auc) = (0.0, 0.0);
        for (var deal = 0; deal < deals.Length; deal++)
        {
            var margins = learner.CrossFit(train, deals[deal], run.Part((double)deal / deals.Length, (deal + 1.0) / deals.Length)).Margins;
            var calibration = Platt(margins, train);
            loss += Quality.LogLoss([.. margins.Select(margin => calibration.Probability(margin))], outcomes) / deals.Length;
            auc += Quality.Auc([.. margins.Select(margin => (double)margin)], outcomes) / deals.Length;
        }

        return (loss, auc);
    }

    /// <summary>Evenly over the scale of factors, to two digits.</summary>
    private static double Between(double low, double high, Random random)
    {
        var drawn = low * Math.Pow(high / low, random.NextDouble());
        var unit = Math.Pow(10, Math.Floor(Math.Log10(drawn)) - 1);
        return Math.Round(Math.Round(drawn / unit) * unit, 6);
    }
}
