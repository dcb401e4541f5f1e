using System.Globalization;
using RiskSignals.Borrowers;

namespace RiskSignals.Simulation;

/// <summary>
/// Decisions to apply, as a CSV file with the columns borrower_id, loan_id, decided_on, treatment, decision_id, and after them tone and hour if
/// they are given. An empty tone stands for neutral, an empty hour for one of the office's.
/// </summary>
public static class DecisionFile
{
    private static readonly string[] Columns = ["borrower_id", "loan_id", "decided_on", "treatment", "decision_id"];

    private static readonly string[] Forms = ["tone", "hour"];

    /// <summary>Reads all decisions of a file.</summary>
    /// <exception cref="FormatException">Rows that hold no decision, up to ten of them, each with its line, value and what is expected.</exception>
    public static IReadOnlyList<SimulatedDecision> Read(string path)
    {
        var decisions = new List<SimulatedDecision>();
        var faults = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var number = 0;
        var header = Columns;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (number == 1)
            {
                header = line.Split(',');
                if (!header.Take(Columns.Length).SequenceEqual(Columns)
                    || header.Skip(Columns.Length).Except(Forms).Any() || header.Distinct().Count() < header.Length)
                {
                    throw new FormatException(
                        $"{path}, line 1 is '{line}'; expected the header {string.Join(',', Columns)}, and after it {string.Join(" and ", Forms)} or neither.");
                }
            }
            else if (line.Length > 0 && Fault(line.Split(','), header, seen, decisions) is { } fault)
            {
                faults.Add($"{path}, line {number}: {fault}");
            }
        }

        return faults.Count == 0 ? decisions : throw new FormatException(string.Join('\n', faults.Take(10)));
    }

    /// <summary>Adds the decision of a row, or says what is wrong with it.</summary>
    private static string? Fault(string[] values, string[] header, HashSet<string> seen, List<SimulatedDecision> decisions)
    {
        if (values.Length != header.Length)
        {
            return $"{values.Length} values; expected {header.Length}, without quotes.";
        }

        if (values.Take(Columns.Length).Any(value => value.Length == 0))
        {
            return "an empty value; expected text in every column.";
        }

        if (!DateOnly.TryParseExact(values[2], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return $"decided_on is '{values[2]}'; expected a day as 2024-03-31.";
        }

        if (!Codes<Treatment>.TryParse(values[3], out var treatment))
        {
            return $"treatment is '{values[3]}'; expected one of {string.Join(", ", Codes<Treatment>.Words)}.";
        }

        var (tone, hour) = (Tone.Neutral, (int?)null);
        if (Optional("tone") is { } toneWord && !Codes<Tone>.TryParse(toneWord, out tone))
        {
            return $"tone is '{toneWord}'; expected one of {string.Join(", ", Codes<Tone>.Words)}, or nothing.";
        }

        if (Optional("hour") is { } hourText)
        {
            if (!int.TryParse(hourText, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > 23)
            {
                return $"hour is '{hourText}'; expected a whole number from 0 to 23, or nothing.";
            }

            hour = number;
        }

        if (!seen.Add(values[4]))
        {
            return $"decision_id '{values[4]}' stands on an earlier line; expected one row a decision.";
        }

        decisions.Add(new(values[0], values[1], day, treatment, values[4], tone, hour));
        return null;

        string? Optional(string column) => Array.IndexOf(header, column) is var at and >= 0 && values[at].Length > 0 ? values[at] : null;
    }
}
