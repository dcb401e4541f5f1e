namespace RiskSignals.Simulation;

/// <summary>A simulated lender: how many borrowers, over which period, and with which habits. Shares run from 0 to 1.</summary>
/// <param name="Borrowers">Number of borrowers; a larger one adds borrowers and leaves the earlier ones as they are.</param>
/// <param name="Months">Months from <see cref="StartOn"/>; a larger one adds facts known later and leaves the earlier ones.</param>
/// <param name="Seed">Same seed and parameters, same bytes.</param>
public sealed record SimulationParameters(int Borrowers = 2000, int Months = 18, ulong Seed = 1)
{
    /// <summary>First day of the lender's book. Bank feeds reach 90 days further back.</summary>
    public DateOnly StartOn { get; init; } = new(2024, 1, 1);

    /// <summary>First day after the simulated period.</summary>
    public DateOnly EndOnExcl => StartOn.AddMonths(Months);

    /// <summary>Facts learnt before this day are lived but not written, as a feed that goes on from an earlier import; null writes all.</summary>
    public DateOnly? KnownFrom { get; init; }

    /// <summary>ISO 4217 code of all amounts.</summary>
    public string Currency { get; init; } = "GBP";

    /// <summary>Rule-pack code of all borrowers.</summary>
    public string Jurisdiction { get; init; } = "UK";

    /// <summary>IANA name of all borrowers' time zone.</summary>
    public string TimeZone { get; init; } = "Europe/London";

    /// <summary>Shares of the personas.</summary>
    public PersonaShares Personas { get; init; } = new();

    /// <summary>Share of borrowers who never share a bank account.</summary>
    public double NoBankDataShare { get; init; } = 0.12;

    /// <summary>Share of pairs of neighbouring borrowers that are one household.</summary>
    public double HouseholdShare { get; init; } = 0.06;

    /// <summary>Share of card purchases that show as pending first.</summary>
    public double PendingShare { get; init; } = 0.35;

    /// <summary>Share of bank transactions learnt 1 to 3 days after they were booked.</summary>
    public double LateShare { get; init; } = 0.10;

    /// <summary>Share of bank transactions that arrive without a category.</summary>
    public double UncategorisedShare { get; init; } = 0.05;

    /// <summary>Share of bank transactions that arrive in a wrong category.</summary>
    public double MiscategorisedShare { get; init; } = 0.015;

    /// <summary>Share of bank transactions sent once more days later: half corrected, half unchanged.</summary>
    public double ResentShare { get; init; } = 0.008;

    /// <summary>Share of consents not renewed when they expire.</summary>
    public double ConsentLapseShare { get; init; } = 0.12;

    /// <summary>Factor on the rate of all shocks; 1 is an ordinary year.</summary>
    public double ShockScale { get; init; } = 1;

    /// <summary>Share of arrears that the lender's own practice contacts, decisions aside.</summary>
    public double PracticeShare { get; init; } = 0.80;

    /// <summary>Refuses parameters that make no lender, all faults in one message.</summary>
    /// <exception cref="ArgumentException">Something is out of bounds.</exception>
    public void Check()
    {
        var faults = new List<string>();
        Require(Borrowers is >= 1 and <= 9_999_999, nameof(Borrowers), Borrowers, "1 to 9,999,999", faults);
        Require(Months is >= 1 and <= 240, nameof(Months), Months, "1 to 240", faults);
        Require(Currency.Length == 3, nameof(Currency), Currency, "a three-letter ISO 4217 code", faults);
        Require(Jurisdiction.Length > 0, nameof(Jurisdiction), Jurisdiction, "a rule-pack code such as UK", faults);
        Require(TimeZone.Length > 0, nameof(TimeZone), TimeZone, "an IANA name such as Europe/London", faults);
        Require(ShockScale is >= 0 and <= 20, nameof(ShockScale), ShockScale, "0 to 20", faults);
        foreach (var (name, share) in Shares())
        {
            Require(share is >= 0 and <= 1, name, share, "a share from 0 to 1", faults);
        }

        var sum = Personas.InOrder.Sum();
        Require(Math.Abs(sum - 1) < 1e-9, nameof(Personas), sum, "shares that add up to 1", faults);
        if (faults.Count > 0)
        {
            throw new ArgumentException($"The simulation can't run: {string.Join("; ", faults)}.");
        }
    }

    private static void Require(bool holds, string name, object value, string expected, List<string> faults)
    {
        if (!holds)
        {
            faults.Add(FormattableString.Invariant($"{name} is {value}, expected {expected}"));
        }
    }

    private IEnumerable<(string Name, double Share)> Shares()
    {
        yield return (nameof(NoBankDataShare), NoBankDataShare);
        yield return (nameof(HouseholdShare), HouseholdShare);
        yield return (nameof(PendingShare), PendingShare);
        yield return (nameof(LateShare), LateShare);
        yield return (nameof(UncategorisedShare), UncategorisedShare);
        yield return (nameof(MiscategorisedShare), MiscategorisedShare);
        yield return (nameof(ResentShare), ResentShare);
        yield return (nameof(ConsentLapseShare), ConsentLapseShare);
        yield return (nameof(PracticeShare), PracticeShare);
        foreach (var (persona, share) in Enum.GetValues<Persona>().Zip(Personas.InOrder))
        {
            yield return ($"{nameof(Personas)}.{persona}", share);
        }
    }
}
