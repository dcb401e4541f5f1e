using RiskSignals.Features;
using RiskSignals.Scoring;
using RiskSignals.Storage;

namespace RiskSignals.Service;

/// <summary>A bundle that the running catalogue can feed, with the place of each of its features in a feature row.</summary>
internal sealed record ServedBundle(Target Target, Bundle Bundle, IReadOnlyList<int> Columns)
{
    /// <param name="bundle">A whole bundle.</param>
    /// <param name="name">What the message calls it.</param>
    /// <exception cref="FormatException">It can't be served; every fault is named.</exception>
    public static ServedBundle Of(Bundle bundle, string name) => BundleFaults.Of(bundle) is { Count: > 0 } faults
        ? throw new FormatException($"{name} can't be served. {string.Join(' ', faults)}")
        : new(
            Target.All.First(target => target.Id == bundle.Target),
            bundle,
            [.. bundle.Features.Select(feature => FeatureCatalog.IndexOf(feature.Name))]);
}

/// <summary>Bundles that serve together; they never change, so whoever holds them can't mix versions.</summary>
/// <param name="All">Champions, in the order of <see cref="Target.All"/>: of each target that decisions rest on, of others where there is one.</param>
/// <param name="Beside">Challengers and shadows; they are scored in runs and decide nothing.</param>
/// <param name="LeftOut">Challengers and shadows that can't be scored, and why.</param>
internal sealed record ServedBundles(IReadOnlyList<ServedBundle> All, IReadOnlyList<ServedBundle> Beside, IReadOnlyList<string> LeftOut)
{
    /// <summary>The champion of each target; where the store names none, the newest version in the folder.</summary>
    /// <exception cref="FormatException">A bundle is absent, damaged, or was trained on other features than those of this program.</exception>
    public static ServedBundles Load(string folder, Database database) => new BundlesInService(folder, new ModelStore(database)).Current;

    /// <summary>The bundles of the targets asked for, all if none is named; null if one isn't served.</summary>
    public IReadOnlyList<ServedBundle>? Find(IReadOnlyCollection<string> targets)
    {
        if (targets.Count == 0)
        {
            return All;
        }

        var chosen = All.Where(served => targets.Contains(served.Target.Id)).ToArray();
        return chosen.Length == targets.Distinct(StringComparer.Ordinal).Count() ? chosen : null;
    }
}
