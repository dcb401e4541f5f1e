using RiskSignals.Features;
using RiskSignals.Scoring;
using RiskSignals.Storage;

namespace RiskSignals.Service;

/// <summary>A bundle that the running catalogue can feed, with the place of each of its features in a feature row.</summary>
internal sealed record ServedBundle(Target Target, Bundle Bundle, IReadOnlyList<int> Columns);

/// <summary>The bundles in service: the newest of each target, those decisions rest on always and others where there is one. They never change while the host runs, so versions can't mix.</summary>
internal sealed class ServedBundles
{
    private ServedBundles(IReadOnlyList<ServedBundle> all) => All = all;

    /// <summary>One a target, in the order of <see cref="Target.All"/>.</summary>
    public IReadOnlyList<ServedBundle> All { get; }

    /// <summary>Loads the newest bundle of every target from <c>folder/&lt;target&gt;/&lt;version&gt;</c>.</summary>
    /// <exception cref="FormatException">A bundle is absent, damaged, or was trained on other features than those of this program.</exception>
    public static ServedBundles Load(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new FormatException($"There is no folder '{folder}'; train with 'risk train', or name the models' folder with --models.");
        }

        var found = Directory.EnumerateFiles(folder, "bundle.json", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 2 })
            .Select(file => Path.GetDirectoryName(file)!)
            .Select(path => (Path: path, Bundle: BundleFolder.Read(path)))
            .ToArray();
        return new([.. Target.All
            .Where(target => Target.Decisive.Contains(target) || Array.Exists(found, one => one.Bundle.Target == target.Id))
            .Select(target => Newest(target, [.. found.Where(one => one.Bundle.Target == target.Id)], folder))]);
    }

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

    private static ServedBundle Newest(Target target, IReadOnlyList<(string Path, Bundle Bundle)> bundles, string folder)
    {
        if (bundles.Count == 0)
        {
            throw new FormatException($"'{folder}' holds no bundle for {target.Id}; train one with 'risk train'.");
        }

        var (path, bundle) = bundles.MaxBy(one => one.Bundle.Version, VersionOrder.Rising);
        if (BundleFaults.Of(bundle) is { Count: > 0 } faults)
        {
            throw new FormatException($"{path} can't be served. {string.Join(' ', faults)}");
        }

        return new(target, bundle, [.. bundle.Features.Select(feature => FeatureCatalog.IndexOf(feature.Name))]);
    }
}

/// <summary>Versions in the order people mean: runs of digits compare as numbers, so 10 comes after 9.</summary>
internal sealed class VersionOrder : IComparer<string>
{
    public static VersionOrder Rising { get; } = new();

    public int Compare(string? x, string? y)
    {
        var left = Padded(x ?? "");
        var right = Padded(y ?? "");
        return string.CompareOrdinal(left, right);
    }

    private static string Padded(string version) =>
        System.Text.RegularExpressions.Regex.Replace(version, "[0-9]+", digits => digits.Value.TrimStart('0').PadLeft(20, '0'));
}
