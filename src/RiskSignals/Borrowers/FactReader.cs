namespace RiskSignals.Borrowers;

/// <summary>Hands out the fields of one row in column order, whatever the row came from (a file, a table).</summary>
public abstract class FactReader
{
    public abstract string Text();

    public abstract string? TextOrNull();

    public abstract T Code<T>()
        where T : struct, Enum;

    public abstract DateOnly Day();

    public abstract DateOnly? DayOrNull();

    public abstract Instant Instant();

    public abstract long Whole();

    public abstract long? WholeOrNull();

    public abstract bool Flag();

    public Money Money() => new(Whole());

    public Money? MoneyOrNull() => WholeOrNull() is { } units ? new Money(units) : null;
}
