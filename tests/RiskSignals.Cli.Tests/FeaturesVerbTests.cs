using System.Globalization;
using RiskSignals.Features;

namespace RiskSignals.Cli.Tests;

[Collection(PipelineFolder.Collection)]
public sealed class FeaturesVerbTests(PipelineFolder folder)
{
    [Fact]
    public void The_list_ends_with_the_number_of_attributes_and_columns()
    {
        var attributes = FeatureCatalog.All.Select(feature => feature.Attribute).Distinct().Count();
        Assert.Equal($"features attributes {attributes} columns {FeatureCatalog.All.Count}", RiskProgram.Succeeds("features", "list")[^1]);
        var bills = FeatureCatalog.All.Where(feature => feature.Group == FeatureGroup.Bills).ToArray();
        Assert.EndsWith($"columns {bills.Length}", RiskProgram.Succeeds("features", "list", "--group", "bills")[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Exported_rows_are_replayed_bit_for_bit_and_a_changed_digit_is_named()
    {
        var exported = Export("checked.csv");
        var rows = File.ReadLines(exported).Count() - 1;
        Assert.Equal($"checked {rows} equal {rows}", Check(exported, out var exitCode, out _)[^1]);
        Assert.Equal(0, exitCode);

        var lines = File.ReadAllLines(exported);
        var names = lines[0].Split(',');
        var cells = lines[^1].Split(',');
        var place = Array.IndexOf(names, "loan_mob_value_now");
        cells[place] = (float.Parse(cells[place], CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture);
        lines[^1] = string.Join(',', cells);
        var changed = Path.Combine(folder.Root, "changed.csv");
        File.WriteAllLines(changed, lines);
        Assert.Equal($"checked {rows} equal {rows - 1}", Check(changed, out exitCode, out var errors)[^1]);
        Assert.Equal(1, exitCode);
        Assert.Contains($"{cells[1]} as of 2024-12-31: loan_mob_value_now was", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void The_facts_behind_a_feature_add_up_to_it()
    {
        var rows = File.ReadLines(Export("explained.csv")).Select(line => line.Split(',')).ToArray();
        var place = Array.IndexOf(rows[0], "spend_income_ratio_30d");
        var row = rows.Skip(1).First(cells => cells[place].Length > 0);
        var output = RiskProgram.Succeeds(
            "features", "explain", "--loan", row[1], "--as-of", row[2], "--feature", "spend_income_ratio_30d", "--data", folder.Data);
        Assert.Contains($"spend_income_ratio_30d of {row[1]} as of {row[2]}: {row[place]} ratio", output[0], StringComparison.Ordinal);
        Assert.Contains(output, line => line.Contains("denominator", StringComparison.Ordinal));
        Assert.Matches("^[1-9][0-9]* facts add up to [0-9.]+, which is the value$", output[^1]);

        var all = RiskProgram.Succeeds("features", "explain", "--loan", row[1], "--as-of", row[2], "--data", folder.Data);
        Assert.All(FeatureCatalog.All, feature => Assert.Contains(all, line => line.Contains($" {feature.Name} ", StringComparison.Ordinal)));
    }

    [Fact]
    public void What_is_not_there_is_named()
    {
        AssertRefused("No loan 'nobody' was known by 2024-12-31", "explain", "--loan", "nobody", "--as-of", "2024-12-31");
        AssertRefused("There is no run to check", "check");
        AssertRefused("does not begin with borrower_id,loan_id,as_of", "check", "--file", Path.Combine(folder.Facts, "payments.csv"));
    }

    private void AssertRefused(string expected, params string[] arguments)
    {
        var (exitCode, _, errors) = RiskProgram.Run(["features", .. arguments, "--data", Path.Combine(folder.Root, "untouched.db")]);
        Assert.Equal(2, exitCode);
        Assert.Contains(expected, errors, StringComparison.Ordinal);
    }

    private string Export(string name)
    {
        var path = Path.Combine(folder.Root, name);
        RiskProgram.Succeeds("features", "export", "--as-of", "2024-11-30", "2024-12-31", "--data", folder.Data, "--out", path);
        return path;
    }

    private string[] Check(string file, out int exitCode, out string errors)
    {
        (exitCode, var output, errors) = RiskProgram.Run("features", "check", "--file", file, "--data", folder.Data);
        return output;
    }
}
