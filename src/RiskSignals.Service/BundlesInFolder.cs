using RiskSignals.Scoring;
using RiskSignals.Storage;

namespace RiskSignals.Service;

/// <summary>The bundles of a folder, <c>folder/&lt;target&gt;/&lt;version&gt;</c>: what serves as long as the store names no champion.</summary>
internal static class BundlesInFolder
{
    /// <summary>The newest bundle of each target that has one, by the target's id; none where there is no such folder.</summary>
    /// <exception cref="FormatException">A bundle is damaged, or was trained on other features than those of this program.</exception>
    public static IReadOnlyDictionary<string, ServedBundle> Newest(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return new Dictionary<string, ServedBundle>();
        }

        return Directory.EnumerateFiles(folder, "bundle.json", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 2 })
            .Select(file => Path.GetDirectoryName(file)!)
            .Select(path => (Path: path, Bundle: BundleFolder.Read(path)))
            .GroupBy(one => one.Bundle.Target, StringComparer.Ordinal)
            .Where(versions => Target.All.Any(target => target.Id == versions.Key))
            .Select(versions => versions.MaxBy(one => one.Bundle.Version, VersionOrder.Rising))
            .ToDictionary(one => one.Bundle.Target, one => ServedBundle.Of(one.Bundle, one.Path), StringComparer.Ordinal);
    }

    /// <summary>Neither the store nor the folder has a bundle for a target.</summary>
    public static FormatException Absent(Target target, string folder) => new(
        $"There is no champion for {target.Id}, and '{folder}' holds no bundle for it; train one with 'risk train', or name the folder with --models.");
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
