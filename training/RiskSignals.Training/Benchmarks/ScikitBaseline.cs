using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using RiskSignals.Training.Tables;

namespace RiskSignals.Training.Benchmarks;

/// <summary>scikit-learn's HistGradientBoostingClassifier as Debian ships it, with its own settings, on the folds it is given.</summary>
internal static class ScikitBaseline
{
    private const string Python = "/usr/bin/python3";

    /// <summary>The probability of each tested row by a model fitted on the rows of the other folds.</summary>
    /// <param name="table">The rows; categories are handed over as categories.</param>
    /// <param name="foldOf">A fold a row, from 0; −1 for rows that are never tested.</param>
    /// <param name="seed">The classifier's random state.</param>
    /// <exception cref="InvalidOperationException">Python or scikit-learn is absent, or fails; the message has its words.</exception>
    public static double[] Probabilities(FlatTable table, int[] foldOf, int seed)
    {
        var folder = Directory.CreateTempSubdirectory("risksignals-baseline-").FullName;
        try
        {
            var (columns, isCategory) = Columns(table);
            File.WriteAllBytes(Path.Combine(folder, "columns.f32"), [.. columns.SelectMany(column => MemoryMarshal.AsBytes(column.AsSpan()).ToArray())]);
            File.WriteAllBytes(Path.Combine(folder, "categories.u8"), [.. isCategory.Select(one => one ? (byte)1 : (byte)0)]);
            File.WriteAllBytes(Path.Combine(folder, "outcomes.u8"), [.. table.Outcomes.Select(one => one ? (byte)1 : (byte)0)]);
            File.WriteAllBytes(Path.Combine(folder, "folds.i32"), MemoryMarshal.AsBytes(foldOf.AsSpan()).ToArray());
            var script = Path.Combine(folder, "baseline.py");
            using (var source = Assembly.GetExecutingAssembly().GetManifestResourceStream("baseline.py")!)
            using (var file = File.Create(script))
            {
                source.CopyTo(file);
            }

            Run(script, folder, seed);
            return MemoryMarshal.Cast<byte, double>(File.ReadAllBytes(Path.Combine(folder, "probabilities.f64"))).ToArray();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Numbers as they are; categories numbered by how often they occur, as the classifier takes up to 255 of them.</summary>
    private static (List<float[]> Columns, List<bool> IsCategory) Columns(FlatTable table)
    {
        const int CategoriesMax = 255;
        int[] all = [.. Enumerable.Range(0, table.Rows)];
        var (columns, isCategory) = (new List<float[]>(), new List<bool>());
        foreach (var column in TableColumns.Learn(table.Raw, table.Choice, all).Columns)
        {
            var place = table.Raw.Place(column.Column, "the baseline");
            if (column.Form == ColumnForm.Number)
            {
                columns.Add([.. all.Select(row => TableColumns.Number(table.Raw, row, place))]);
                isCategory.Add(false);
                continue;
            }

            var rank = all.Select(row => table.Raw.Rows[row][place].Trim()).Where(text => !RawTable.IsMissing(text)).CountBy(text => text)
                .OrderByDescending(one => one.Value).ThenBy(one => one.Key, StringComparer.Ordinal)
                .Select((one, number) => (one.Key, Number: Math.Min(number, CategoriesMax - 1)))
                .ToDictionary(one => one.Key, one => one.Number, StringComparer.Ordinal);
            columns.Add([.. all.Select(row => rank.TryGetValue(table.Raw.Rows[row][place].Trim(), out var number) ? number : float.NaN)]);
            isCategory.Add(true);
        }

        return (columns, isCategory);
    }

    private static void Run(string script, string folder, int seed)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(Python, [script, folder, seed.ToString(CultureInfo.InvariantCulture)])
                {
                    Environment = { ["OMP_NUM_THREADS"] = "1", ["OPENBLAS_NUM_THREADS"] = "1" },
                    RedirectStandardError = true,
                })!;
            var words = process.StandardError.ReadToEnd();
            process.WaitForExit();
            if (process.ExitCode != 0)
            {
                throw new InvalidOperationException($"The baseline failed: {words.Trim()} It needs the Debian package python3-sklearn.");
            }
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            throw new InvalidOperationException($"{Python} can't be run; the baseline needs the Debian package python3-sklearn.", error);
        }
    }
}
