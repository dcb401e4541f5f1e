using System.Globalization;
using RiskSignals.Borrowers;

namespace RiskSignals.Simulation;

/// <summary>Decisions to apply, as a CSV file with the columns borrower_id, loan_id, decided_on, treatment, decision_id.</summary>
public static class DecisionFile
{
    private static readonly string[] Columns = ["borrower_id", "loan_id", "decided_on", "treatment", "decision_id"];

    /// <summary>Reads all decisions of a file.</summary>
    /// <exception cref="FormatException">Rows that hold no decision, up to ten of them, each with its line, value and what is expected.</exception>
    public static IReadOnlyList<SimulatedDecision> Read(string path)
    {
        var decisions = new List<SimulatedDecision>();
        var faults = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (number == 1)
            {
                if (line != string.Join(',', Columns))
                {
                    throw new FormatException($"{path}, line 1 is '{line}'; expected the header {string.Join(',', Columns)}.");
                }
            }
            else if (line.Length > 0 && Fault(line.Split(','), seen, decisions) is { } fault)
            {
                faults.Add($"{path}, line {number}: {fault}");
            }
        }

        return faults.Count == 0 ? decisions : throw new FormatException(string.Join('\n', faults.Take(10)));
    }

    /// <summary>Adds the decision of a row, or says what is wrong with it.</summary>
    private static string? Fault(string[] values, HashSet<string> seen, List<SimulatedDecision> decisions)
    {
        if (values.Length != Columns.Length)
        {
            return $"{values.Length} values; expected {Columns.Length}, without quotes.";
        }

        if (values.Any(value => value.Length == 0))
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

        if (!seen.Add(values[4]))
        {
            return $"decision_id '{values[4]}' stands on an earlier line; expected one row a decision.";
        }

        decisions.Add(new(values[0], values[1], day, treatment, values[4]));
        return null;
    }
}
