using System.Globalization;
using RiskSignals.Features;
using RiskSignals.Scoring;
using RiskSignals.Training.Fitting;

namespace RiskSignals.Training.Benchmarks;

/// <summary>
/// The credit-card borrowers of the Taiwan data set as a training table: status, bills and payments of six months (1 = the latest),
/// and what any lender would make of them: ratios, trends, counts. Sex, education, marital status and age are not read.
/// </summary>
internal static class TaiwanRows
{
    private const int Months = 6;

    // The bills end in September 2005; the outcome is October's payment.
    private static readonly DateOnly AsOf = new(2005, 9, 30);

    private static readonly (string Name, RiskDirection Direction, Func<Borrower, float> Value)[] Columns =
    [
        ("limit_value_now", RiskDirection.Falls, b => b.Limit),
        .. Each("status_value", RiskDirection.None, (b, m) => b.Status[m]),
        .. Each("months_late_value", RiskDirection.Rises, (b, m) => Math.Max(b.Status[m], 0)),
        .. Each("bill_value", RiskDirection.None, (b, m) => b.Bill[m]),
        .. Each("paid_value", RiskDirection.Falls, (b, m) => b.Paid[m]),
        .. Each("used_ratio", RiskDirection.None, (b, m) => b.Bill[m] / b.Limit),
        .. Each("paid_limit_ratio", RiskDirection.Falls, (b, m) => b.Paid[m] / b.Limit),
        .. Enumerable.Range(1, Months - 1).Select<int, (string, RiskDirection, Func<Borrower, float>)>(m =>
            ($"paid_bill_ratio_{m}m", RiskDirection.Falls, b => b.Bill[m] > 0 ? b.Paid[m - 1] / b.Bill[m] : float.NaN)),
        ("months_late_max_6m", RiskDirection.Rises, b => Math.Max(b.Status.Max(), 0)),
        ("months_late_mean_6m", RiskDirection.Rises, b => b.Status.Average(status => Math.Max(status, 0))),
        ("late_count_6m", RiskDirection.Rises, b => b.Status.Count(status => status > 0)),
        ("late_two_count_6m", RiskDirection.Rises, b => b.Status.Count(status => status > 1)),
        ("paid_in_full_count_6m", RiskDirection.Falls, b => b.Status.Count(status => status == -1)),
        ("late_since_6m", RiskDirection.Falls, b => Array.FindIndex(b.Status, status => status > 0) is var since and >= 0 ? since : float.NaN),
        ("used_mean_ratio_6m", RiskDirection.None, b => b.Bill.Average() / b.Limit),
        ("used_change_ratio_6m", RiskDirection.None, b => (b.Bill[0] - b.Bill[^1]) / b.Limit),
        ("used_change_ratio_1m", RiskDirection.None, b => (b.Bill[0] - b.Bill[1]) / b.Limit),
        ("paid_sum_limit_ratio_6m", RiskDirection.Falls, b => b.Paid.Sum() / b.Limit),
        ("paid_sum_bill_ratio_6m", RiskDirection.Falls, b => b.Bill.Sum() > 0 ? b.Paid.Sum() / b.Bill.Sum() : float.NaN),
        ("paid_min_value_6m", RiskDirection.Falls, b => b.Paid.Min()),
        ("unpaid_count_6m", RiskDirection.None, b => b.Paid.Count(paid => paid == 0)),
        ("months_late_recent_6m", RiskDirection.Rises, b => b.Status.Select((status, m) => Math.Max(status, 0) / (1 << m)).Sum()),
        ("months_late_change_3m", RiskDirection.None, b => Math.Max(b.Status[0], 0) - b.Status[1..4].Average(status => Math.Max(status, 0))),
        ("months_late_run_now", RiskDirection.Rises, b => b.Status.TakeWhile(status => status > 0).Count()),
        ("status_sum_6m", RiskDirection.None, b => b.Status.Sum()),
        ("status_sum_3m", RiskDirection.None, b => b.Status[..3].Sum()),
        ("revolving_count_6m", RiskDirection.None, b => b.Status.Count(status => status == 0)),
        ("unused_count_6m", RiskDirection.None, b => b.Status.Count(status => status == -2)),
        ("no_bill_count_6m", RiskDirection.None, b => b.Bill.Count(bill => bill <= 0)),
        ("spent_ratio_1m", RiskDirection.None, b => (b.Bill[0] - b.Bill[1] + b.Paid[0]) / b.Limit),
        ("spent_mean_ratio_5m", RiskDirection.None, b => (b.Bill[0] - b.Bill[^1] + b.Paid[..5].Sum()) / (5 * b.Limit)),
        ("used_sd_ratio_6m", RiskDirection.None, b => Deviation(b.Bill) / b.Limit),
        ("used_max_ratio_6m", RiskDirection.None, b => b.Bill.Max() / b.Limit),
        ("used_min_ratio_6m", RiskDirection.None, b => b.Bill.Min() / b.Limit),
        ("owed_ratio_now", RiskDirection.None, b => (b.Bill[0] - b.Paid[0]) / b.Limit),
        ("unused_limit_value_now", RiskDirection.None, b => b.Limit - b.Bill[0]),
        ("paid_sd_ratio_6m", RiskDirection.None, b => Deviation(b.Paid) / b.Limit),
        ("paid_p50_limit_ratio_6m", RiskDirection.Falls, b => b.Paid.Order().Skip(2).Take(2).Average() / b.Limit),
        ("paid_sum_limit_ratio_3m", RiskDirection.Falls, b => b.Paid[..3].Sum() / b.Limit),
        ("paid_sum_bill_ratio_3m", RiskDirection.Falls, b => Math.Clamp(b.Paid[..3].Sum() / Math.Max(b.Bill[1..4].Sum(), 1), 0, 5)),
        ("paid_change_ratio_1m", RiskDirection.None, b => b.Paid[0] / Math.Max(b.Paid[1..].Average(), 1)),
        ("paid_little_count_5m", RiskDirection.None, b => Enumerable.Range(1, 5).Count(m => b.Bill[m] > 0 && b.Paid[m - 1] < b.Bill[m] / 10)),
    ];

