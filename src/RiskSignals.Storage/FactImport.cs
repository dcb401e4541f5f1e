using RiskSignals.Borrowers;

namespace RiskSignals.Storage;

/// <summary>Imports a directory of fact files, NAME.csv for each kind of fact. Importing a file again changes nothing.</summary>
public sealed class FactImport
{
    private const int RowsATransaction = 20_000;

    private readonly FactStore store;

    private readonly IProgress<ImportProgress>? progress;

    private readonly Action<RefusedRow>? onRefused;

    private readonly List<RefusedRow> firstRefused = [];

    private readonly long bytesAll;

    private long bytesBefore;

    private FactImport(string directory, FactStore store, IProgress<ImportProgress>? progress, Action<RefusedRow>? onRefused)
    {
        (this.store, this.progress, this.onRefused) = (store, progress, onRefused);
        bytesAll = FactKinds.All.Select(kind => new FileInfo(PathOf(directory, kind))).Where(file => file.Exists).Sum(file => file.Length);
    }

    /// <summary>Reads the files one after the other; memory doesn't grow with them.</summary>
    /// <param name="onRefused">Called with every refused row, also those the report has no room for.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such directory.</exception>
    public static ImportReport Run(
        string directory, FactStore store, IProgress<ImportProgress>? progress = null, Action<RefusedRow>? onRefused = null)
    {
        ArgumentNullException.ThrowIfNull(store);
        if (!Directory.Exists(directory))
        {
            throw new DirectoryNotFoundException(
                $"There is no directory '{directory}' to import; name one that holds {FactKinds.Borrowers.Name}.csv and so on.");
        }

        var import = new FactImport(directory, store, progress, onRefused);
        var kinds = FactKinds.All.Select(kind => import.File(directory, kind)).ToList();
        var known = FactKinds.All.Select(kind => kind.Name + ".csv").ToHashSet(StringComparer.Ordinal);
        var unknown = Directory.EnumerateFiles(directory, "*.csv").Select(path => Path.GetFileName(path)).Where(name => !known.Contains(name));
        return new ImportReport(kinds, import.firstRefused, [.. unknown.Order(StringComparer.Ordinal)]);
    }

    private static string PathOf(string directory, FactKind kind) => Path.Combine(directory, kind.Name + ".csv");

    private KindImported File(string directory, FactKind kind)
    {
        var path = PathOf(directory, kind);
        if (!System.IO.File.Exists(path))
        {
            return new KindImported(kind.Name, IsPresent: false, 0, 0, 0);
        }

        using var lines = new LineReader(path);
        var file = new FactFile(kind, lines);
        if (file.HeaderFault is { } fault)
        {
            Refuse(fault);
            return new KindImported(kind.Name, IsPresent: true, 0, 0, 1);
        }

        long added = 0, unchanged = 0, refused = 0;
        var facts = new List<Fact>(RowsATransaction);
        var numbers = new List<long>(RowsATransaction);
        var faults = new List<RefusedRow>();
        var more = true;
        while (more)
        {
            more = file.Read(RowsATransaction, facts, numbers, faults);
            var result = store.Add(facts);
            faults.AddRange(result.Refused.Select(one => new RefusedRow(file.Name, numbers[one.Index], one.Column, one.Value, one.Expected)));
            faults.Sort((left, right) => left.Line.CompareTo(right.Line));
            faults.ForEach(Refuse);
            added += result.New;
            unchanged += result.AlreadyThere;
            refused += faults.Count;
            progress?.Report(new ImportProgress(file.Name, added + unchanged + refused, bytesBefore + lines.Position, bytesAll));
        }

        bytesBefore += lines.Length;
        return new KindImported(kind.Name, IsPresent: true, added, unchanged, refused);
    }

    private void Refuse(RefusedRow row)
    {
        onRefused?.Invoke(row);
        if (firstRefused.Count < ImportReport.RefusedMax)
        {
            firstRefused.Add(row);
        }
    }
}
