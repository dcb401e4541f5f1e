using RiskSignals.Borrowers;

namespace RiskSignals.Storage;

/// <summary>One kind's CSV file: a header that names the columns in any order, then a row a line.</summary>
internal sealed class FactFile
{
    private const char Undecodable = '\uFFFD';

    private readonly FactKind kind;

    private readonly LineReader lines;

    private readonly List<string> cells = [];

    private readonly string[] values;

    /// <summary>Of each column of the kind, its place in the file; −1 for an optional column the file doesn't have.</summary>
    private readonly int[] places;

    private readonly int width;

    public FactFile(FactKind kind, LineReader lines)
    {
        (this.kind, this.lines) = (kind, lines);
        values = new string[kind.Fields.Count];
        var header = lines.Read() ?? "";
        var broken = CsvLine.Split(header, cells);
        places = [.. kind.Fields.Select(field => cells.IndexOf(field.Name))];
        width = cells.Count;
        HeaderFault = broken is not null ? Fault("header", header, broken) : FaultOfHeader();
    }

    public string Name => kind.Name + ".csv";

    /// <summary>Why the file can't be read; null if it can.</summary>
    public RefusedRow? HeaderFault { get; }

    /// <summary>Reads the next rows.</summary>
    /// <param name="facts">Cleared, then filled with the rows that are facts.</param>
    /// <param name="numbers">Cleared, then filled with the line of each fact.</param>
    /// <param name="faults">Cleared, then filled with the rows that are not.</param>
    /// <returns>Whether there may be more.</returns>
    public bool Read(int most, List<Fact> facts, List<long> numbers, List<RefusedRow> faults)
    {
        facts.Clear();
        numbers.Clear();
        faults.Clear();
        while (facts.Count + faults.Count < most)
        {
            if (lines.Read() is not { } line)
            {
                return false;
            }

            if (line.Length == 0)
            {
                continue;
            }

            if (FaultOfRow(line) is { } fault)
            {
                faults.Add(fault);
                continue;
            }

            try
            {
                facts.Add(TextFactReader.Read(kind, values));
                numbers.Add(lines.Number);
            }
            catch (FactRefusedException exception)
            {
                faults.Add(Fault(exception.Field, exception.Value, exception.Expected));
            }
        }

        return true;
    }

    private RefusedRow? FaultOfHeader()
    {
        var names = string.Join(", ", kind.Fields.Select(field => field.Name));
        for (var i = 0; i < places.Length; i++)
        {
            if (places[i] < 0 && !kind.Fields[i].Optional)
            {
                return Fault("header", "", $"a column {kind.Fields[i].Name} among {names}");
            }
        }

        foreach (var cell in cells)
        {
            if (kind.Fields.All(field => field.Name != cell))
            {
                return Fault("header", cell, $"only columns among {names}");
            }

            if (cells.Count(other => other == cell) > 1)
            {
                return Fault("header", cell, "each column once");
            }
        }

        return null;
    }

    private RefusedRow? FaultOfRow(string line)
    {
        if (lines.IsCut)
        {
            return Fault("row", line, $"at most {LineReader.LengthMax} characters");
        }

        if (CsvLine.Split(line, cells) is { } broken)
        {
            return Fault("row", line, broken);
        }

        if (cells.Count != width)
        {
            return Fault("row", $"{cells.Count} fields", $"{width} fields as in the header");
        }

        for (var i = 0; i < places.Length; i++)
        {
            values[i] = places[i] < 0 ? "" : cells[places[i]];
            if (values[i].Contains(Undecodable))
            {
                return Fault(kind.Fields[i].Name, values[i], "UTF-8 text");
            }
        }

        return null;
    }

    private RefusedRow Fault(string column, string value, string expected) =>
        new(Name, lines.Number, column, value.Length <= 80 ? value : value[..80] + "…", expected);
}