    /// <exception cref="FormatException">A line is not as documented; the message names the line.</exception>
    public static (TrainingTable Train, TrainingTable Test) Read(string csv, IEnumerable<string> testIds)
    {
        var borrowers = csv.Split('\n').Skip(1).Where(line => line.Length > 0).Select((line, index) => Borrower.Read(line, index + 2)).ToArray();
        var tests = testIds.Select(line => line.Trim()).Where(id => id.Length > 0).ToHashSet(StringComparer.Ordinal);
        return (Table([.. borrowers.Where(one => !tests.Contains(one.Id))]), Table([.. borrowers.Where(one => tests.Contains(one.Id))]));
    }

    private static TrainingTable Table(Borrower[] borrowers) => new(
        new([.. Columns.Select(column => column.Name)], [.. Columns.Select(column => borrowers.Select(column.Value).ToArray())]),
        [.. Columns.Select(column => new ModelFeature(column.Name, column.Direction, "number", string.Empty, IsReason: false))],
        [.. borrowers.Select(one => one.Defaults)],
        [.. borrowers.Select(one => one.Id)],
        [.. borrowers.Select(_ => AsOf)]);

    private static float Deviation(float[] values)
    {
        var mean = values.Average(value => (double)value);
        return (float)Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
    }

    private static IEnumerable<(string Name, RiskDirection Direction, Func<Borrower, float> Value)> Each(
        string name, RiskDirection direction, Func<Borrower, int, float> value) =>
        Enumerable.Range(0, Months).Select<int, (string, RiskDirection, Func<Borrower, float>)>(
            month => ($"{name}_{month + 1}m", direction, borrower => value(borrower, month)));

    private sealed record Borrower(string Id, float Limit, float[] Status, float[] Bill, float[] Paid, bool Defaults)
    {
        public static Borrower Read(string line, int number)
        {
            var cells = line.Trim().Split(',');
            if (cells.Length != 25)
            {
                throw new FormatException($"UCI_Credit_Card.csv, line {number}: {cells.Length} values; 25 are expected.");
            }

            float Number(int place) => float.TryParse(cells[place], NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
                ? value
                : throw new FormatException($"UCI_Credit_Card.csv, line {number}, column {place + 1}: '{cells[place]}'; a number is expected.");
            float[] Six(int from) => [.. Enumerable.Range(from, Months).Select(Number)];
            return new(cells[0], Number(1), Six(6), Six(12), Six(18), Number(24) == 1);
        }
    }
}
