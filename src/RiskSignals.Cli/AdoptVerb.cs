using System.CommandLine;
using System.Globalization;
using RiskSignals.Scoring;
using RiskSignals.Storage;
using RiskSignals.Training.Adoption;
using RiskSignals.Training.Cohorts;
using RiskSignals.Training.Fitting;

namespace RiskSignals.Cli;

/// <summary>risk adopt: makes a bundle of a model that was fitted elsewhere, calibrated and tested on days it hasn't seen.</summary>
internal static class AdoptVerb
{
    public static Command Command()
    {
        var model = new Argument<FileInfo>("MODEL") { Description = "XGBoost's JSON or UBJSON, or LightGBM's text, as its library saved it" };
        var recipe = new Option<FileInfo>("--recipe")
        {
            Description = "Recipe of the target, as training/recipes/miss30.json: all but the fit counts", Required = true,
        };
        var seenUntil = new Option<DateOnly>("--seen-until")
        {
            Description = "The last as-of day of any row the model was fitted on, early stopping included, as 2024-12-31",
            CustomParser = result => Arguments.Day(result.Tokens[0].Value, result.AddError),
            Required = true,
        };
        var columns = new Option<FileInfo?>("--columns")
        {
            Description = "CSV of column, feature: which feature feeds each column the model names its own way",
        };
        var margins = new Option<FileInfo?>("--margins")
        {
            Description = "CSV of borrower_id, loan_id, as_of, margin: log-odds its own library gave; refuse the model if ours are others",
        };
        var (data, postgres, models) = (Arguments.Data(), Arguments.Postgres(), Arguments.Models());
        var (knownBy, labels, audit) = (Arguments.KnownBy(), Arguments.Labels(), Arguments.Audit());
        var command = new Command("adopt", "Make a bundle of a model that was fitted elsewhere: calibrate and validate it on later days than it has seen")
        {
            model, recipe, seenUntil, columns, margins, data, postgres, models, knownBy, labels, audit,
            LongHelp.Option(
                """

                The model takes features of this catalogue (docs/features.md) in any order and under any names, as a file of 'risk features
                export' holds them: numbers, a missing value left missing. Its objective is binary:logistic (XGBoost) or binary (LightGBM).

                Names. Columns called as the catalogue calls its features need no file. Others are mapped by --columns, a line each:

                  column,feature
                  Late payments 90d,repayment_late_count_90d

                A model fitted without names has columns f0, f1, … or Column_0, Column_1, …, which are mapped the same way.

                Margins. A wrong mapping, or missing values filled in before the fit, leave no trace in the model. --margins gives its
                library's own log-odds of some loans and days (predict with output_margin or raw_score); they are computed again from the
                store, and a row that differs by more than a ten-thousandth refuses the model.

                Rows later than --seen-until, after the recipe's embargo, calibrate the model and test it. Nothing checks the day stated;
                the card says so.

                Example:

                  risk adopt booster.json --recipe training/recipes/miss30.json --columns columns.csv --seen-until 2024-12-31

                Ends with 'adopted TARGET VERSION sha256 HASH'; then 'risk register' and 'risk promote' as for any other bundle.
                """),
        };
        command.SetAction((parsed, cancel) => Screen.Stoppable(() =>
        {
            var mapping = parsed.GetValue(columns) is { } file ? ColumnMapping.Of(TableFile.Read(file.FullName)) : ColumnMapping.None;
            var adopted = AdoptedModel.Read(ReadModel(parsed.GetValue(model)!), mapping, parsed.GetValue(seenUntil));
            var limited = adopted.Limit(Recipe.Parse(File.ReadAllText(parsed.GetValue(recipe)!.FullName)), Cohort.ModelFeatures());
            var groups = TrainVerb.Groups(parsed.GetValue(audit));

            using var database = Arguments.Open(parsed, data, postgres);
            var store = new FactStore(database);
            if (parsed.GetValue(margins) is { } stated)
            {
                StatedMargins.Require(stated.FullName, adopted, store);
            }

            var cohort = TrainVerb.Gather(
                limited,
                store,
                TrainVerb.Decisions(database),
                parsed.GetValue(knownBy) ?? TrainVerb.NewestKnownOn(store),
                parsed.GetValue(labels)?.FullName,
                cancel);
            var bundle = Screen.WithRounds(
                $"{limited.Target}: calibrating and testing",
                progress => Trainer.Adopt(cohort.Table(), adopted, limited, groups, threads: 1, progress, cancel));
            TrainVerb.Keep(bundle, parsed.GetValue(models)!.FullName, "adopted");
            return 0;
        }));
        return command;
    }

    /// <summary>The bytes of a file, not read at all if there are too many.</summary>
    private static byte[] ReadModel(FileInfo file) => !file.Exists || file.Length <= BundleLimits.ModelBytesMax
        ? File.ReadAllBytes(file.FullName)
        : throw new FormatException(string.Create(
            CultureInfo.InvariantCulture, $"{file.Name} has {file.Length} bytes; at most {BundleLimits.ModelBytesMax} are read, make it smaller."));
}
