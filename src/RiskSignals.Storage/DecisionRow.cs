namespace RiskSignals.Storage;

/// <summary>A treatment decided for a loan, with the full record of how.</summary>
public sealed record DecisionRow
{
    public required string BorrowerId { get; init; }

    public required string DecisionId { get; init; }

    public required string LoanId { get; init; }

    public required DateOnly DecidedOn { get; init; }

    /// <summary>A borrower has one decision a day and slot.</summary>
    public required string Slot { get; init; }

    /// <summary>Id of the treatment; doing nothing is one.</summary>
    public required string Treatment { get; init; }

    /// <summary>The channel of the contact it reserves; null if it asks for none.</summary>
    public string? Channel { get; init; }

    /// <summary>The day the contact is reserved for; null if it asks for none.</summary>
    public DateOnly? ContactOn { get; init; }

    /// <summary>State of the reserved contact, as <see cref="ContactState"/> names it; null if it asks for none.</summary>
    public string? ContactState { get; init; }

    public string? RunId { get; init; }

    /// <summary>Candidates, rules, propensity and the rest, as JSON.</summary>
    public required string Record { get; init; }
}

/// <summary>How far a reserved contact has come. All but a released one count towards contact limits.</summary>
public static class ContactState
{
    public const string Reserved = "reserved";

    public const string Sent = "sent";

    public const string Confirmed = "confirmed";

    /// <summary>Whether it was sent can't be told; it is looked up, never sent again blindly.</summary>
    public const string Unknown = "unknown";

    /// <summary>Given up before it was sent.</summary>
    public const string Released = "released";
}
