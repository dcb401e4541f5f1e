using System.CommandLine;
using System.Globalization;
using RiskSignals.Storage;
using RiskSignals.Training.Benchmarks;
using RiskSignals.Training.Cohorts;
using RiskSignals.Training.Fitting;
using RiskSignals.Training.Tables;

namespace RiskSignals.Cli;

/// <summary>risk benchmark: measures the ordinary trainer on public data.</summary>
internal static class BenchmarkVerb
{
    private static readonly DateOnly BerkaTestFrom = new(1997, 1, 1);

    public static Command Command()
    {
        var berka = Data("berka");
        var berkaCommand = new Command("berka", "682 loans of a Czech bank: train on those granted 1993–1996, test on 1997–1998") { berka };
        berkaCommand.SetAction(parsed =>
        {
            Berka(parsed.GetValue(berka)!.FullName);
            return 0;
        });
        var taiwan = Data("taiwan");
        var taiwanCommand = new Command("taiwan", "30,000 credit-card borrowers, next month's default, published split") { taiwan };
        taiwanCommand.SetAction(parsed =>
        {
            TaiwanBenchmark.Run(parsed.GetValue(taiwan)!.FullName, Console.Out);
            return 0;
        });
        return new Command("benchmark", "Measure the ordinary trainer on public data sets, and the features on a simulated lender")
        {
            berkaCommand, taiwanCommand, Table(), SimulatorVerb.Command(), DetectionVerb.Command(), CategoryBenchmark.Command(),
        };
    }

    private static Command Table()
    {
        var file = new Option<FileInfo>("--file") { Description = "CSV file (or .csv.gz) with a column of outcomes", Required = true };
        var folds = new Option<int>("--folds") { Description = "Parts, each tested once on a model of the others", DefaultValueFactory = _ => 10 };
        var seed = new Option<int>("--seed") { Description = "For folds, search and fits", DefaultValueFactory = _ => 42 };
        var testIds = new Option<FileInfo?>("--test-ids") { Description = "Ids of the test rows of a published split, one a line; needs --id" };
        var options = new TableOptions();
        var command = new Command("table", "Any table: the ordinary trainer and scikit-learn's booster on the same folds") { file, folds, seed, testIds };
        foreach (var option in options.All)
        {
            command.Add(option);
        }

        command.SetAction((parsed, cancel) => Screen.Stoppable(() =>
        {
            if (parsed.GetValue(folds) is var count and (< 2 or > 100))
            {
                throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"--folds is {count}; expected 2 to 100."));
            }

            var table = FlatTable.Of(TableFile.Read(parsed.GetValue(file)!.FullName), options.Choice(parsed));
            var ids = parsed.GetValue(testIds) is { } given
                ? File.ReadLines(given.FullName).Select(line => line.Trim()).Where(line => line.Length > 0).ToHashSet(StringComparer.Ordinal)
                : null;
            var recipe = ShippedRecipes.Read("table") with { Seed = parsed.GetValue(seed) };
            using var page = new StringWriter();
            Screen.WithRounds("both sides", progress => TableBenchmark.Run(table, parsed.GetValue(folds), ids, recipe, progress, page, cancel));
            Console.Write(page);
            return 0;
        }));
        return command;
    }

    private static Option<DirectoryInfo> Data(string name) => new("--data") { Description = $"Folder with the {name} files as published", Required = true };

    private static void Berka(string source)
    {
        var folder = Directory.CreateTempSubdirectory("risksignals-berka-").FullName;
        try
        {
            BerkaFiles.Convert(source, folder);
            using var database = Database.Open(Path.Combine(folder, "berka.db"));
            var store = new FactStore(database);
            if (!ImportVerb.Run(Path.Combine(folder, "facts"), store))
            {
                throw new FormatException("Some rows were refused, see above; the data are not as published.");
            }

            var labels = ExternalLabels.Parse(File.ReadLines(Path.Combine(folder, BerkaFiles.LabelsFile)));
            var table = Screen.WithProgress("computing windows as of each loan's day", _ => AccountWindows.Table(store.Stream(), labels));
            var (train, test) = table.CutAt(BerkaTestFrom);
            var trained = Screen.WithRounds("fitting", progress => Trainer.FitAndTest(train, test, ShippedRecipes.Read("berka"), threads: 1, progress));
            TrainVerb.Print(trained.Report);
            var nested = trained.Report.Search!.Nested!;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{trained.Report.Model}, the best of {trained.Report.Search.Tries.Count} tries on the training years; " +
                $"nested AUC there {nested.Auc:0.0000}, log loss {nested.LogLoss:0.0000}"));
            var auc = trained.Report.Test.Auc;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"berka_auc {auc.Auc:0.0000} low {auc.Low:0.0000} high {auc.High:0.0000}"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
