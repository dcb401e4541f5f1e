using RiskSignals.Borrowers;

namespace RiskSignals.Storage;

/// <summary>Checks that a fact made in code fits its columns as strictly as one read from a file.</summary>
internal sealed class FactCheck : FactWriter
{
    private FactKind kind = FactKinds.Borrowers;

    private int next;

    /// <exception cref="FactRefusedException">A value doesn't fit its column.</exception>
    public void Check(Fact fact)
    {
        (kind, next) = (FactKinds.Of(fact), 0);
        kind.Write(fact, this);
    }

    public override void Text(string? value)
    {
        var field = kind.Fields[next++];
        if (string.IsNullOrEmpty(value) ? !field.Optional : value.Length > FactField.TextLengthMax || value.Any(char.IsControl) || !IsWhole(value))
        {
            throw new FactRefusedException(field.Name, value ?? "", field.Expected);
        }
    }

    public override void Day(DateOnly? value) => next++;

    public override void Instant(Instant value) => next++;

    public override void Flag(bool value) => next++;

    public override void Whole(long? value)
    {
        var field = kind.Fields[next++];
        var most = field.Type == FactFieldType.Whole ? int.MaxValue : FactField.WholeMax;
        if (value is { } number && (number < Math.Max(field.Least, -most) || number > most))
        {
            throw new FactRefusedException(field.Name, $"{number}", field.Expected);
        }
    }

    /// <summary>Half a surrogate pair can't be written as UTF-8.</summary>
    private static bool IsWhole(string value)
    {
        for (var i = 0; i < value.Length; i++)
        {
            if (char.IsHighSurrogate(value[i]) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(value[i]))
            {
                return false;
            }
        }

        return true;
    }
}
