namespace RiskSignals.Training.Validation;

/// <summary>
/// Groups of borrowers by protected attributes, given from outside for the fairness table alone. They are read after the model is made, lie in no
/// training table, and reach no bundle.
/// </summary>
public sealed class AuditGroups
{
    /// <summary>The header of the file.</summary>
    public const string Header = "borrower_id,attribute,group";

    /// <summary>An attribute with more groups than this is an id or a number, not an attribute.</summary>
    public const int GroupsMax = 50;

    private readonly SortedDictionary<string, Dictionary<string, string>> groups;

    private AuditGroups(SortedDictionary<string, Dictionary<string, string>> groups) => this.groups = groups;

    /// <summary>The attributes, in order of their names.</summary>
    public IEnumerable<string> Attributes => groups.Keys;

    /// <summary>The group of a borrower, or null if it isn't known.</summary>
    public string? Of(string attribute, string borrowerId) => groups[attribute].GetValueOrDefault(borrowerId);

    /// <summary>Refuses groups that say nothing of the rows to be tested.</summary>
    /// <exception cref="ArgumentException">No borrower of the rows is in the file.</exception>
    internal void RequireSome(IReadOnlyList<string> borrowerIds)
    {
        if (!groups.Values.Any(ofAttribute => borrowerIds.Any(ofAttribute.ContainsKey)))
        {
            throw new ArgumentException(
                $"The audit file names '{groups.Values.First().Keys.First()}' and others, and none of the borrowers of the test rows, such as " +
                $"'{borrowerIds[0]}'; give the ids that the facts have.");
        }
    }

    /// <summary>Reads a CSV file of borrower, attribute and group; quotes aren't known.</summary>
    /// <param name="lines">The header first.</param>
    /// <exception cref="FormatException">A line is malformed or says something else than an earlier one; the message has its number.</exception>
    public static AuditGroups Parse(IEnumerable<string> lines)
    {
        var groups = new SortedDictionary<string, Dictionary<string, string>>(StringComparer.Ordinal);
        var number = 0;
        foreach (var line in lines)
        {
            number++;
            if (number == 1)
            {
                if (line.Trim().TrimStart('\uFEFF') != Header)
                {
                    throw new FormatException($"The audit file begins with '{line}'; '{Header}' is expected.");
                }

                continue;
            }

            if (line.Length == 0)
            {
                continue;
            }

            string[] cells = [.. line.Split(',').Select(cell => cell.Trim())];
            if (cells.Length != 3 || cells.Any(cell => cell.Length is 0 or > 128))
            {
                throw new FormatException($"The audit file, line {number}, is '{line}'; a borrower, an attribute and a group are expected.");
            }

            if (!groups.TryGetValue(cells[1], out var ofAttribute))
            {
                groups[cells[1]] = ofAttribute = new(StringComparer.Ordinal);
            }

            if (!ofAttribute.TryAdd(cells[0], cells[2]) && ofAttribute[cells[0]] != cells[2])
            {
                throw new FormatException(
                    $"The audit file, line {number}, puts borrower '{cells[0]}' into group '{cells[2]}' of {cells[1]}, an earlier line into " +
                    $"'{ofAttribute[cells[0]]}'; keep one.");
            }
        }

        if (groups.Count == 0)
        {
            throw new FormatException($"The audit file holds no group; lines of {Header} are expected.");
        }

        foreach (var (attribute, ofAttribute) in groups)
        {
            var count = ofAttribute.Values.Distinct(StringComparer.Ordinal).Count();
            if (count > GroupsMax)
            {
                throw new FormatException($"The audit file has {count} groups of {attribute}, at most {GroupsMax} can be compared; put them into ranges.");
            }
        }

        return new(groups);
    }
}
