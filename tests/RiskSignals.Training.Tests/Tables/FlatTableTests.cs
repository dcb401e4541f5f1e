using System.Globalization;
using RiskSignals.Training.Fitting;
using RiskSignals.Training.Learners;
using RiskSignals.Training.Tables;

namespace RiskSignals.Training.Tests.Tables;

public sealed class FlatTableTests
{
    private static readonly TableChoice Choice = new("bad")
    {
        Id = "id",
        Categorical = ["region"],
        Special = new Dictionary<string, IReadOnlyList<SpecialCode>> { ["since"] = [new(-1, "never")] },
    };

    [Theory]
    [InlineData("income", "abc", "line 3, column 'income' is 'abc'; a finite number, or nothing")]
    [InlineData("income", "1e99", "line 3, column 'income' is '1e99'")]
    [InlineData("bad", "2", "line 3, column 'bad' is '2'; an outcome of 0 or 1")]
    [InlineData("bad", "", "line 3, column 'bad' is ''")]
    [InlineData("id", "0", "line 3, column 'id' is '0'; line 2 has it already")]
    public void A_cell_that_does_not_fit_is_refused_by_line_column_and_value(string column, string text, string named)
    {
        var raw = Raw(40);
        raw.Rows[1][raw.Columns.ToList().IndexOf(column)] = text;
        var error = Assert.Throws<FormatException>(() => Train(raw));
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_column_that_is_not_there_is_refused_by_name_and_option()
    {
        Assert.Contains("'x' (--label)", Refusal(Choice with { Label = "x" }), StringComparison.Ordinal);
        Assert.Contains("'x' (--drop)", Refusal(Choice with { Drop = ["x"] }), StringComparison.Ordinal);
        Assert.Contains("'region' is in --categorical and in --special", Refusal(Choice with
        {
            Special = new Dictionary<string, IReadOnlyList<SpecialCode>> { ["region"] = [new(1, "none")] },
        }), StringComparison.Ordinal);
        static string Refusal(TableChoice choice) => Assert.Throws<FormatException>(() => Train(Raw(40), choice)).Message;
    }

    [Theory]
    [InlineData("SEX")]
    [InlineData("applicant_age")]
    [InlineData("MARRIAGE")]
    [InlineData("nationality")]
    public void A_protected_column_is_refused_and_may_be_dropped(string name)
    {
        var raw = Raw(400) with { };
        var renamed = raw with { Columns = [.. raw.Columns.Select(column => column == "noise" ? name : column)] };
        Assert.Contains($"--drop {name}", Assert.Throws<FormatException>(() => Train(renamed)).Message, StringComparison.Ordinal);
        Assert.DoesNotContain(name, Train(renamed, Choice with { Drop = [name] }).Bundle.Features.Select(feature => feature.Name));
    }

    [Fact]
    public void Categories_are_learnt_from_training_rows_and_others_have_no_flag()
    {
        var raw = Raw(30);
        raw.Rows[29][2] = "elsewhere";
        var columns = TableColumns.Learn(raw, Choice, [.. Enumerable.Range(0, 29)]);
        Assert.Equal(
            ["income", "region_is_north", "region_is_south", "region_is_west", "since", "noise"],
            columns.ModelFeatures.Select(feature => feature.Name).OrderBy(name => name, Comparer<string>.Create((a, b) => Place(a) - Place(b))));
        var row = columns.Encode(raw, [29]);
        Assert.All(row.Names.Select((name, i) => (name, row.Column(i)[0])).Where(one => one.name.StartsWith("region", StringComparison.Ordinal)),
            one => Assert.Equal(0, one.Item2));
        int Place(string name) => Array.IndexOf(
            ["income", "region_is_north", "region_is_south", "region_is_west", "since", "noise"], name);
    }

    [Fact]
    public void Many_categories_become_ranks_by_how_often_they_occur()
    {
        var raw = new RawTable("many.csv", ["bad", "town"], [.. Enumerable.Range(0, 200).Select(i => new[] { $"{i % 2}", i < 60 ? "b" : $"t{i % 30}" })]);
        var choice = new TableChoice("bad") { Categorical = ["town"] };
        var columns = TableColumns.Learn(raw, choice, [.. Enumerable.Range(0, 200)]);
        var encoded = columns.Encode(raw with { Rows = [["0", "b"], ["0", "unheard of"], ["0", ""]] }, [0, 1, 2]);
        Assert.Equal("town_rank", Assert.Single(encoded.Names));
        Assert.Equal([0f, 31f, float.NaN], encoded.Column(0).ToArray());
    }

    [Fact]
    public void What_the_columns_mean_is_kept_with_the_bundle_and_named_by_it()
    {
        var trained = Train(Raw(400));
        var file = trained.Files().Single(one => one.Name == TableColumns.FileName).Bytes;
        var read = TableColumns.Parse(file.Span);
        Assert.Equal(trained.Bundle.CatalogHash, read.Hash);
        Assert.Equal(trained.Bundle.Features.Select(feature => feature.Name), read.ModelFeatures.Select(feature => feature.Name));
        Assert.Equal(file.ToArray(), read.ToJson());
        Assert.InRange(trained.Report.Test.Auc.Auc, 0.7, 1);
        Assert.Equal(trained.Bundle.Hash, Train(Raw(400)).Bundle.Hash);
    }

    [Fact]
    public void With_days_the_later_ones_test()
    {
        var raw = Raw(400);
        var dated = raw with
        {
            Columns = [.. raw.Columns, "day"],
            Rows = [.. raw.Rows.Select((row, i) => row.Append($"{new DateOnly(2024, 1, 1).AddDays(i):yyyy-MM-dd}").ToArray())],
        };
        var report = Train(dated, Choice with { AsOf = "day" }).Report;
        Assert.StartsWith("days from 2024-10-27", report.TestRows, StringComparison.Ordinal);
        dated.Rows[7][^1] = "31.12.2024";
        var error = Assert.Throws<FormatException>(() => Train(dated, Choice with { AsOf = "day" }));
        Assert.Contains("line 9, column 'day' is '31.12.2024'", error.Message, StringComparison.Ordinal);
    }

    private static TrainedBundle Train(RawTable raw, TableChoice? choice = null) => Trainer.Fit(
        FlatTable.Of(raw, choice ?? Choice),
        ShippedRecipes.Read("table") with { Learner = LearnerKind.Logistic, Search = null, Validation = new() { Resamples = 100 } },
        threads: 1);

    /// <summary>Income and region decide; noise doesn't, and -1 says that there never was an event.</summary>
    private static RawTable Raw(int rows)
    {
        var random = new Random(6);
        return new(
            "loans.csv",
            ["id", "income", "region", "since", "noise", "bad"],
            [
                .. Enumerable.Range(0, rows).Select(i =>
                {
                    var (income, region) = (random.Next(100), random.Next(3));
                    var bad = random.NextDouble() < 1 / (1 + Math.Exp(0.06 * (income - 40) + (region == 0 ? 1 : 0)));
                    return new[]
                    {
                        $"{i}", i % 9 == 8 ? "" : $"{income}", new[] { "north", "south", "west" }[region], random.Next(3) == 0 ? "-1" : $"{random.Next(24)}",
                        random.NextDouble().ToString("0.000", CultureInfo.InvariantCulture), bad ? "1" : "0",
                    };
                }),
            ]);
    }
}
