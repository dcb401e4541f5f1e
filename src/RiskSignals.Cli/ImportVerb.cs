using System.CommandLine;
using RiskSignals.Borrowers;
using RiskSignals.Storage;
using Spectre.Console;

namespace RiskSignals.Cli;

/// <summary>risk import: reads a folder of CSV files, or open-banking JSON, into the store.</summary>
internal static class ImportVerb
{
    private const int RefusedShown = 20;

    private const string Explanation =
        """

        Facts come as CSV, one file a kind (docs/files.md), or, for bank accounts, as the JSON that banks and aggregators hand out
        (docs/open-banking.md): UK Open Banking v3.1 and v4.0, Berlin Group as GoCardless passes it on, and Plaid. JSON is meant if PATH is
        a file or --known-on is given.

          risk import facts                                                     all *.csv of a folder
          risk import fetch.json --borrower B1 --known-on 2025-03-31T06:00:00Z  one payload of one borrower
          risk import fetched --known-on 2025-03-31T06:00:00Z                   a folder: BORROWER/NAME.json, or BORROWER/BANK_ACCOUNT/NAME.json
                                                                                where payloads don't name their bank account

        Borrowers must be known first (borrowers.csv). Nothing is read under a borrower's bank account without a consent: give
        --consent-from and --consent-to, or import consents.csv. A day's fetch may repeat the last one's rows; what is as it was adds nothing,
        what changed becomes a correction known from --known-on. Amounts become whole minor units of their currency, exactly or not at all.
        A row that can't be read is refused with its JSON path, and the others are kept.
        """;

    public static Command Command()
    {
        var source = new Argument<string>("PATH") { Description = "Folder of CSV files (docs/files.md), or a file or folder of open-banking JSON" };
        var (data, postgres) = (Arguments.Data(), Arguments.Postgres());
        var refused = new Option<FileInfo?>("--refused") { Description = "Write every refused row to this CSV file" };
        var knownOn = new Option<Instant?>("--known-on")
        {
            Description = "JSON: when it was fetched, as 2025-03-31T06:00:00Z; the known on of all its facts",
            CustomParser = result =>
            {
                if (!Instant.TryParse(result.Tokens[0].Value, out var moment))
                {
                    result.AddError($"'{result.Tokens[0].Value}' is no moment; write it as 2025-03-31T06:00:00Z.");
                }

                return moment;
            },
        };
        var format = new Option<string?>("--format")
        {
            Description = $"JSON: {string.Join(", ", Codes<FeedFormat>.Words)}; told from its shape if absent",
        };
        format.AcceptOnlyFromAmong([.. Codes<FeedFormat>.Words]);
        var borrower = new Option<string?>("--borrower") { Description = "JSON: whose it is; if absent, the folders below PATH are named after borrowers" };
        var account = new Option<string?>("--account") { Description = "JSON: the bank account of Berlin Group payloads that don't name it" };
        var consentFrom = Day("--consent-from", "JSON: first day on which the bank accounts may be read");
        var consentTo = Day("--consent-to", "JSON: first day on which they no longer may");
        var ownNames = new Option<string[]>("--own-name")
        {
            Description = "JSON: how this lender is called on bank statements, may be repeated; debits to it are payments to us",
        };
        var command = new Command("import", "Read facts from CSV files or open-banking JSON; importing a file twice changes nothing")
        {
            source, data, postgres, refused, knownOn, format, borrower, account, consentFrom, consentTo, ownNames, LongHelp.Option(Explanation),
        };
        command.Validators.Add(result =>
        {
            var isJson = result.GetResult(knownOn) is not null;
            foreach (var option in new Option[] { format, borrower, account, consentFrom, consentTo, ownNames })
            {
                if (!isJson && result.GetResult(option) is not null)
                {
                    result.AddError($"{option.Name} can't go without --known-on, the moment at which the JSON was fetched.");
                }
            }

            if (result.GetResult(consentFrom) is null != result.GetResult(consentTo) is null)
            {
                result.AddError("--consent-from and --consent-to go together.");
            }
        });
        command.SetAction(parsed =>
        {
            var path = parsed.GetValue(source)!;
            var options = parsed.GetValue(knownOn) is not { } moment ? null : new FeedOptions(
                moment,
                parsed.GetValue(borrower),
                parsed.GetValue(account),
                parsed.GetValue(format) is { } word && Codes<FeedFormat>.TryParse(word, out var of) ? of : null,
                parsed.GetValue(consentFrom) is { } from && parsed.GetValue(consentTo) is { } to ? (from, to) : null,
                parsed.GetValue(ownNames));
            if (options is null && File.Exists(path))
            {
                throw new ArgumentException($"'{path}' is a file of JSON; give --known-on, the moment at which it was fetched, as 2025-03-31T06:00:00Z.");
            }

            using var database = Arguments.Open(parsed, data, postgres);
            using var file = parsed.GetValue(refused) is { } place ? new StreamWriter(place.FullName) : null;
            var store = new FactStore(database);
            return (options is null ? Run(path, store, file) : RunJson(path, options, store, file)) ? 0 : Screen.Refused;
        });
        return command;
    }

    /// <summary>Imports CSV files and prints the counts.</summary>
    /// <returns>Whether every row was kept.</returns>
    public static bool Run(string folder, FactStore store, TextWriter? refusedFile = null) => Import(
        (progress, onRefused) => FactImport.Run(folder, store, progress, onRefused),
        refusedFile,
        ".csv",
        "is no kind of fact and was not read; docs/files.md lists the files");

    private static bool RunJson(string path, FeedOptions options, FactStore store, TextWriter? refusedFile) => Import(
        (progress, onRefused) => FeedImport.Run(path, store, options, progress, onRefused),
        refusedFile,
        "",
        "holds no bank accounts, balances or bank transactions and was not read; docs/open-banking.md lists the payloads");

    private static bool Import(
        Func<IProgress<ImportProgress>, Action<RefusedRow>, ImportReport> import, TextWriter? refusedFile, string ending, string unknownMeans)
    {
        refusedFile?.WriteLine("file,line,column,value,expected");
        var report = Screen.WithProgress("importing", progress => import(
            new Progressing<ImportProgress>(progress, done => done.BytesAll == 0 ? 1 : (double)done.BytesDone / done.BytesAll),
            row => refusedFile?.WriteLine(string.Join(',', Cell(row.File), row.Line, Cell(row.Column), Quoted(row.Value), Quoted(row.Expected)))));
        var table = Screen.Table("Facts", "file", ">new", ">unchanged", ">refused");
        foreach (var kind in report.Kinds.Where(kind => kind.IsPresent))
        {
            table.Row(kind.Name + ending, Screen.Count(kind.New), Screen.Count(kind.Unchanged), Screen.Count(kind.Refused));
        }

        AnsiConsole.Write(table);
        foreach (var unknown in report.UnknownFiles)
        {
            Console.Error.WriteLine($"risk: {unknown} {unknownMeans}.");
        }

        foreach (var note in report.Notes)
        {
            Console.Error.WriteLine($"risk: {note}");
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

    private static Option<DateOnly?> Day(string name, string description) => new(name)
    {
        Description = description,
        CustomParser = result => Arguments.Day(result.Tokens[0].Value, result.AddError),
    };

    private static string Cell(string text) => text.AsSpan().ContainsAny(',', '"') ? Quoted(text) : text;

    private static string Quoted(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
