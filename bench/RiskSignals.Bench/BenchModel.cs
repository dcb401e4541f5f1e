using RiskSignals.Scoring;
using RiskSignals.Training.Fitting;

namespace RiskSignals.Bench;

/// <summary>A model that XGBoost fitted to made-up rows, as XGBoost saved it and as we read it.</summary>
internal sealed record BenchModel(byte[] Json, TreeEnsemble Trees)
{
    public const int Columns = 60;

    private const double MissingShare = 0.1;

    /// <summary>Enough that trees of 64 leaves fill up, few enough that fitting takes seconds.</summary>
    public const int RowsATree = 100;

    /// <summary>Level by level to depth 6.</summary>
    public static readonly (string, string)[] Depth6 = [("max_depth", "6")];

    /// <summary>Best leaf first, to 64 leaves.</summary>
    public static readonly (string, string)[] Leafwise64 = [("max_depth", "0"), ("max_leaves", "64"), ("grow_policy", "lossguide")];

    /// <summary>Rows of 60 normal values, a tenth of them missing, row after row.</summary>
    public static float[] Rows(int count, int seed)
    {
        var random = new Random(seed);
        var rows = new float[count * Columns];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = random.NextDouble() < MissingShare
                ? float.NaN
                : (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        }

        return rows;
    }

    /// <summary>Fits the trees of a shape to an outcome that depends on every column, so that all of them are split on.</summary>
    public static BenchModel Fit(int trees, params (string Name, string Value)[] shape)
    {
        var rows = Rows(RowsATree * trees, seed: 1);
        using var matrix = XgboostMatrix.FromRows(rows, Columns);
        matrix.SetOutcomes(Outcomes(rows));
        using var booster = XgboostBooster.Create(
            [
                ("objective", "binary:logistic"), ("tree_method", "hist"), ("eta", "0.1"), ("min_child_weight", "0.1"), ("verbosity", "0"),
                ("nthread", "1"), .. shape,
            ],
            matrix);
        for (var tree = 0; tree < trees; tree++)
        {
            booster.Update(tree, matrix);
        }

        var json = booster.ToJson(trees);
        return new(json, XgboostJson.Parse(json));
    }

    /// <summary>Which XGBoost is measured: the version it says it is, and where it is from.</summary>
    public static string NativeBuild()
    {
        var package = Machine.Output("dpkg-query", "-W", "-f=${Package} ${Version}", "libxgboost0");
        return $"{XgboostNative.Version()} ({(package.Length > 0 ? $"Debian's {package}" : "libxgboost.so.0")})";
    }

    /// <summary>Outcomes that depend on every column.</summary>
    public static bool[] Outcomes(float[] rows)
    {
        var random = new Random(3);
        var weights = Enumerable.Range(0, Columns).Select(_ => random.NextDouble() - 0.5).ToArray();
        var outcomes = new bool[rows.Length / Columns];
        for (var row = 0; row < outcomes.Length; row++)
        {
            var sum = -1.0;
            for (var column = 0; column < Columns; column++)
            {
                var value = rows[(row * Columns) + column];
                var next = rows[(row * Columns) + ((column + 1) % Columns)];
                sum += float.IsNaN(value) ? 0.2 : weights[column] * (value + (value > 0.5 && next < 0 ? 1 : 0));
            }

            outcomes[row] = random.NextDouble() < 1 / (1 + Math.Exp(-sum));
        }

        return outcomes;
    }
}
