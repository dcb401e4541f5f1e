using System.Text.Json.Nodes;

namespace RiskSignals.Cli.Tests;

/// <summary>The life of two versions of a model, with the program as it is built: a poor one and the pipeline's.</summary>
[Collection(PipelineFolder.Collection)]
public sealed class ModelsTests(PipelineFolder folder)
{
    [Fact]
    public void A_version_is_validated_promoted_only_when_better_and_rolled_back_and_the_ledger_tells_all()
    {
        var data = Path.Combine(folder.Root, "models.db");
        File.Copy(folder.Data, data, overwrite: true);
        RiskProgram.Succeeds("train", PoorRecipe(), "--data", data, "--models", folder.Models);
        string[] here = ["--data", data, "--models", folder.Models];

        var valid = RiskProgram.Succeeds("validate", Path.Combine(folder.Models, "miss30", "1"))[^1];
        Assert.Matches("^valid MISS30@1 1 sha256 [0-9a-f]{64}$", valid);
        Fails(2, "a second person must approve", ["promote", "miss30", "0", "--champion", "--by", "ada", "--approved-by", " Ada ", .. here]);
        Fails(2, "leave it out", ["promote", "miss30", "0", "--champion", "--by", "ada", "--approved-by", "ben", "--margin", "0", .. here]);
        var poor = RiskProgram.Succeeds(["promote", "miss30", "0", "--champion", "--by", "ada", "--approved-by", "ben", "--why", "first", .. here])[^1];

        Fails(2, "state the margin", ["promote", "miss30", "1", "--champion", "--by", "ada", "--approved-by", "ben", .. here]);
        RiskProgram.Succeeds(["promote", "miss30", "1", "--challenger", "--by", "ada", .. here]);
        var proposed = RiskProgram.Succeeds(["promote", "miss30", "1", "--champion", "--by", "ada", "--margin", "0.01", "--why", "sees more", .. here]);
        var line = proposed[^1].Split(' ')[^1];
        Assert.Contains(proposed, text => text.EndsWith("margin 0.0100: better", StringComparison.Ordinal));
        Fails(2, "another person must", ["approve", line, "--by", "ada", "--data", data]);
        var good = RiskProgram.Succeeds("approve", line, "--by", "ben", "--data", data)[^1];
        Assert.Equal(valid.Replace("valid MISS30@1 1", "promoted MISS30@1 1 champion", StringComparison.Ordinal), good);

        var worse = Fails(1, "", ["promote", "miss30", "0", "--champion", "--by", "ada", "--approved-by", "ben", "--margin", "0", .. here]);
        Assert.Equal("not promoted MISS30@1 0", worse[^1]);
        Assert.Equal(poor, RiskProgram.Succeeds("rollback", "miss30", "--by", "cem", "--approved-by", "ben", "--why", "complaints", "--data", data)[^1]);

        var listed = RiskProgram.Succeeds("models", "--ledger", "--data", data);
        Assert.Contains(listed, text => text.Contains("│ champion", StringComparison.Ordinal) && text.Contains("│ 0 ", StringComparison.Ordinal));
        Assert.DoesNotContain(listed, text => text.Contains("│ challenger", StringComparison.Ordinal));
        Assert.Contains(listed, text => text.Contains(": not passed {", StringComparison.Ordinal));
        Assert.Contains(listed, text => text.Contains("by cem: complaints", StringComparison.Ordinal));
        Assert.Matches("^ledger lines 12 sha256 [0-9a-f]{64}$", listed[^1]);
        RiskProgram.Succeeds("models", "--head", listed[^1].Split(' ')[^1], "--data", data);
        Fails(2, "lines were cut off its end", ["models", "--head", new string('0', 64), "--data", data]);
    }

    [Fact]
    public void A_changed_byte_other_evidence_and_an_unknown_target_are_refused()
    {
        var spoilt = Path.Combine(folder.Root, "spoilt");
        Directory.CreateDirectory(spoilt);
        foreach (var file in Directory.GetFiles(Path.Combine(folder.Models, "miss30", "1")))
        {
            File.Copy(file, Path.Combine(spoilt, Path.GetFileName(file)), overwrite: true);
        }

        File.Copy(Path.Combine(folder.Models, "pay30", "1", "metrics.json"), Path.Combine(spoilt, "metrics.json"), overwrite: true);
        Fails(1, "metrics.json is of bundle", ["validate", spoilt]);
        var data = Path.Combine(folder.Root, "spoilt.db");
        Fails(2, "metrics.json is of bundle", ["register", spoilt, "--by", "ada", "--data", data]);
        var model = Path.Combine(spoilt, "model.json");
        File.WriteAllText(model, File.ReadAllText(model).Replace('3', '4'));
        Fails(1, "hash", ["validate", spoilt]);
        Fails(2, "expected one of MISS30@1", ["rollback", "moon", "--by", "ada", "--data", data]);
        Assert.EndsWith("ledger lines 0 sha256 none", RiskProgram.Succeeds("models", "--data", data)[^1], StringComparison.Ordinal);
    }

    private string PoorRecipe()
    {
        var recipe = JsonNode.Parse(File.ReadAllText(PipelineFolder.Recipe("miss30")))!;
        recipe["version"] = "0";
        recipe["features"]!["include"] = new JsonArray("repayment_direct_debit_flag_now");
        recipe["bands"] = JsonNode.Parse("""[{ "name": "low", "upper_excl": 0.5 }, { "name": "high", "upper_excl": 1 }]""");
        var file = Path.Combine(folder.Root, "poor.json");
        File.WriteAllText(file, recipe.ToJsonString());
        return file;
    }

    private static string[] Fails(int exitCode, string because, string[] arguments)
    {
        var run = RiskProgram.Run(arguments);
        Assert.Equal(exitCode, run.ExitCode);
        Assert.Contains(because, run.Errors, StringComparison.Ordinal);
        return run.Output;
    }
}
