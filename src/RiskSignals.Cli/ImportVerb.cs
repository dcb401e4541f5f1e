using System.CommandLine;
using RiskSignals.Storage;
using Spectre.Console;

namespace RiskSignals.Cli;

/// <summary>risk import: reads a folder of CSV files into the store.</summary>
internal static class ImportVerb
{
    private const int RefusedShown = 20;

    public static Command Command()
    {
        var folder = new Argument<DirectoryInfo>("DIR") { Description = "Folder with one CSV file a kind of fact; docs/files.md describes them" };
        var (data, postgres) = (Arguments.Data(), Arguments.Postgres());
        var refused = new Option<FileInfo?>("--refused") { Description = "Write every refused row to this CSV file" };
        var command = new Command("import", "Read facts from CSV files; importing a file twice changes nothing") { folder, data, postgres, refused };
        command.SetAction(parsed =>
        {
            using var database = Arguments.Open(parsed, data, postgres);
            using var file = parsed.GetValue(refused) is { } path ? new StreamWriter(path.FullName) : null;
            return Run(parsed.GetValue(folder)!.FullName, new FactStore(database), file) ? 0 : Screen.Refused;
        });
        return command;
    }

    /// <summary>Imports and prints the counts.</summary>
    /// <returns>Whether every row was kept.</returns>
    public static bool Run(string folder, FactStore store, TextWriter? refusedFile = null)
    {
        refusedFile?.WriteLine("file,line,column,value,expected");
        var report = Screen.WithProgress("importing", progress => FactImport.Run(
            folder,
            store,
            new Progressing<ImportProgress>(progress, done => done.BytesAll == 0 ? 1 : (double)done.BytesDone / done.BytesAll),
            row => refusedFile?.WriteLine(string.Join(',', row.File, row.Line, row.Column, Quoted(row.Value), Quoted(row.Expected)))));
        var table = Screen.Table("Facts", "file", ">new", ">unchanged", ">refused");
        foreach (var kind in report.Kinds.Where(kind => kind.IsPresent))
        {
            table.Row(kind.Name + ".csv", Screen.Count(kind.New), Screen.Count(kind.Unchanged), Screen.Count(kind.Refused));
        }

        AnsiConsole.Write(table);
        foreach (var unknown in report.UnknownFiles)
        {
            Console.Error.WriteLine($"risk: {unknown} is no kind of fact and was not read; docs/files.md lists the files.");
        }

        foreach (var row in report.Refused.Take(RefusedShown))
        {
            Console.Error.WriteLine($"risk: {row}");
        }

        if (report.RefusedCount > RefusedShown)
        {
            Console.Error.WriteLine($"risk: {Screen.Count(report.RefusedCount - RefusedShown)} more rows were refused; --refused FILE writes them all.");
        }

        return report.IsComplete;
    }

    private static string Quoted(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
