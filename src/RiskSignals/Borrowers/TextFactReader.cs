using System.Globalization;

namespace RiskSignals.Borrowers;

/// <summary>Reads a fact from one text a column, as a CSV row holds them; every value is checked against its column.</summary>
public sealed class TextFactReader : FactReader
{
    private static readonly DateOnly EarliestDay = new(1900, 1, 1);

    private static readonly DateOnly LatestDay = new(2199, 12, 31);

    private readonly FactKind kind;

    private readonly IReadOnlyList<string> values;

    private int next;

    private TextFactReader(FactKind kind, IReadOnlyList<string> values) => (this.kind, this.values) = (kind, values);

    /// <summary>Turns one row into a fact.</summary>
    /// <param name="values">One text a column of <paramref name="kind"/>, in its order; empty stands for absent.</param>
    /// <exception cref="FactRefusedException">A value doesn't fit its column.</exception>
    public static Fact Read(FactKind kind, IReadOnlyList<string> values)
    {
        if (values.Count != kind.Fields.Count)
        {
            throw new FactRefusedException("row", $"{values.Count} values", $"{kind.Fields.Count} values, one a column");
        }

        return kind.Read(new TextFactReader(kind, values));
    }

    public override string Text() => TextOrNull() ?? throw Refused(kind.Fields[next - 1], "");

    public override string? TextOrNull()
    {
        var (field, value) = Take();
        if (value.Length > FactField.TextLengthMax || value.Any(char.IsControl))
        {
            throw Refused(field, value);
        }

        return value.Length > 0 ? value : field.Optional ? null : throw Refused(field, value);
    }

    public override T Code<T>()
    {
        var (field, value) = Take();
        return Codes<T>.TryParse(value, out var code) ? code : throw Refused(field, value);
    }

    public override DateOnly Day() => DayOrNull() ?? throw Refused(kind.Fields[next - 1], "");

    public override DateOnly? DayOrNull()
    {
        var (field, value) = Take();
        if (value.Length == 0 && field.Optional)
        {
            return null;
        }

        var read = DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day);
        return read && day >= EarliestDay && day <= LatestDay ? day : throw Refused(field, value);
    }

    public override Instant Instant()
    {
        var (field, value) = Take();
        return Borrowers.Instant.TryParse(value, out var instant) && instant.Day >= EarliestDay && instant.Day <= LatestDay
            ? instant
            : throw Refused(field, value);
    }

    public override long Whole() => WholeOrNull() ?? throw Refused(kind.Fields[next - 1], "");

    public override long? WholeOrNull()
    {
        var (field, value) = Take();
        if (value.Length == 0 && field.Optional)
        {
            return null;
        }

        var read = long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number);
        var most = field.Type == FactFieldType.Whole ? int.MaxValue : FactField.WholeMax;
        return read && number >= Math.Max(field.Least, -most) && number <= most ? number : throw Refused(field, value);
    }

    public override bool Flag()
    {
        var (field, value) = Take();
        return value switch
        {
            "true" => true,
            "false" => false,
            _ => throw Refused(field, value),
        };
    }

    private static FactRefusedException Refused(FactField field, string value) => new(field.Name, value, field.Expected);

    private (FactField Field, string Value) Take()
    {
        var field = kind.Fields[next];
        return (field, values[next++]);
    }
}
