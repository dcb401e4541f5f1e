using RiskSignals.Borrowers;

namespace RiskSignals.Simulation;

/// <summary>Why a feed has a bank transaction in no category or a wrong one.</summary>
public enum CategoryFault
{
    /// <summary>None was told.</summary>
    Missing,

    /// <summary>A slip, as likely for any row.</summary>
    Mistaken,

    /// <summary>The other side's name misleads, on every row of it.</summary>
    Misleading,

    /// <summary>A mapping that was broken on purpose; its row tells the category that an honest feed would have told.</summary>
    Mapping,
}

/// <summary>The category a bank transaction really belongs in, where the feed has it wrong or missing.</summary>
public sealed record TrueCategory(string BankTransactionId, BankCategory Category, CategoryFault Fault);

/// <summary>What can go wrong with a feed beyond single categories.</summary>
public enum FeedFaultKind
{
    /// <summary>The bank transaction is another one, told again under a new id.</summary>
    Duplicate,

    /// <summary>The posted bank transaction takes the place of a pending one that it doesn't name.</summary>
    Unlinked,

    /// <summary>Nothing arrives from the first day to the last; all of it does afterwards.</summary>
    OutageMadeGood,

    /// <summary>Nothing arrives from the first day to the last, and never will.</summary>
    OutageLost,

    /// <summary>The current account moves to another bank, payee by payee, until the old one is closed.</summary>
    Switched,
}

/// <summary>A fault of a feed, as it truly was.</summary>
/// <param name="Id">The bank transaction, or the bank account closed; null for outages.</param>
/// <param name="TrueId">The bank transaction meant, or the new bank account; null for outages.</param>
/// <param name="EndsOnExcl">First day after it; null for what is over at once.</param>
public sealed record FeedFault(FeedFaultKind Kind, DateOnly StartsOn, DateOnly? EndsOnExcl, string? Id = null, string? TrueId = null);
