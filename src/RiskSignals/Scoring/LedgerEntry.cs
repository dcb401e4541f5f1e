using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using RiskSignals.Borrowers;

namespace RiskSignals.Scoring;

/// <summary>What a line of the ledger says.</summary>
public enum LedgerAct
{
    /// <summary>A bundle's bytes came into the store.</summary>
    Registered,

    /// <summary>It shall score beside the champion, as challenger or shadow; decides nothing, so one person is enough.</summary>
    Assigned,

    /// <summary>A challenger or shadow scores no longer.</summary>
    Retired,

    /// <summary>Somebody proposes it as champion; the margin to beat the champion by is stated here, before they are compared.</summary>
    Proposed,

    /// <summary>Somebody proposes to return to the champion before.</summary>
    RollbackProposed,

    /// <summary>What comparing the proposed bundle with the champion came to.</summary>
    Compared,

    /// <summary>A second person approves a proposal: from here on the bundle decides.</summary>
    Approved,
}

/// <summary>What a bundle does in service.</summary>
public enum BundleRole
{
    /// <summary>Its scores are acted upon.</summary>
    Champion,

    /// <summary>Scores beside the champion, to be compared with it.</summary>
    Challenger,

    /// <summary>Scores beside the champion, to be watched.</summary>
    Shadow,
}

/// <summary>What somebody has done to a bundle, before it has its place in the ledger.</summary>
/// <param name="Act">What.</param>
/// <param name="Target">The bundle's target.</param>
/// <param name="Version">The bundle's version.</param>
/// <param name="BundleHash">The bundle.</param>
/// <param name="By">Who says to have done it; nothing checks the name.</param>
/// <param name="Why">The reason given.</param>
public sealed record LedgerDraft(LedgerAct Act, string Target, string Version, string BundleHash, string By, string Why)
{
    /// <summary>The role at stake; null where there is none.</summary>
    public BundleRole? Role { get; init; }

    /// <summary>Number of the proposal that is compared or approved; null elsewhere.</summary>
    public long? Proposal { get; init; }

    /// <summary>Margin, figures, hashes: JSON, empty where there is none.</summary>
    public string Evidence { get; init; } = "";
}

/// <summary>One line of the ledger. Each holds the hash of the one before, so that none can be changed, taken out or put in unseen.</summary>
/// <param name="Number">From 1, without gaps.</param>
/// <param name="At">By the database's clock.</param>
/// <param name="Done">What was done.</param>
/// <param name="PreviousHash">Hash of the line before; empty at the first.</param>
/// <param name="Hash">SHA-256 over all the other parts, each preceded by its length; lower-case hexadecimal.</param>
public sealed record LedgerEntry(long Number, Instant At, LedgerDraft Done, string PreviousHash, string Hash)
{
    /// <summary>Puts a draft behind a line.</summary>
    /// <param name="previous">Null for the first.</param>
    public static LedgerEntry Follow(LedgerEntry? previous, Instant at, LedgerDraft done)
    {
        var unhashed = new LedgerEntry((previous?.Number ?? 0) + 1, at, done, previous?.Hash ?? "", "");
        return unhashed with { Hash = unhashed.ComputeHash() };
    }

    /// <summary>What <see cref="Hash"/> must be.</summary>
    public string ComputeHash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (var part in (string[])
        [
            Whole(Number), Whole(At.UnixSeconds), Codes<LedgerAct>.Word(Done.Act), Done.Target, Done.Version, Done.BundleHash,
            Done.Role is { } role ? Codes<BundleRole>.Word(role) : "", Done.Proposal is { } proposal ? Whole(proposal) : "",
            Done.By, Done.Why, Done.Evidence, PreviousHash,
        ])
        {
            var bytes = Encoding.UTF8.GetBytes(part);
            BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static string Whole(long number) => number.ToString(CultureInfo.InvariantCulture);
}
