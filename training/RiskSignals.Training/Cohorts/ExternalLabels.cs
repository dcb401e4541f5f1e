using System.Globalization;

namespace RiskSignals.Training.Cohorts;

/// <summary>Labels from outside: one outcome a loan and day, read from a CSV with the columns loan_id, as_of and label.</summary>
public sealed class ExternalLabels
{
    private const string Header = "loan_id,as_of,label";

    private readonly Dictionary<string, List<(DateOnly AsOf, bool Outcome)>> byLoan;

    private ExternalLabels(Dictionary<string, List<(DateOnly AsOf, bool Outcome)>> byLoan) => this.byLoan = byLoan;

    /// <summary>Number of labels.</summary>
    public int Count => byLoan.Values.Sum(labels => labels.Count);

    /// <summary>Reads the lines of such a file.</summary>
    /// <exception cref="FormatException">A line doesn't fit or repeats a loan and day; the message names the line.</exception>
    public static ExternalLabels Parse(IEnumerable<string> lines)
    {
        var byLoan = new Dictionary<string, List<(DateOnly AsOf, bool Outcome)>>(StringComparer.Ordinal);
        var number = 0;
        foreach (var line in lines)
        {
            if (++number == 1)
            {
                if (line.TrimStart('\uFEFF') != Header)
                {
                    throw new FormatException($"Labels, line 1 is '{line}'; expected '{Header}'.");
                }

                continue;
            }

            if (line.Split(',') is not [var loan, var day, ("0" or "1") and var label]
                || loan.Length == 0
                || !DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var asOf))
            {
                throw new FormatException($"Labels, line {number} is '{line}'; expected a loan id, a day as 2024-03-31, and 0 or 1.");
            }

            var labels = byLoan.TryGetValue(loan, out var found) ? found : byLoan[loan] = [];
            if (labels.Exists(other => other.AsOf == asOf))
            {
                throw new FormatException($"Labels, line {number} repeats loan {loan} as of {day}; give one label a loan and day.");
            }

            labels.Add((asOf, label == "1"));
        }

        return new(byLoan);
    }

    /// <summary>The labels of a loan, by day.</summary>
    public IEnumerable<(DateOnly AsOf, bool Outcome)> Of(string loanId) =>
        byLoan.TryGetValue(loanId, out var labels) ? labels.OrderBy(label => label.AsOf) : [];
}
