using System.CommandLine;
using System.Globalization;
using RiskSignals.Borrowers;
using RiskSignals.Scoring;
using RiskSignals.Storage;
using Spectre.Console;

namespace RiskSignals.Cli;

/// <summary>risk models: which bundle decides for each target, which score beside it, what is proposed, and the ledger of it all.</summary>
internal static class ModelsVerb
{
    private const int HashShown = 12;
    private const int ShownMax = 6;

    public static Command Command()
    {
        var (data, postgres) = (Arguments.Data(), Arguments.Postgres());
        var ledger = new Option<bool>("--ledger") { Description = "Print every line of the ledger" };
        var head = new Option<string?>("--head")
        {
            Description = "A hash that an earlier 'risk models' ended with: refuse unless the ledger still holds it, so that lines cut off its end show",
        };
        var command = new Command("models", "List champion, challenger and shadow of each target, open proposals and the ledger; verifies its chain")
        {
            data, postgres, ledger, head,
            LongHelp.Option(
                """

                A champion decides; a challenger and a shadow score beside it in every run and decide nothing. A target without a champion
                is served from the newest version in the models' folder.

                Each line of the ledger holds the hash of the line before: a line that was changed, taken out or put in is named. Lines cut
                off the end leave a whole chain; note the hash printed last somewhere else, and give it back with --head.

                A line 'drift:' tells how far the scores of a run lie from those of training, and what chance alone stays below in 999 of 1,000
                runs; a line 'training:' why a host began to train a target anew, and what came of it.

                Ends with 'ledger lines N sha256 HASH'.
                """),
        };
        command.SetAction(parsed =>
        {
            using var database = Arguments.Open(parsed, data, postgres);
            Print(new ModelStore(database).Ledger(), parsed.GetValue(ledger), parsed.GetValue(head), () => PrintRetraining(database));
            return 0;
        });
        return command;
    }

    private static void Print(ModelLedger ledger, bool all, string? head, Action retraining)
    {
        if (head is not null && !ledger.Entries.Any(line => line.Hash == head))
        {
            throw new FormatException($"No line of the ledger has hash {head}: lines were cut off its end. Restore the store from a backup and find out who.");
        }

        var table = Screen.Table("In service", "target", "role", "version", "bundle", "since", "by", "line");
        foreach (var line in ledger.Holders)
        {
            table.Row(
                line.Done.Target, Codes<BundleRole>.Word(line.Done.Role!.Value), line.Done.Version, line.Done.BundleHash[..HashShown],
                line.At.ToString(), Persons(ledger, line), Number(line));
        }

        AnsiConsole.Write(table);
        foreach (var line in ledger.Open)
        {
            var compared = ledger.Comparison(line.Number) is { } comparison ? comparison.Done.Why : "none";
            Console.WriteLine(
                $"open: proposal {line.Number}, {line.Done.Target} version {line.Done.Version} by {line.Done.By} at {line.At}: {line.Done.Why} " +
                $"(comparison: {compared}); a second person approves with 'risk approve {line.Number} --by NAME'");
        }

        retraining();
        foreach (var line in all ? ledger.Entries : [])
        {
            var done = line.Done;
            var role = done.Role is { } one ? " " + Codes<BundleRole>.Word(one) : "";
            var proposal = done.Proposal is { } number ? string.Create(CultureInfo.InvariantCulture, $" (proposal {number})") : "";
            var evidence = done.Evidence.Length == 0 ? "" : " " + done.Evidence;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{line.Number} {line.At} {Codes<LedgerAct>.Word(done.Act)}{role}{proposal} {done.Target} {done.Version} {done.BundleHash[..HashShown]} " +
                $"by {done.By}: {done.Why}{evidence}"));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"ledger lines {ledger.Entries.Count} sha256 {ledger.Head?.Hash ?? "none"}"));
    }

    /// <summary>How far the latest runs have drifted, and the latest trainings that hosts began.</summary>
    private static void PrintRetraining(Database database)
    {
        foreach (var drift in new ScoreStore(database).Drift(ShownMax))
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"drift: {drift.Target} bundle {drift.BundleHash[..HashShown]} as of {drift.AsOf:yyyy-MM-dd} against {drift.ComparedWith}: " +
                $"PSI {drift.Psi:0.000}, by chance below {drift.Chance:0.000}: {drift.Verdict}"));
        }

        foreach (var training in new TrainingStore(database).Newest(ShownMax))
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"training: {training.Target} on {training.BegunOn:yyyy-MM-dd}, {training.Why}: " +
                $"{training.Outcome?.ReplaceLineEndings(" ") ?? "runs, or its host died"}"));
        }
    }

    private static string Persons(ModelLedger ledger, LedgerEntry line) =>
        line.Done.Proposal is { } proposal ? $"{ledger.Entries[(int)proposal - 1].Done.By}, approved by {line.Done.By}" : line.Done.By;

    private static string Number(LedgerEntry line) => line.Number.ToString(CultureInfo.InvariantCulture);
}
