using RiskSignals.Borrowers;

namespace RiskSignals.Storage;

/// <summary>Writes rows into one table in bulk: <see cref="Begin"/>, one call a column in their order, <see cref="End"/>.</summary>
internal abstract class RowWriter : FactWriter, IDisposable
{
    public abstract void Begin();

    public abstract void Number(double? value);

    public abstract void Bytes(byte[]? value);

    public abstract void End();

    /// <summary>Hands the rows over to the transaction.</summary>
    /// <returns>Rows written; those left out because their key was there already don't count.</returns>
    public abstract long Complete();

    public abstract void Dispose();

    public sealed override void Instant(Instant value) => Whole(value.UnixSeconds);
}
