using System.CommandLine;
using System.Globalization;
using RiskSignals.Storage;
using RiskSignals.Training.Benchmarks;
using RiskSignals.Training.Cohorts;
using RiskSignals.Training.Fitting;

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
            berkaCommand, taiwanCommand, DetectionVerb.Command(),
        };
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
            var cohort = Screen.WithProgress("computing features as of each loan's day", _ => Cohort.Build(store.Stream(), labels, TrainVerb.NoDecisions));
            var (train, test) = cohort.Table().CutAt(BerkaTestFrom);
            var trained = Screen.WithRounds("fitting", progress => Trainer.FitAndTest(train, test, ShippedRecipes.Read("berka"), threads: 1, progress));
            TrainVerb.Print(trained.Report);
            var auc = trained.Report.Test.Auc;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"berka_auc {auc.Auc:0.0000} low {auc.Low:0.0000} high {auc.High:0.0000}"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
