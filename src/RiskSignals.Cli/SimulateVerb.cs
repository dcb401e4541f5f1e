using System.CommandLine;
using RiskSignals.Simulation;

namespace RiskSignals.Cli;

/// <summary>risk simulate: writes the facts of a lender with known truth as import files.</summary>
internal static class SimulateVerb
{
    public static Command Command()
    {
        var lender = new Option<string>("--lender")
        {
            Description = $"A shipped lender ({string.Join(", ", ShippedLenders.Names)}) or a JSON file of parameters",
            DefaultValueFactory = _ => ShippedLenders.DefaultName,
        };
        var borrowers = new Option<int?>("--borrowers") { Description = "Number of borrowers; as the lender has it if absent" };
        var months = new Option<int?>("--months") { Description = "Months simulated; as the lender has it if absent" };
        var seed = new Option<ulong?>("--seed") { Description = "Same seed, same bytes; as the lender has it if absent" };
        var decisions = new Option<FileInfo?>("--decisions")
        {
            Description = "CSV of borrower_id, loan_id, decided_on, treatment, decision_id: the borrowers respond to them",
        };
        var knownFrom = new Option<DateOnly?>("--known-from")
        {
            Description = "Write only facts learnt on or after this day, as a feed that goes on from an earlier import",
            CustomParser = result => Arguments.Day(result.Tokens[0].Value, result.AddError),
        };
        var target = new Option<DirectoryInfo>("--out") { Description = "Folder for the CSV files; the truth goes to its folder truth", Required = true };
        var command = new Command("simulate", "Write the facts of a simulated lender as import files, and the truth apart")
        {
            lender, borrowers, months, seed, decisions, knownFrom, target,
        };
        command.SetAction(parsed =>
        {
            var read = ShippedLenders.Read(parsed.GetValue(lender)!);
            var parameters = read with
            {
                Borrowers = parsed.GetValue(borrowers) ?? read.Borrowers,
                Months = parsed.GetValue(months) ?? read.Months,
                Seed = parsed.GetValue(seed) ?? read.Seed,
                KnownFrom = parsed.GetValue(knownFrom),
            };
            var taken = parsed.GetValue(decisions) is { } file ? DecisionFile.Read(file.FullName) : [];
            Run(parameters, parsed.GetValue(target)!.FullName, taken);
            return 0;
        });
        return command;
    }

    public static void Run(SimulationParameters parameters, string folder, IReadOnlyList<SimulatedDecision> decisions)
    {
        var summary = Screen.WithProgress(
            $"simulating {Screen.Count(parameters.Borrowers)} borrowers for {parameters.Months} months",
            progress => SimulationFiles.Write(
                parameters,
                folder,
                decisions,
                new Progressing<SimulationProgress>(progress, done => (double)done.BorrowersDone / done.Borrowers)));
        Console.WriteLine(
            $"  {Screen.Count(summary.Loans)} loans, {Screen.Count(summary.BankTransactions)} bank transactions, " +
            $"{Screen.Count(summary.Facts)} facts; sha256 {summary.Sha256[..16]}…");
    }
}
