using System.Globalization;
using System.Reflection;
using RiskSignals.Borrowers;
using RiskSignals.Features;

namespace RiskSignals.Tests.Features;

/// <summary>
/// Feature definitions as a text table: a line names the facts, the feature and its value, and says why; the first line is a heading.
/// Declare one as a static property of any class of this assembly:
/// <code>
/// public static FeatureTable Late { get; } = new("""
///     facts                   | feature                  | value           | why
///     paid -4 1000; paid -1 1 | repayment_late_count_90d | 1               | one came after its due date
///                             | repayment_late_count_90d | too_little_data | a young loan has no window of 90 days
///     """, given: "loan -40 20000; due -10..+300/30 1000");
/// </code>
/// A line that ends in ';' goes on in the next. <see cref="FeatureTableTests"/> finds the table, runs every line, and fails for an attribute
/// of the catalogue that no line names. The facts are written as <see cref="HistoryText"/> says; <c>given</c> stands before those of every
/// line. A value is a number, a quotient such as 11/30, or the cause of a missing value in lower snake_case. Money is in minor units in the
/// facts and in whole units in the value.
/// </summary>
internal sealed class FeatureTable(string table, string given = "", string loanId = HistoryText.LoanId)
{
    /// <summary>All tables of this assembly, by the class and property that declare them.</summary>
    public static IReadOnlyList<(string Name, FeatureTable Table)> Declared { get; } =
    [
        .. from type in typeof(FeatureTable).Assembly.GetTypes()
           from property in type.GetProperties(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
           where property.PropertyType == typeof(FeatureTable)
           orderby type.Name, property.Name
           select ($"{type.Name}.{property.Name}", (FeatureTable)property.GetValue(null)!),
    ];

    /// <summary>The lines below the heading.</summary>
    public IReadOnlyList<FeatureTableLine> Lines { get; } = [.. Read(table)];

    /// <summary>What is wrong with a line; null if its feature has its value.</summary>
    public string? Fault(FeatureTableLine line)
    {
        var row = FeatureCatalog.Compute(HistoryText.Read($"{given}; {line.Facts}"), loanId);
        var (value, cause) = (row[line.Feature], row.Cause(line.Feature));
        var isRight = TryNumber(line.Value, out var expected)
            ? Math.Abs(value - expected) <= 1e-6 * Math.Max(1, Math.Abs(expected))
            : Codes<MissingCause>.TryParse(line.Value, out var because) ? cause == because
            : throw new FormatException($"'{line.Value}' is neither a number nor a cause ({string.Join(", ", Codes<MissingCause>.Words)}).");
        return isRight ? null : $"{line.Feature} is {value} ({cause}), not {line.Value}: {line.Why}; facts: {line.Facts}";
    }

    private static IEnumerable<FeatureTableLine> Read(string table)
    {
        var whole = table.Replace(";\n", "; ", StringComparison.Ordinal);
        foreach (var line in whole.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1))
        {
            var cells = line.Split('|', StringSplitOptions.TrimEntries);
            yield return cells.Length == 4 && cells[3].Length > 0
                ? new FeatureTableLine(cells[0], cells[1], cells[2], cells[3])
                : throw new FormatException($"The line '{line}' needs 4 cells, facts | feature | value | why, and a reason in the last.");
        }
    }

    private static bool TryNumber(string text, out double number)
    {
        var parts = text.Split('/');
        var divisor = 1.0;
        return double.TryParse(parts[0], CultureInfo.InvariantCulture, out number)
            && (parts.Length == 1 || double.TryParse(parts[1], CultureInfo.InvariantCulture, out divisor))
            && double.IsFinite(number /= divisor);
    }
}

/// <summary>One line of a <see cref="FeatureTable"/>.</summary>
internal sealed record FeatureTableLine(string Facts, string Feature, string Value, string Why);
