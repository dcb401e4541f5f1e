using MathNet.Numerics.LinearAlgebra;

namespace RiskSignals.Scoring;

/// <summary>Logistic regression by Newton's method, for the two or three parameters that calibration needs.</summary>
internal static class Logistic
{
    private const int StepsMax = 100;

    // Keeps the curvature invertible when a column is constant; too small to move a fitted parameter in its sixth digit.
    private const double Ridge = 1e-9;

    /// <summary>The coefficients, one a column of the inputs.</summary>
    /// <param name="inputs">One row a case, one column a parameter (a column of ones for the intercept).</param>
    /// <param name="targets">Probabilities in 0–1; plain outcomes are 0 and 1.</param>
    /// <param name="weights">Weight of each case, at least 0.</param>
    public static double[] Fit(Matrix<double> inputs, double[] targets, double[] weights)
    {
        var coefficients = Vector<double>.Build.Dense(inputs.ColumnCount);
        var loss = Loss(inputs, targets, weights, coefficients);
        for (var step = 0; step < StepsMax; step++)
        {
            var (gradient, curvature) = Slope(inputs, targets, weights, coefficients);
            var direction = curvature.Solve(gradient);
            var length = 1.0;
            var moved = coefficients - direction;
            var movedLoss = Loss(inputs, targets, weights, moved);
            while (movedLoss > loss && length > 1e-10)
            {
                length /= 2;
                moved = coefficients - (direction * length);
                movedLoss = Loss(inputs, targets, weights, moved);
            }

            if (!(movedLoss <= loss))
            {
                break;
            }

            var change = (moved - coefficients).InfinityNorm();
            (coefficients, loss) = (moved, movedLoss);
            if (change < 1e-10)
            {
                break;
            }
        }

        return coefficients.ToArray();
    }

    private static double Loss(Matrix<double> inputs, double[] targets, double[] weights, Vector<double> coefficients)
    {
        var scores = inputs * coefficients;
        var loss = 0.0;
        for (var i = 0; i < targets.Length; i++)
        {
            loss -= weights[i]
                * ((targets[i] * LogOdds.LogProbability(scores[i])) + ((1 - targets[i]) * LogOdds.LogProbability(-scores[i])));
        }

        return loss;
    }

    private static (Vector<double> Gradient, Matrix<double> Curvature) Slope(
        Matrix<double> inputs, double[] targets, double[] weights, Vector<double> coefficients)
    {
        var width = inputs.ColumnCount;
        var gradient = Vector<double>.Build.Dense(width);
        var curvature = Matrix<double>.Build.DenseDiagonal(width, width, Ridge);
        var scores = inputs * coefficients;
        for (var i = 0; i < targets.Length; i++)
        {
            var probability = LogOdds.Probability(scores[i]);
            for (var a = 0; a < width; a++)
            {
                gradient[a] += weights[i] * (probability - targets[i]) * inputs[i, a];
                for (var b = 0; b < width; b++)
                {
                    curvature[a, b] += weights[i] * probability * (1 - probability) * inputs[i, a] * inputs[i, b];
                }
            }
        }

        return (gradient, curvature);
    }
}
