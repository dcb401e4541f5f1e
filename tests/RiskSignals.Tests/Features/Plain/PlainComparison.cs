using System.Globalization;
using RiskSignals.Borrowers;
using RiskSignals.Features;

namespace RiskSignals.Tests.Features.Plain;

/// <summary>The rows of the catalogue beside those of the plain readings, over some borrowers.</summary>
internal sealed class PlainComparison
{
    private const double Tolerance = 1e-6;

    private readonly Dictionary<string, ColumnComparison> columns = FeatureCatalog.All.ToDictionary(feature => feature.Name, _ => new ColumnComparison());

    public int Rows { get; private set; }

    public ColumnComparison this[string name] => columns[name];

    public static PlainComparison Of(IEnumerable<int> numbers)
    {
        var comparison = new PlainComparison();
        foreach (var number in numbers)
        {
            comparison.Add(PlainCase.Of(number));
        }

        return comparison;
    }

    private void Add(PlainCase one)
    {
        var file = new BorrowerFile(one.Facts[0].BorrowerId, one.Facts);
        var row = FeatureCatalog.Compute(file.AsOf(one.AsOf), one.LoanId);
        var plain = new PlainBorrower(one.Facts, one.LoanId, one.AsOf);
        Rows++;
        foreach (var (name, column) in columns.Where(column => PlainColumns.All.ContainsKey(column.Key)))
        {
            column.Add(one, PlainColumns.All[name](plain), row[name], row.Cause(name), row.EvidenceCount(name));
        }
    }

    /// <summary>What was seen of one column.</summary>
    internal sealed class ColumnComparison
    {
        public List<string> Differences { get; } = [];

        public HashSet<float> Values { get; } = [];

        public HashSet<MissingCause> Causes { get; } = [];

        public int Finite { get; private set; }

        public override string ToString() => string.Create(
            CultureInfo.InvariantCulture, $"{Finite} rows with a value, {Values.Count} values, causes {string.Join(", ", Causes.Order())}");

        public void Add(PlainCase one, PlainValue plain, float value, MissingCause cause, int evidence)
        {
            Causes.Add(cause);
            if (!float.IsNaN(value))
            {
                Finite++;
                Values.Add(value);
            }

            var isSame = double.IsNaN(plain.Value)
                ? float.IsNaN(value) && cause == plain.Cause
                : Math.Abs(value - plain.Value) <= Tolerance * Math.Max(1, Math.Abs(plain.Value)) && (plain.Evidence ?? evidence) == evidence;
            if (!isSame)
            {
                Differences.Add(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{one.Name}, {one.LoanId} as of {one.AsOf:yyyy-MM-dd}: the plain reading gives {plain.Value} ({plain.Cause}, of {plain.Evidence}), ")
                    + string.Create(CultureInfo.InvariantCulture, $"the catalogue {value} ({cause}, of {evidence})"));
            }
        }
    }
}
