using RiskSignals.Scoring;

namespace RiskSignals.Tests.Scoring;

/// <summary>Every measure and every calibration against scikit-learn, scipy and numpy, on rows with ties, with weights, and on hardly any rows.</summary>
public sealed class SklearnParityTests
{
    private const double Tolerance = 1e-9;

    private const string Script =
        """
        import sys, json
        import numpy as np
        from scipy.stats import ks_2samp
        from sklearn.metrics import roc_auc_score, roc_curve, brier_score_loss, log_loss, average_precision_score
        from sklearn.linear_model import LogisticRegression
        from sklearn.isotonic import IsotonicRegression

        def fit(columns, y, w):
            model = LogisticRegression(penalty=None, solver='newton-cholesky', tol=1e-15, max_iter=1000)
            model.fit(np.column_stack(columns), y, sample_weight=w)
            return list(model.coef_[0]) + [model.intercept_[0]]

        def smoothed(x, y, w):
            # Platt's targets are no outcomes: each row stands there twice, once for each, weighing its share.
            plus, minus = w[y == 1].sum(), w[y == 0].sum()
            t = np.where(y == 1, (plus + 1) / (plus + 2), 1 / (minus + 2))
            return fit([np.r_[x, x]], np.r_[np.ones(len(x)), np.zeros(len(x))], np.r_[w * t, w * (1 - t)])

        def ece(p, y):
            order = np.argsort(-p, kind='stable')
            bins = [order[len(p) * b // 10:len(p) * (b + 1) // 10] for b in range(10)]
            return sum(abs(y[b].mean() - p[b].mean()) * len(b) for b in bins if len(b)) / len(p)

        out = []
        for case in json.load(sys.stdin):
            p, y = (np.array(case[key], dtype=float) for key in 'py')
            m, w = (np.array(case[key], dtype=np.float32).astype(float) for key in 'mw')
            fpr, tpr, _ = roc_curve(y, p, sample_weight=w, drop_intermediate=False)
            ks = ks_2samp(p[y == 1], p[y == 0]).statistic if (w == 1).all() else max(abs(tpr - fpr))
            out += [roc_auc_score(y, p, sample_weight=w), ks, average_precision_score(y, p, sample_weight=w)]
            out += [brier_score_loss(y, p, sample_weight=w), log_loss(y, p, sample_weight=w), ece(p, y)]
            iso = IsotonicRegression(out_of_bounds='clip').fit(m, y, sample_weight=w)
            out += list(iso.predict(np.array(case['at'], dtype=float)))
            if case['fits']:
                q = -np.log1p(np.exp(-m)), np.log1p(np.exp(m))
                out += smoothed(m, y, w) + fit(q, y, w) + fit([np.log(p / (1 - p))], y, np.ones(len(p)))
        print(json.dumps([float(one) for one in out]))
        """;

    [SklearnFact]
    public void Measures_and_calibrations_agree_to_the_ninth_digit()
    {
        var cases = Cases().ToArray();
        var theirs = Sklearn.Numbers(Script, cases.Select(one => new
        {
            p = one.Probabilities,
            y = one.Outcomes.Select(outcome => outcome ? 1 : 0),
            w = one.Weights,
            m = one.Margins,
            at = one.At,
            fits = one.Fits,
        }));
        var place = 0;
        foreach (var one in cases)
        {
            foreach (var (name, value) in Ours(one))
            {
                Assert.True(Math.Abs(value - theirs[place]) <= Tolerance, $"{one.Name}: {name} is {value:R}, scikit-learn says {theirs[place]:R}");
                place++;
            }
        }

        Assert.Equal(theirs.Length, place);
    }

    private static IEnumerable<(string Name, double Value)> Ours(Case one)
    {
        double[] doubles = one.IsWeighted ? [.. one.Weights.Select(weight => (double)weight)] : [];
        float[] weights = one.IsWeighted ? one.Weights : [];
        var (p, y) = (one.Probabilities, one.Outcomes);
        yield return ("AUC", Quality.Auc(p, y, doubles));
        yield return ("KS", Quality.Ks(p, y, doubles));
        yield return ("average precision", Quality.AveragePrecision(p, y, doubles));
        yield return ("Brier", Quality.Brier(p, y, doubles));
        yield return ("log loss", Quality.LogLoss(p, y, doubles));
        yield return ("ECE", CalibrationError.Measure(p, y, seed: 1, simulations: 1).Value);
        var isotonic = CalibrationFit.Isotonic(one.Margins, y, weights);
        foreach (var at in one.At)
        {
            yield return ($"isotonic at {at}", Math.Clamp(Isotonic(isotonic, at), 0, 1));
        }

        if (!one.Fits)
        {
            yield break;
        }

        var platt = CalibrationFit.Platt(one.Margins, y, weights);
        yield return ("Platt A", platt.A);
        yield return ("Platt C", platt.C);
        var beta = CalibrationFit.Beta(one.Margins, y, weights);
        yield return ("beta A", beta.A);
        yield return ("beta B", beta.B);
        yield return ("beta C", beta.C);
        var (slope, intercept) = Quality.CalibrationLine(p, y);
        yield return ("slope", slope);
        yield return ("intercept", intercept);
    }

    /// <summary>Without the edges that keep scores inside 0–1.</summary>
    private static double Isotonic(Calibration calibration, double margin)
    {
        var at = calibration.Margins.ToList().FindIndex(knot => knot >= margin);
        return at < 0 ? calibration.Probabilities[^1] : at == 0 || calibration.Margins[at] == margin ? calibration.Probabilities[at]
            : calibration.Probabilities[at - 1] + ((margin - calibration.Margins[at - 1]) / (calibration.Margins[at] - calibration.Margins[at - 1])
                * (calibration.Probabilities[at] - calibration.Probabilities[at - 1]));
    }

    private static IEnumerable<Case> Cases()
    {
        foreach (var (name, rows, steps, weighted) in ((string, int, int, bool)[])
                 [("continuous", 2_000, 1 << 22, false), ("ties", 900, 12, false), ("weights", 700, 1 << 22, true), ("ties and weights", 500, 7, true)])
        {
            yield return Case.Draw($"{name}, seed 11", new(11), rows, steps, weighted, fits: true);
        }

        // Too few for a logistic fit to be finite; every other figure still has to agree.
        for (var seed = 1; seed <= 20; seed++)
        {
            yield return Case.Draw($"tiny, seed {seed}", new(seed), 2 + (seed % 7), 4, seed % 2 == 0, fits: false);
        }
    }

    private sealed record Case(string Name, double[] Probabilities, float[] Margins, bool[] Outcomes, float[] Weights, bool IsWeighted, bool Fits)
    {
        public double[] At { get; } = [-5, -1.2345678, -0.5, 0, 0.25, 0.7, 6];

        public static Case Draw(string name, Random random, int rows, int steps, bool weighted, bool fits)
        {
            var (probabilities, margins, outcomes, weights) = (new double[rows], new float[rows], new bool[rows], new float[rows]);
            for (var i = 0; i < rows; i++)
            {
                probabilities[i] = (random.Next(steps) + 0.5) / steps;
                margins[i] = (float)((0.6 * Math.Log(probabilities[i] / (1 - probabilities[i]))) - 0.4);
                outcomes[i] = i < 2 ? i == 0 : random.NextDouble() < probabilities[i];
                weights[i] = weighted ? 0.25f + random.NextSingle() : 1;
            }

            return new(name, probabilities, margins, outcomes, weights, weighted, fits);
        }
    }
}
