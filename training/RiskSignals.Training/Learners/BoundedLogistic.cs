namespace RiskSignals.Training.Learners;

/// <summary>
/// Logistic regression with a ridge and a lasso and with weights that may be held to one sign: Newton's quadratic approximation, solved by
/// coordinate descent, one coordinate after the other, so that the result is the same on any machine.
/// </summary>
internal static class BoundedLogistic
{
    private const int StepsMax = 60;
    private const int SweepsMax = 200;
    private const double Settled = 1e-7;

    // Rows the model is sure of would have no curvature at all.
    private const double CurvatureMin = 1e-6;

    /// <summary>The weights, one a column, and the intercept, which is not pulled toward 0.</summary>
    /// <param name="columns">One array a column, one value a row, about standardised.</param>
    /// <param name="outcomes">One a row; both outcomes occur.</param>
    /// <param name="rowWeights">One a row, above 0; null when all count the same.</param>
    /// <param name="signs">1, 0 or −1 a column: the weight is at least 0, free, at most 0.</param>
    /// <param name="ridge">Half of it times the sum of squared weights is added to the log loss of all rows.</param>
    /// <param name="lasso">It times the sum of sizes of weights is added as well.</param>
    /// <param name="cancel">Looked at between steps.</param>
    public static (double[] Weights, double Intercept) Fit(
        float[][] columns,
        IReadOnlyList<bool> outcomes,
        IReadOnlyList<float>? rowWeights,
        int[] signs,
        double ridge,
        double lasso,
        CancellationToken cancel = default)
    {
        var rows = outcomes.Count;
        var (weights, curvature, rest) = (new double[columns.Length], new double[rows], new double[rows]);
        var (positive, all) = (0.0, 0.0);
        for (var row = 0; row < rows; row++)
        {
            double weight = rowWeights?[row] ?? 1;
            (positive, all) = (positive + (outcomes[row] ? weight : 0), all + weight);
        }

        var intercept = Math.Log(positive / (all - positive));
        var margins = new double[rows];
        Array.Fill(margins, intercept);
        var loss = Loss(margins, outcomes, rowWeights, weights, ridge, lasso);
        for (var step = 0; step < StepsMax; step++)
        {
            cancel.ThrowIfCancellationRequested();
            for (var row = 0; row < rows; row++)
            {
                var probability = 1 / (1 + Math.Exp(-margins[row]));
                double weight = rowWeights?[row] ?? 1;
                curvature[row] = weight * Math.Max(probability * (1 - probability), CurvatureMin);
                rest[row] = weight * ((outcomes[row] ? 1 : 0) - probability) / curvature[row];
            }

            var (before, interceptBefore) = ((double[])weights.Clone(), intercept);
            intercept += Sweep(columns, curvature, rest, weights, signs, ridge, lasso);

            // A whole step can overshoot where the curvature is small; halved until the loss falls.
            var share = 1.0;
            var (goal, interceptGoal) = (weights, intercept);
            while (true)
            {
                weights = [.. goal.Select((one, i) => before[i] + (share * (one - before[i])))];
                intercept = interceptBefore + (share * (interceptGoal - interceptBefore));
                Margins(columns, weights, intercept, margins);
                var found = Loss(margins, outcomes, rowWeights, weights, ridge, lasso);
                if (found <= loss || share < 1e-6)
                {
                    var gained = loss - found;
                    loss = Math.Min(loss, found);
                    if (gained < Settled * Math.Max(1, Math.Abs(loss)) * 1e-3)
                    {
                        return (weights, intercept);
                    }

                    break;
                }

                share /= 2;
            }
        }

        return (weights, intercept);
    }

    /// <summary>Moves the weights to the least of the quadratic approximation; gives what the intercept moves by.</summary>
    private static double Sweep(
        float[][] columns, double[] curvature, double[] rest, double[] weights, int[] signs, double ridge, double lasso)
    {
        var (moved, total) = (0.0, curvature.Sum());
        var steepness = columns.Select(column => Squares(column, curvature)).ToArray();
        var open = Enumerable.Range(0, columns.Length).Where(i => steepness[i] > 0).ToArray();
        for (var sweep = 0; sweep < SweepsMax; sweep++)
        {
            var change = Shift(curvature, rest, total);
            moved += change;
            var largest = Math.Abs(change);
            foreach (var i in open)
            {
                var pull = Product(columns[i], curvature, rest) + (steepness[i] * weights[i]);
                var next = Math.Sign(pull) * Math.Max(Math.Abs(pull) - lasso, 0) / (steepness[i] + ridge);
                next = signs[i] * next < 0 ? 0 : next;
                var by = next - weights[i];
                if (by != 0)
                {
                    weights[i] = next;
                    Subtract(columns[i], rest, by);
                    largest = Math.Max(largest, Math.Abs(by));
                }
            }

            if (largest < Settled)
            {
                break;
            }
        }

        return moved;
    }

    private static double Shift(double[] curvature, double[] rest, double total)
    {
        var sum = 0.0;
        for (var row = 0; row < rest.Length; row++)
        {
            sum += curvature[row] * rest[row];
        }

        var by = sum / total;
        for (var row = 0; row < rest.Length; row++)
        {
            rest[row] -= by;
        }

        return by;
    }

    private static double Squares(float[] column, double[] curvature)
    {
        var sum = 0.0;
        for (var row = 0; row < column.Length; row++)
        {
            sum += curvature[row] * column[row] * column[row];
        }

        return sum;
    }

    private static double Product(float[] column, double[] curvature, double[] rest)
    {
        var sum = 0.0;
        for (var row = 0; row < column.Length; row++)
        {
            sum += curvature[row] * column[row] * rest[row];
        }

        return sum;
    }

    private static void Subtract(float[] column, double[] rest, double by)
    {
        for (var row = 0; row < column.Length; row++)
        {
            rest[row] -= by * column[row];
        }
    }

    private static void Margins(float[][] columns, double[] weights, double intercept, double[] margins)
    {
        Array.Fill(margins, intercept);
        for (var i = 0; i < columns.Length; i++)
        {
            if (weights[i] != 0)
            {
                Subtract(columns[i], margins, -weights[i]);
            }
        }
    }

    private static double Loss(
        double[] margins, IReadOnlyList<bool> outcomes, IReadOnlyList<float>? rowWeights, double[] weights, double ridge, double lasso)
    {
        var sum = weights.Sum(weight => (ridge / 2 * weight * weight) + (lasso * Math.Abs(weight)));
        for (var row = 0; row < margins.Length; row++)
        {
            var toward = outcomes[row] ? margins[row] : -margins[row];
            sum += (rowWeights?[row] ?? 1) * (Math.Max(-toward, 0) + Math.Log(1 + Math.Exp(-Math.Abs(toward))));
        }

        return sum;
    }
}
