using System.Globalization;

namespace RiskSignals.Scoring;

/// <summary>
/// Who did what to which bundle, oldest first, and what follows from it: which bundle decides for each target, and which may come next.
/// It is never edited; what is asked for is refused or becomes one more line.
/// </summary>
public sealed class ModelLedger
{
    /// <summary>Who the host's own retraining is in the ledger; no person may take the name, and it may not approve.</summary>
    public const string Schedule = "schedule";

    /// <summary>Longest name of a person, and longest reason.</summary>
    public const int TextMax = 500;

    // The reason given on a line of a comparison.
    private const string Passed = "passed";
    private const string NotPassed = "not passed";

    private readonly Dictionary<(string Target, BundleRole Role), LedgerEntry> holders = [];

    // Of each target the champions of which none was rolled back, the present one on top.
    private readonly Dictionary<string, Stack<LedgerEntry>> champions = new(StringComparer.Ordinal);

    private ModelLedger(IReadOnlyList<LedgerEntry> entries) => Entries = entries;

    /// <summary>All lines, oldest first.</summary>
    public IReadOnlyList<LedgerEntry> Entries { get; }

    /// <summary>The newest line; null before the first.</summary>
    public LedgerEntry? Head => Entries.Count == 0 ? null : Entries[^1];

    /// <summary>Reads the lines and verifies the chain.</summary>
    /// <exception cref="FormatException">A line was changed, taken out or put in; the message names the first that doesn't fit.</exception>
    public static ModelLedger Read(IReadOnlyList<LedgerEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var ledger = new ModelLedger(entries);
        for (var i = 0; i < entries.Count; i++)
        {
            var entry = entries[i];
            if (entry.Number != i + 1 || entry.PreviousHash != (i == 0 ? "" : entries[i - 1].Hash) || entry.Hash != entry.ComputeHash())
            {
                throw new FormatException(
                    $"Line {i + 1} of the model ledger was changed, or one beside it is missing; restore the store from a backup and find out who.");
            }

            ledger.Follow(entry);
        }

        return ledger;
    }

    /// <summary>Whether two names are of one person: upper and lower case and spaces around don't tell people apart.</summary>
    public static bool IsSamePerson(string one, string other) => string.Equals(one?.Trim(), other?.Trim(), StringComparison.OrdinalIgnoreCase);

    /// <summary>The line since which a bundle has a role; null if none has it.</summary>
    public LedgerEntry? Holder(string target, BundleRole role) => holders.GetValueOrDefault((target, role));

    /// <summary>Every target for which a bundle has a role, and that role, since which line.</summary>
    public IEnumerable<LedgerEntry> Holders =>
        holders.OrderBy(one => one.Key.Target, StringComparer.Ordinal).ThenBy(one => one.Key.Role).Select(one => one.Value);

    /// <summary>The line by which a bundle came into the store; null if it didn't.</summary>
    public LedgerEntry? Registration(string bundleHash) => Entries.FirstOrDefault(one => Is(one, LedgerAct.Registered) && one.Done.BundleHash == bundleHash);

    /// <summary>As <see cref="Registration(string)"/>, by target and version.</summary>
    public LedgerEntry? Registration(string target, string version) =>
        Entries.FirstOrDefault(one => Is(one, LedgerAct.Registered) && one.Done.Target == target && one.Done.Version == version);

    /// <summary>What became of a proposal's comparison; null if there was none.</summary>
    public LedgerEntry? Comparison(long proposal) => Entries.LastOrDefault(one => Is(one, LedgerAct.Compared) && one.Done.Proposal == proposal);

    /// <summary>The proposals that may still be approved, oldest first: none was, none failed, and the champion is the same since.</summary>
    public IEnumerable<LedgerEntry> Open => Pending.Where(one => Comparison(one.Number)?.Done.Why != NotPassed);

    /// <summary>A bundle comes into the store.</summary>
    /// <returns>Null if it is there already.</returns>
    /// <exception cref="InvalidOperationException">Another bundle of this target and version is there; versions are never reused.</exception>
    public LedgerDraft? Register(Bundle bundle, string by, string why, string evidence)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        if (Registration(bundle.Target, bundle.Version) is { } there)
        {
            return there.Done.BundleHash == bundle.Hash
                ? null
                : throw new InvalidOperationException(
                    $"{bundle.Target} version {bundle.Version} is registered with hash {there.Done.BundleHash}, this bundle has {bundle.Hash}; " +
                    "give it another version.");
        }

