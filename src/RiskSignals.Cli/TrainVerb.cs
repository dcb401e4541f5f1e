using System.CommandLine;
using System.Globalization;
using RiskSignals.Scoring;
using RiskSignals.Storage;
using RiskSignals.Training.Cohorts;
using RiskSignals.Training.Fitting;
using RiskSignals.Training.Tables;
using RiskSignals.Training.Validation;
using RiskSignals.Treatments;
using Spectre.Console;

namespace RiskSignals.Cli;

/// <summary>risk train: builds the cohort of a recipe from the store, fits and validates, and writes the bundle.</summary>
internal static class TrainVerb
{
    public static Command Command()
    {
        var recipe = new Argument<FileInfo?>("RECIPE")
        {
            Description = "Recipe file, as training/recipes/miss30.json; with --table one is built in",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var table = new Option<FileInfo?>("--table") { Description = "Learn from this CSV file (or .csv.gz) instead of the store" };
        var tableOptions = new TableOptions();
        var (data, postgres, models) = (Arguments.Data(), Arguments.Postgres(), Arguments.Models());
        var knownBy = new Option<DateOnly?>("--known-by")
        {
            Description = "Learn only from labels matured by this day, as 2025-03-31; by default the newest day any fact was known on",
            CustomParser = result => Arguments.Day(result.Tokens[0].Value, result.AddError),
        };
        var labels = new Option<FileInfo?>("--labels") { Description = "CSV of loan_id, as_of, label (0 or 1) to use instead of the target's own labels" };
        var audit = new Option<FileInfo?>("--audit")
        {
            Description = "CSV of borrower_id, attribute, group: protected attributes for the card's fairness table; they never enter the model",
        };
        var threads = new Option<int>("--threads")
        {
            Description = "Threads for fitting, no more than idle cores; the model is the same for any number",
            DefaultValueFactory = _ => 1,
        };
        var command = new Command("train", "Train, calibrate and validate a model; the same data, recipe and seed give the same bytes")
        {
            recipe, data, postgres, models, knownBy, labels, audit, threads, table,
        };
        foreach (var option in tableOptions.All)
        {
            command.Add(option);
        }

        command.SetAction((parsed, cancel) => Screen.Stoppable(() =>
        {
            var chosen = parsed.GetValue(recipe) is { } file ? Recipe.Parse(File.ReadAllText(file.FullName)) : null;
            if (parsed.GetValue(table) is { } from)
            {
                RunTable(
                    FlatTable.Of(TableFile.Read(from.FullName), tableOptions.Choice(parsed)),
                    chosen ?? ShippedRecipes.Read("table"),
                    parsed.GetValue(models)!.FullName,
                    parsed.GetValue(threads),
                    Groups(parsed.GetValue(audit)),
                    cancel);
                return 0;
            }

            using var database = Arguments.Open(parsed, data, postgres);
            var store = new FactStore(database);
            Run(
                chosen ?? throw new FormatException("Name a recipe file, or a table with --table."),
                store,
                Decisions(database),
                parsed.GetValue(knownBy) ?? store.NewestKnownOn() ?? throw new InvalidOperationException("The store is empty; import facts first."),
                parsed.GetValue(labels)?.FullName,
                parsed.GetValue(models)!.FullName,
                parsed.GetValue(threads),
                Groups(parsed.GetValue(audit)),
                cancel);
            return 0;
        }));
        return command;
    }

    /// <summary>Trains one recipe and prints how good the model is.</summary>
    /// <returns>The bundle's folder.</returns>
    public static string Run(
        Recipe recipe,
        FactStore store,
        ILookup<string, DecidedTreatment> decisions,
        DateOnly knownBy,
        string? labelsFile,
        string modelsFolder,
        int threads = 1,
        AuditGroups? audit = null,
        CancellationToken cancel = default)
    {
        var borrowers = Math.Max(1, store.Count(Borrowers.FactKinds.Borrowers));
        var cohort = Screen.WithProgress($"{recipe.Target}: gathering the cohort", progress =>
        {
            var files = store.Stream().Select((file, i) =>
            {
                progress.Report((i + 1.0) / borrowers);
                return file;
            });
            return labelsFile is null
                ? Cohort.Build(files, TargetOf(recipe), CohortChoice.Of(recipe), knownBy, decisions)
                : Cohort.Build(files, ExternalLabels.Parse(File.ReadLines(labelsFile)), decisions);
        });
        LeakCheck.Require(cohort, recipe);
        var left = string.Join(", ", cohort.LeftOut.Select(cause => $"{cause.Key} {Screen.Count(cause.Value)}"));
        Console.WriteLine(
            $"  {Screen.Count(cohort.Rows.Count)} rows, {Screen.Count(cohort.Rows.Count(row => row.Outcome))} with outcome 1; " +
            $"{Screen.Count(cohort.Rows.Count(row => row.Decisions.Count > 0))} under a recorded decision, " +
            $"{Screen.Count(cohort.Rows.Count(row => row.Exposed))} exposed; left out: {(left.Length == 0 ? "none" : left)}");
        var trained = Screen.WithRounds($"{recipe.Target}: fitting", progress => Trainer.Fit(cohort.Table(), recipe, threads, progress, audit, cancel));
        return Keep(trained, modelsFolder);
    }

    /// <summary>Trains on a table of a file and prints how good the model is.</summary>
    private static void RunTable(FlatTable table, Recipe recipe, string modelsFolder, int threads, AuditGroups? audit, CancellationToken cancel)
    {
        Console.WriteLine($"  {Screen.Count(table.Rows)} rows, {Screen.Count(table.Outcomes.Count(one => one))} with outcome 1");
        Keep(Screen.WithRounds($"{table.Raw.File}: fitting", progress => Trainer.Fit(table, recipe, threads, progress, audit, cancel)), modelsFolder);
    }

    private static AuditGroups? Groups(FileInfo? audit) => audit is null ? null : AuditGroups.Parse(File.ReadLines(audit.FullName));

    private static string Keep(TrainedBundle trained, string modelsFolder)
    {
        Print(trained.Report);
        var folder = trained.Write(modelsFolder);
        Console.WriteLine($"  {trained.Report.Model}; wrote {folder}, open card.html there");
        Console.WriteLine($"trained {trained.Bundle.Target} {trained.Bundle.Version} sha256 {trained.Bundle.Hash}");
        return folder;
    }

    /// <summary>For labels that no policy of ours had a hand in.</summary>
    public static ILookup<string, DecidedTreatment> NoDecisions { get; } =
        Array.Empty<DecidedTreatment>().ToLookup(decided => decided.LoanId, StringComparer.Ordinal);

    /// <summary>What was decided about each loan, for the labels' policy records.</summary>
    public static ILookup<string, DecidedTreatment> Decisions(Database database) =>
        new TreatmentStore(database).All()
            .Select(row => DecisionText.Parse(row.Record))
            .Select(decision => new DecidedTreatment(
                decision.DecisionId, decision.LoanId, decision.AsOf, decision.ChosenId, decision.TrialId, decision.Candidate(decision.ChosenId).Propensity))
            .ToLookup(decided => decided.LoanId, StringComparer.Ordinal);

    private static Target TargetOf(Recipe recipe) =>
        Target.All.FirstOrDefault(target => target.Id == recipe.Target)
        ?? throw new FormatException(
            $"Recipe: target is '{recipe.Target}'; expected one of {string.Join(", ", Target.All.Select(target => target.Id))}, " +
            "or give labels of your own with --labels.");

    /// <summary>Prints the measures of both sets of rows.</summary>
    public static void Print(ValidationReport report)
    {
        var table = Screen.Table($"{report.Target}, test on {report.TestRows}", "measure", ">out of time", ">cross-validated");
        Line("rows", measures => Screen.Count(measures.Rows));
        Line("borrowers", measures => Screen.Count(measures.Borrowers));
        Line("outcome 1", measures => $"{Screen.Count(measures.Positives)} ({Screen.Percent((double)measures.Positives / measures.Rows)})");
        Line("AUC (95 %)", measures => Number($"{measures.Auc.Auc:0.0000} ({measures.Auc.Low:0.000}–{measures.Auc.High:0.000})"));
        Line("Gini", measures => Number($"{measures.Gini:0.0000}"));
        Line("KS", measures => Number($"{measures.Ks:0.0000}"));
        Line("Brier", measures => Number($"{measures.Brier:0.0000}"));
        Line("log loss, nats", measures => Number($"{measures.LogLoss:0.0000}"));
        Line(
            "ECE (a perfect model: mean, 95 % point)",
            measures => Number($"{measures.Ece.Value:0.0000} ({measures.Ece.NoiseMean:0.0000}, {measures.Ece.Noise95:0.0000})"));
        Line("rate of outcome 1 in the highest-scored tenth ÷ overall", measures => Number($"{measures.Deciles[0].Lift:0.00}"));
        AnsiConsole.Write(table);

        void Line(string name, Func<Measures, string> text) => table.Row(name, text(report.Test), text(report.CrossValidated));
    }

    private static string Number(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
