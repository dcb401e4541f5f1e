using MathNet.Numerics.LinearAlgebra;

namespace RiskSignals.Scoring;

/// <summary>Logistic regression by Newton's method, for the two or three parameters that calibration needs.</summary>
internal static class Logistic
{
    private const int StepsMax = 100;

    // Keeps the curvature invertible when a column is constant; too small to move a fitted parameter in its sixth digit.
    private const double Ridge = 1e-9;

    // From steps this small on, relative to the coefficients, rounding hides whether the loss still falls.
    private const double NearStep = 1e-5;

    /// <summary>The coefficients: one a column, then the intercept.</summary>
    /// <param name="columns">One array a parameter, one value a case.</param>
    /// <param name="targets">Probabilities in 0–1; plain outcomes are 0 and 1.</param>
    /// <param name="weights">Weight of each case, at least 0.</param>
    public static double[] Fit(double[][] columns, double[] targets, double[] weights)
    {
        var coefficients = new double[columns.Length + 1];
        var (loss, step) = Evaluate(columns, targets, weights, coefficients);
        for (var number = 0; number < StepsMax; number++)
        {
            // Newton's step overshoots where the curvature is small; halved until the loss no longer rises.
            var length = 1.0;
            var moved = Move(coefficients, step, length);
            var (movedLoss, movedStep) = Evaluate(columns, targets, weights, moved);
            var near = step.Max(Math.Abs) < NearStep * (1 + coefficients.Max(Math.Abs));
            while (!near && !(movedLoss <= loss) && length > 1e-9)
            {
                length /= 2;
                moved = Move(coefficients, step, length);
                (movedLoss, movedStep) = Evaluate(columns, targets, weights, moved);
            }

            // Near the end the loss no longer tells two places apart, but a whole step still halves the distance many times over.
            if (near ? !(movedStep.Max(Math.Abs) < step.Max(Math.Abs)) : !(movedLoss <= loss))
            {
                break;
            }

            (coefficients, loss, step) = (moved, movedLoss, movedStep);
        }

        return coefficients;
    }

    private static double[] Move(double[] from, double[] step, double length) => [.. from.Select((value, i) => value - (length * step[i]))];

    /// <summary>The weighted log loss, and Newton's step from here.</summary>
    private static (double Loss, double[] Step) Evaluate(double[][] columns, double[] targets, double[] weights, double[] coefficients)
    {
        var width = coefficients.Length;
        var gradient = new double[width];
        var curvature = new double[width, width];
        var inputs = new double[width];
        inputs[^1] = 1;
        var loss = 0.0;
        for (var row = 0; row < targets.Length; row++)
        {
            var score = coefficients[^1];
            for (var a = 0; a < columns.Length; a++)
            {
                inputs[a] = columns[a][row];
                score += inputs[a] * coefficients[a];
            }

            var logProbability = LogOdds.LogProbability(score);
            var probability = Math.Exp(logProbability);
            loss -= weights[row] * ((targets[row] * logProbability) + ((1 - targets[row]) * (logProbability - score)));
            for (var a = 0; a < width; a++)
            {
                gradient[a] += weights[row] * (probability - targets[row]) * inputs[a];
                for (var b = 0; b <= a; b++)
                {
                    curvature[a, b] += weights[row] * probability * (1 - probability) * inputs[a] * inputs[b];
                }
            }
        }

        for (var a = 0; a < width; a++)
        {
            curvature[a, a] += Ridge;
            for (var b = 0; b < a; b++)
            {
                curvature[b, a] = curvature[a, b];
            }
        }

        return (loss, Matrix<double>.Build.DenseOfArray(curvature).Solve(Vector<double>.Build.Dense(gradient)).ToArray());
    }
}