        return new(LedgerAct.Registered, bundle.Target, bundle.Version, bundle.Hash, Text(by), Text(why)) { Evidence = evidence };
    }

    /// <summary>A registered bundle becomes challenger or shadow, in the place of the one before.</summary>
    /// <exception cref="InvalidOperationException">It isn't registered, has a role already, or the role is the champion's.</exception>
    public LedgerDraft Assign(string target, string version, BundleRole role, string by, string why, string evidence = "")
    {
        if (role == BundleRole.Champion)
        {
            throw new InvalidOperationException("A champion is proposed and approved, not assigned.");
        }

        var registered = Registered(target, version);
        RequireNoRole(registered);
        return Of(LedgerAct.Assigned, registered, by, why) with { Role = role, Evidence = evidence };
    }

    /// <summary>Nobody is challenger or shadow any more.</summary>
    /// <exception cref="InvalidOperationException">Nobody was, or the role is the champion's.</exception>
    public LedgerDraft Retire(string target, BundleRole role, string by, string why)
    {
        if (role == BundleRole.Champion)
        {
            throw new InvalidOperationException("A champion is followed by another or rolled back, not retired.");
        }

        var holder = Holder(target, role) ?? throw new InvalidOperationException(
            $"{target} has no {Borrowers.Codes<BundleRole>.Word(role)}; 'risk models' lists who has a role.");
        return Of(LedgerAct.Retired, holder, by, why) with { Role = role };
    }

    /// <summary>A registered bundle is proposed as champion.</summary>
    /// <param name="margin">What it must beat the champion by, stated before they are compared; null exactly if there is no champion.</param>
    /// <param name="evidence">The margin and the measure, as JSON.</param>
    /// <exception cref="InvalidOperationException">It isn't registered, is champion already, or the margin is missing, idle or below 0.</exception>
    public LedgerDraft Propose(string target, string version, double? margin, string by, string why, string evidence)
    {
        RequirePerson(by);
        var registered = Registered(target, version);
        var champion = Holder(target, BundleRole.Champion);
        if (champion?.Done.BundleHash == registered.Done.BundleHash)
        {
            throw new InvalidOperationException($"{target} version {version} is champion already, since line {champion.Number}.");
        }

        return (champion is null) != (margin is null) || margin is < 0 or double.NaN
            ? throw new InvalidOperationException(champion is null
                ? $"{target} has no champion to beat, so there is no margin to state; leave it out."
                : $"{target} has champion {champion.Done.Version}; state the margin to beat it by, 0 or more, before they are compared.")
            : Of(LedgerAct.Proposed, registered, by, why) with { Role = BundleRole.Champion, Evidence = evidence };
    }

    /// <summary>The champion before the present one is proposed to be it again.</summary>
    /// <exception cref="InvalidOperationException">There was none.</exception>
    public LedgerDraft ProposeRollback(string target, string by, string why)
    {
        RequirePerson(by);
        return champions.TryGetValue(target, out var past) && past.Count > 1
            ? Of(LedgerAct.RollbackProposed, past.Skip(1).First(), by, why) with { Role = BundleRole.Champion }
            : throw new InvalidOperationException(
                $"{target} had no champion before; nothing can be rolled back to. Promote another version, as 'risk promote --help' tells.");
    }

    /// <summary>What comparing a proposed bundle with the champion came to.</summary>
    /// <param name="evidence">The figures, the champion's hash and the verdict, as JSON.</param>
    /// <param name="passed">Whether it may be approved.</param>
    /// <exception cref="InvalidOperationException">The proposal is not open, or was compared already: a second try is a proposal of its own.</exception>
    public LedgerDraft Compare(long proposal, bool passed, string evidence)
    {
        var proposed = PendingProposal(proposal);
        return Comparison(proposal) is { } done
            ? throw new InvalidOperationException($"Proposal {proposal} was compared on line {done.Number}; propose again to compare again.")
            : Of(LedgerAct.Compared, proposed, proposed.Done.By, passed ? Passed : NotPassed)
                with { Role = BundleRole.Champion, Proposal = proposal, Evidence = evidence };
    }

    /// <summary>A second person approves.</summary>
    /// <exception cref="InvalidOperationException">
    /// The proposal is not open, is the person's own, is of a bundle that the person registered, or didn't beat the champion.
    /// </exception>
    public LedgerDraft Approve(long proposal, string by, string why)
    {
        RequirePerson(by);
        var proposed = PendingProposal(proposal);
        RequireOther(by, proposed, "made the proposal");
        if (proposed.Done.Act == LedgerAct.Proposed)
        {
            RequireOther(by, Registration(proposed.Done.BundleHash)!, "registered the bundle");
        }

        if (proposed.Done.Act == LedgerAct.Proposed && Holder(proposed.Done.Target, BundleRole.Champion) is { } champion
            && Comparison(proposal)?.Done.Why != Passed)
        {
            throw new InvalidOperationException(
                $"Proposal {proposal} has not been shown to beat champion {champion.Done.Version} by its margin; it can't be approved.");
        }

        return Of(LedgerAct.Approved, proposed, by, why) with { Role = BundleRole.Champion, Proposal = proposal };
    }

    private IEnumerable<LedgerEntry> Pending => Entries.Where(one =>
        one.Done.Act is LedgerAct.Proposed or LedgerAct.RollbackProposed
        && !Entries.Any(other => Is(other, LedgerAct.Approved) && other.Done.Proposal == one.Number)
        && one.Number > (Holder(one.Done.Target, BundleRole.Champion)?.Number ?? 0));

    /// <summary>What a line changes.</summary>
    private void Follow(LedgerEntry entry)
    {
        var done = entry.Done;
        switch (done.Act)
        {
            case LedgerAct.Assigned:
                holders[(done.Target, done.Role!.Value)] = entry;
                break;
            case LedgerAct.Retired:
                holders.Remove((done.Target, done.Role!.Value));
                break;
            case LedgerAct.Approved:
                Crown(entry);
                break;
        }
    }

    private void Crown(LedgerEntry entry)
    {
        var target = entry.Done.Target;
        if (!champions.TryGetValue(target, out var past))
        {
            champions.Add(target, past = new());
        }

        // A rollback takes the latest away; the one below is restored, and a second rollback goes further back.
        if (Entries[(int)entry.Done.Proposal!.Value - 1].Done.Act == LedgerAct.RollbackProposed)
        {
            past.Pop();
            past.Pop();
        }

        past.Push(entry);
        holders[(target, BundleRole.Champion)] = entry;
        foreach (var role in (BundleRole[])[BundleRole.Challenger, BundleRole.Shadow])
        {
            if (Holder(target, role)?.Done.BundleHash == entry.Done.BundleHash)
            {
                holders.Remove((target, role));
            }
        }
    }

    private LedgerEntry Registered(string target, string version) => Registration(target, version)
        ?? throw new InvalidOperationException($"{target} version {version} is not registered; 'risk register' does that.");

    private LedgerEntry PendingProposal(long number) => Pending.FirstOrDefault(one => one.Number == number) ?? throw new InvalidOperationException(
        $"Line {number} of the ledger is no open proposal; open are {(Open.Any() ? string.Join(", ", Open.Select(Number)) : "none")}.");

    private void RequireNoRole(LedgerEntry registered)
    {
        if (Holders.FirstOrDefault(one => one.Done.BundleHash == registered.Done.BundleHash) is { } holder)
        {
            throw new InvalidOperationException(
                $"{registered.Done.Target} version {registered.Done.Version} is {Borrowers.Codes<BundleRole>.Word(holder.Done.Role!.Value)} already.");
        }
    }

    private static void RequirePerson(string by)
    {
        if (IsSamePerson(by, Schedule))
        {
            throw new InvalidOperationException($"'{Schedule}' is the host's own name; a person is needed here.");
        }
    }

    private static void RequireOther(string by, LedgerEntry line, string did)
    {
        if (IsSamePerson(line.Done.By, by))
        {
            throw new InvalidOperationException($"{by} {did} (line {line.Number}) and can't approve it; another person must.");
        }
    }

    private static LedgerDraft Of(LedgerAct act, LedgerEntry bundle, string by, string why) =>
        new(act, bundle.Done.Target, bundle.Done.Version, bundle.Done.BundleHash, Text(by), Text(why));

    private static string Text(string text) => text.Trim() is { Length: > 0 and <= TextMax } kept && !kept.Any(char.IsControl)
        ? kept
        : throw new InvalidOperationException($"'{text}' is no name or reason; 1 to {TextMax} printable characters are expected.");

    private static bool Is(LedgerEntry entry, LedgerAct act) => entry.Done.Act == act;

    private static string Number(LedgerEntry entry) => entry.Number.ToString(CultureInfo.InvariantCulture);
}
