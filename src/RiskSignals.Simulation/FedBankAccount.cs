using RiskSignals.Borrowers;

namespace RiskSignals.Simulation;

/// <summary>One of a borrower's bank accounts, as a feed may come to read it. Holds plain values only.</summary>
internal sealed record FedBankAccount(string Id, BankAccountKind Kind, long? Overdraft, int Style, int CardEnd, bool IsShared)
{
    /// <summary>Whether its existence was told.</summary>
    public bool IsTold { get; set; }

    public bool IsClosed { get; set; }

    /// <summary>Whether a consent holds today.</summary>
    public bool IsRead { get; set; }

    /// <summary>Day of a first consent apart from the renewal of the others; null if it waits for that.</summary>
    public DateOnly? LinksOn { get; set; }
}
