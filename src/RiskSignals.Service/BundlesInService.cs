using System.Collections.Concurrent;
using RiskSignals.Scoring;
using RiskSignals.Storage;

namespace RiskSignals.Service;

/// <summary>
/// The bundles in service as the ledger has it, changed over while the host runs. Whoever scores takes <see cref="Current"/> once and keeps
/// to it for a whole call; a run keeps to the bundles it began with. So versions never mix.
/// </summary>
internal sealed class BundlesInService
{
    private readonly string folderPath;
    private readonly ModelStore models;
    private readonly Lazy<IReadOnlyDictionary<string, ServedBundle>> folder;
    private readonly ConcurrentDictionary<string, ServedBundle> known = new(StringComparer.Ordinal);
    private readonly Lock changing = new();
    private volatile ServedBundles current;
    private (long Number, string Hash) followed;
    private (long Number, string Hash) refused;

    /// <summary>Loads what serves now.</summary>
    /// <param name="folderPath">Where the newest version is taken from for a target without a champion.</param>
    /// <exception cref="FormatException">The ledger, a champion or the folder doesn't allow to serve; the message says why.</exception>
    public BundlesInService(string folderPath, ModelStore models)
    {
        this.folderPath = folderPath;
        this.models = models;
        folder = new(() => BundlesInFolder.Newest(folderPath));
        followed = models.Head();
        current = Read(models.Ledger());
    }

    /// <summary>What serves at this moment.</summary>
    public ServedBundles Current => current;

    /// <summary>Changes over if the ledger says so; whatever is wrong with the new bundles or the ledger, the old ones serve on.</summary>
    public void Refresh(ILogger log)
    {
        lock (changing)
        {
            var head = models.Head();
            if (head == followed)
            {
                return;
            }

            try
            {
                var read = Read(models.Ledger());
                (current, followed) = (read, head);
                log.BundlesChanged(head.Number, string.Join(", ", read.All.Select(Name)), string.Join(", ", read.Beside.Select(Name)));
                foreach (var fault in read.LeftOut)
                {
                    log.BundleLeftOut(fault);
                }
            }
            catch (FormatException error)
            {
                if (refused != head)
                {
                    refused = head;
                    log.BundlesKept(error, head.Number, string.Join(", ", current.All.Select(Name)));
                }
            }
        }
    }

    /// <summary>The bundles that a run began with, one a target; null if this host can't get or can't feed one of them.</summary>
    public IReadOnlyList<ServedBundle>? Of(RunRow run)
    {
        try
        {
            var hashes = run.BundleOf;
            var found = Target.All.Where(target => hashes.ContainsKey(target.Id)).Select(target => Get(hashes[target.Id])).ToArray();
            return found.Length == hashes.Count ? found : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private ServedBundles Read(ModelLedger ledger)
    {
        var all = Target.All.Select(target => ledger.Holder(target.Id, BundleRole.Champion) is { } champion
            ? Get(champion.Done.BundleHash)
            : folder.Value.GetValueOrDefault(target.Id)
                ?? (Target.Decisive.Contains(target) ? throw BundlesInFolder.Absent(target, folderPath) : null)).OfType<ServedBundle>().ToArray();
        foreach (var served in all)
        {
            known.TryAdd(served.Bundle.Hash, served);
        }

        var (beside, leftOut) = (new List<ServedBundle>(), new List<string>());
        foreach (var holder in ledger.Holders.Where(one => one.Done.Role != BundleRole.Champion))
        {
            try
            {
                beside.Add(Get(holder.Done.BundleHash));
            }
            catch (FormatException error)
            {
                leftOut.Add($"{holder.Done.Target} {holder.Done.Version}: {error.Message}");
            }
        }

        return new(all, beside, leftOut);
    }

    private ServedBundle Get(string hash)
    {
        if (known.TryGetValue(hash, out var served))
        {
            return served;
        }

        var bundle = models.Find(hash) ?? throw new FormatException($"The store has no bundle {hash}; restore it from a backup.");
        return known.GetOrAdd(hash, ServedBundle.Of(bundle, $"Bundle {hash}"));
    }

    private static string Name(ServedBundle served) => $"{served.Target.Id} {served.Bundle.Version} {served.Bundle.Hash[..12]}";
}
