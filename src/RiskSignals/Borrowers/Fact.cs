namespace RiskSignals.Borrowers;

/// <summary>Something known about one borrower: it happened on a day and was learnt at an instant.</summary>
/// <remarks>
/// Facts are never overwritten. A correction is a new fact with the same <see cref="Key"/> and a later <see cref="KnownOn"/>;
/// the view as of a day uses, of each key, the newest version known by the end of that day.
/// </remarks>
/// <param name="BorrowerId">The borrower the fact is about.</param>
/// <param name="KnownOn">When it was learnt.</param>
public abstract record Fact(string BorrowerId, Instant KnownOn)
{
    /// <summary>What identifies the fact among those of its kind; its versions share it.</summary>
    public abstract string Key { get; }

    /// <summary>The day it was true in the world.</summary>
    public abstract DateOnly HappenedOn { get; }
}
