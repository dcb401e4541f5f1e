namespace RiskSignals.Borrowers;

/// <summary>Everything ever learnt about one loan, with all versions.</summary>
internal sealed class LoanFile
{
    private static readonly VersionedFacts<Instalment> NoInstalments = new([]);

    /// <summary>Instalments of each schedule version, by due date, then number.</summary>
    private readonly Dictionary<int, VersionedFacts<Instalment>> instalments;

    /// <summary>All versions of the contract, oldest first.</summary>
    private readonly Loan[] versions;

    public LoanFile(
        string loanId,
        VersionedFacts<Loan> contracts,
        VersionedFacts<ScheduleVersion> schedules,
        VersionedFacts<Instalment> instalments,
        VersionedFacts<Payment> payments,
        VersionedFacts<PaymentReversal> reversals,
        VersionedFacts<LoanEvent> events,
        VersionedFacts<LoanCharge> charges,
        VersionedFacts<LoanParty> parties)
    {
        LoanId = loanId;
        versions = contracts.Where(loan => loan.LoanId == loanId, (left, right) => left.KnownOn.CompareTo(right.KnownOn)).All.ToArray();
        Schedules = schedules.Where(version => version.LoanId == loanId, (left, right) => left.Version.CompareTo(right.Version));
        AllInstalments = instalments.Where(instalment => instalment.LoanId == loanId);
        this.instalments = AllInstalments.All.ToArray().Select(instalment => instalment.Version).Distinct()
            .ToDictionary(version => version, version => AllInstalments.Where(instalment => instalment.Version == version, ByDueDateAndNumber));
        Payments = payments.Where(payment => payment.LoanId == loanId);
        Reversals = reversals.Where(reversal => reversal.LoanId == loanId);
        Events = events.Where(loanEvent => loanEvent.LoanId == loanId);
        Charges = charges.Where(charge => charge.LoanId == loanId);
        Parties = parties.Where(party => party.LoanId == loanId);
    }

    public string LoanId { get; }

    /// <summary>By version.</summary>
    public VersionedFacts<ScheduleVersion> Schedules { get; }

    public VersionedFacts<Instalment> AllInstalments { get; }

    public VersionedFacts<Payment> Payments { get; }

    public VersionedFacts<PaymentReversal> Reversals { get; }

    public VersionedFacts<LoanEvent> Events { get; }

    public VersionedFacts<LoanCharge> Charges { get; }

    public VersionedFacts<LoanParty> Parties { get; }

    /// <summary>The versions of the contract known by a day, in force or not, oldest first.</summary>
    public ReadOnlySpan<Loan> VersionsKnownBy(DateOnly day)
    {
        var count = versions.Length;
        while (count > 0 && versions[count - 1].KnownOn.Day > day)
        {
            count--;
        }

        return versions.AsSpan(0, count);
    }

    /// <summary>The instalments of a schedule version, by due date, then number.</summary>
    public VersionedFacts<Instalment> Instalments(int version) => instalments.GetValueOrDefault(version, NoInstalments);

    private static int ByDueDateAndNumber(Instalment left, Instalment right) =>
        left.DueOn != right.DueOn ? left.DueOn.CompareTo(right.DueOn) : left.Number.CompareTo(right.Number);
}
