using System.Globalization;
using System.Text;

namespace RiskSignals.Borrowers;

/// <summary>Writes facts as rows of CSV text (RFC 4180, comma, quotes only where needed, line feed).</summary>
public sealed class TextFactWriter(StringBuilder target) : FactWriter
{
    private static readonly System.Buffers.SearchValues<char> NeedsQuotes = System.Buffers.SearchValues.Create(",\"\r\n");

    private bool first = true;

    /// <summary>The header line of a kind's file.</summary>
    public static string Header(FactKind kind) => string.Join(',', kind.Fields.Select(field => field.Name)) + "\n";

    /// <summary>Appends one row, line feed included.</summary>
    public void Row(FactKind kind, Fact fact)
    {
        first = true;
        kind.Write(fact, this);
        target.Append('\n');
    }

    public override void Text(string? value)
    {
        Next();
        if (value.AsSpan().ContainsAny(NeedsQuotes))
        {
            target.Append('"').Append(value!.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
        }
        else
        {
            target.Append(value);
        }
    }

    public override void Day(DateOnly? value)
    {
        Next();
        if (value is { } day)
        {
            target.Append(CultureInfo.InvariantCulture, $"{day:yyyy-MM-dd}");
        }
    }

    public override void Instant(Instant value)
    {
        Next();
        target.Append(value.ToString());
    }

    public override void Whole(long? value)
    {
        Next();
        if (value is { } number)
        {
            target.Append(CultureInfo.InvariantCulture, $"{number}");
        }
    }

    public override void Flag(bool value)
    {
        Next();
        target.Append(value ? "true" : "false");
    }

    private void Next()
    {
        if (!first)
        {
            target.Append(',');
        }

        first = false;
    }
}
