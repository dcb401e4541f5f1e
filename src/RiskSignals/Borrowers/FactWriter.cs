namespace RiskSignals.Borrowers;

/// <summary>Takes the fields of one row in column order, whatever the row goes to (a file, a table).</summary>
public abstract class FactWriter
{
    public abstract void Text(string? value);

    public abstract void Day(DateOnly? value);

    public abstract void Instant(Instant value);

    public abstract void Whole(long? value);

    public abstract void Flag(bool value);

    public void Code<T>(T value)
        where T : struct, Enum => Text(Codes<T>.Word(value));

    public void Money(Money? value) => Whole(value?.MinorUnits);
}
