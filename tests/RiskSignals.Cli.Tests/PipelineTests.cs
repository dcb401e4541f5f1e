using System.Globalization;

namespace RiskSignals.Cli.Tests;

/// <summary>Simulate, import, train, export: once for all tests here, with the program as it is built.</summary>
[CollectionDefinition(Collection)]
public sealed class PipelineFolder : IDisposable, ICollectionFixture<PipelineFolder>
{
    public const string Collection = "pipeline";

    /// <summary>The day whose true chances are sampled.</summary>
    public const string SampledOn = "2024-12-15";

    public PipelineFolder()
    {
        Simulated = RiskProgram.Succeeds(
            "simulate", "--borrowers", "250", "--months", "15", "--seed", "5", "--out", Facts,
            "--truth-sample", "260", "--replays", "60", "--as-of", SampledOn);
        FirstImport = RiskProgram.Succeeds("import", Facts, "--data", Data);
        Trained = RiskProgram.Succeeds("train", Recipe("miss30"), "--data", Data, "--models", Models);
        RiskProgram.Succeeds("train", Recipe("pay30"), "--data", Data, "--models", Models);
    }

    public string Root { get; } = Directory.CreateTempSubdirectory("risksignals-cli-").FullName;

    public string Facts => Path.Combine(Root, "facts");

    public string Data => Path.Combine(Root, "risk.db");

    public string Models => Path.Combine(Root, "models");

    public string[] Simulated { get; }

    public string[] FirstImport { get; }

    /// <summary>What training the first target printed.</summary>
    public string[] Trained { get; }

    public static string Recipe(string name) => Path.Combine(Checkout.Root, "training", "recipes", name + ".json");

    public void Dispose() => Directory.Delete(Root, recursive: true);
}

[Collection(PipelineFolder.Collection)]
public sealed class PipelineTests(PipelineFolder folder)
{
    [Fact]
    public void A_simulation_ends_with_a_line_that_a_script_can_read()
    {
        var loans = File.ReadLines(Path.Combine(folder.Facts, "loans.csv")).Count() - 1;
        var transactions = File.ReadLines(Path.Combine(folder.Facts, "bank_transactions.csv")).Count() - 1;
        Assert.Matches(
            $"^simulated borrowers 250 loans {loans} bank_transactions {transactions} seconds [0-9]+\\.[0-9] sha256 [0-9a-f]{{64}}$",
            folder.Simulated[^1]);
    }

    [Fact]
    public void Training_ends_with_a_line_that_a_script_can_read()
    {
        var bundle = File.ReadAllText(Path.Combine(folder.Models, "miss30", "1", "bundle.json"));
        Assert.Matches("^trained MISS30@1 1 sha256 [0-9a-f]{64}$", folder.Trained[^1]);
        Assert.Contains($"\"sha256\": \"{folder.Trained[^1][^64..]}\"", bundle, StringComparison.Ordinal);
    }

    [Fact]
    public void Importing_twice_changes_nothing()
    {
        var again = RiskProgram.Succeeds("import", folder.Facts, "--data", folder.Data);
        var (first, second) = (Counts(folder.FirstImport), Counts(again));
        Assert.NotEmpty(first);
        Assert.All(first.Zip(second), pair => Assert.Equal((pair.First.Name, "0", pair.First.New, "0"), pair.Second));
    }

    [Fact]
    public void A_bad_row_is_named_and_the_good_rows_are_kept()
    {
        var facts = Path.Combine(folder.Root, "bad");
        Directory.CreateDirectory(facts);
        File.WriteAllText(
            Path.Combine(facts, "borrowers.csv"),
            "borrower_id,jurisdiction,time_zone,household_id,known_on\nX1,UK,Europe/London,,2024-01-01T00:00:00Z\nX2,UK,Europe/London,,yesterday\n");
        var refused = Path.Combine(folder.Root, "refused.csv");
        var (exitCode, output, errors) = RiskProgram.Run("import", facts, "--data", Path.Combine(folder.Root, "bad.db"), "--refused", refused);
        Assert.Equal(1, exitCode);
        Assert.Contains("borrowers.csv line 3: known_on is 'yesterday'; expected a UTC moment as 2024-03-31T06:00:00Z", errors, StringComparison.Ordinal);
        Assert.Contains(Counts(output), count => count == ("borrowers.csv", "1", "0", "1"));
        Assert.StartsWith("borrowers.csv,3,known_on,\"yesterday\"", File.ReadAllLines(refused)[1], StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_data_recipe_and_seed_give_the_same_bytes()
    {
        var again = Path.Combine(folder.Root, "again");
        RiskProgram.Succeeds("train", PipelineFolder.Recipe("miss30"), "--data", folder.Data, "--models", again, "--threads", "2");
        var files = Directory.GetFiles(Path.Combine(folder.Models, "miss30", "1")).Select(path => Path.GetFileName(path))
            .Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(["bundle.json", "card.html", "metrics.json", "model.json"], files);
        Assert.All(files, name => Assert.Equal(
            File.ReadAllBytes(Path.Combine(folder.Models, "miss30", "1", name)), File.ReadAllBytes(Path.Combine(again, "miss30", "1", name))));
    }

    [Fact]
    public void Exports_hold_a_row_a_loan_and_scores_with_matured_outcomes()
    {
        var (features, scores) = (Path.Combine(folder.Root, "features.csv"), Path.Combine(folder.Root, "scores.csv"));
        RiskProgram.Succeeds("features", "export", "--as-of", "2024-12-31", "--data", folder.Data, "--out", features);
        RiskProgram.Succeeds("score", "--as-of", "2024-12-31", "--data", folder.Data, "--models", folder.Models, "--out", scores);
        var loans = File.ReadLines(features).Skip(1).Select(line => line.Split(',')[1]).ToArray();
        var scored = File.ReadLines(scores).Skip(1).Where(line => line.Contains(",MISS30@1,", StringComparison.Ordinal)).ToArray();
        Assert.NotEmpty(loans);
        Assert.Equal(loans, scored.Select(line => line.Split(',')[1]));
        Assert.Contains(scored, line => line.EndsWith(",0", StringComparison.Ordinal));
        Assert.Contains(scored, line => line.EndsWith(",1", StringComparison.Ordinal));
    }

    [Fact]
    public void Scoring_on_any_number_of_threads_writes_the_same_file_and_ends_with_a_line_for_scripts()
    {
        var (one, many) = (Path.Combine(folder.Root, "one.csv"), Path.Combine(folder.Root, "many.csv"));
        var output = Score(one, "1");
        Score(many, "3");
        Assert.Equal(File.ReadAllBytes(one), File.ReadAllBytes(many));
        var scored = File.ReadLines(one).Where(line => line.Contains(",scored,", StringComparison.Ordinal)).ToArray();
        Assert.Contains(scored, line => line.Split(',')[7].Length > 0);
        var words = output[^1].Split(' ');
        Assert.Equal(["scored", "seconds", "scoring_share", "reasons_share"], words.Where((_, i) => i % 2 == 0));
        Assert.Equal(scored.Select(line => line.Split(',')[1]).Distinct().Count(), int.Parse(words[1], CultureInfo.InvariantCulture));
        Assert.All([words[5], words[7]], share => Assert.InRange(double.Parse(share, CultureInfo.InvariantCulture), 0, 1));

        string[] Score(string file, string threads) => RiskProgram.Succeeds(
            "score", "--as-of", "2024-12-31", "--data", folder.Data, "--models", folder.Models, "--out", file, "--threads", threads);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("65")]
    public void Scoring_on_more_threads_than_a_machine_has_is_refused_before_anything_is_written(string threads)
    {
        var path = Path.Combine(folder.Root, "never.csv");
        var (exitCode, _, errors) = RiskProgram.Run(
            "score", "--as-of", "2024-12-31", "--data", folder.Data, "--models", folder.Models, "--out", path, "--threads", threads);
        Assert.NotEqual(0, exitCode);
        Assert.Contains($"--threads is {threads}; expected 1 to 64.", errors, StringComparison.Ordinal);
        Assert.False(File.Exists(path));
    }

    [Fact]
    public void What_if_tells_reasons_and_changes_of_a_loan_and_names_a_loan_that_is_not_there()
    {
        var scores = Path.Combine(folder.Root, "for-what-if.csv");
        RiskProgram.Succeeds("score", "--as-of", "2024-12-31", "--data", folder.Data, "--models", folder.Models, "--out", scores);
        var risky = File.ReadLines(scores).Select(line => line.Split(',')).First(cells => cells[3] == "MISS30@1" && cells[6] == "very_high")[1];
        var output = RiskProgram.Succeeds("what-if", risky, "--as-of", "2024-12-31", "--data", folder.Data, "--models", folder.Models);
        Assert.StartsWith($"{risky}: MISS30@1", output[0], StringComparison.Ordinal);
        Assert.Contains(output, line => line.StartsWith("  because: ", StringComparison.Ordinal));
        Assert.Contains(output, line => line.Contains("would move the band", StringComparison.OrdinalIgnoreCase));

        var (exitCode, _, errors) = RiskProgram.Run("what-if", "nobody", "--as-of", "2024-12-31", "--data", folder.Data, "--models", folder.Models);
        Assert.Equal((2, "risk: No loan 'nobody' was known by 2024-12-31; import it first.\n"), (exitCode, errors));
    }

    [Theory]
    [InlineData("train", "no-such-recipe.json", "no-such-recipe.json")]
    [InlineData("import", "no-such-folder", "no-such-folder")]
    public void What_is_not_there_is_named(string verb, string what, string expected)
    {
        var (exitCode, _, errors) = RiskProgram.Run(verb, Path.Combine(folder.Root, what), "--data", Path.Combine(folder.Root, "other.db"));
        Assert.Equal(2, exitCode);
        Assert.StartsWith("risk: ", errors, StringComparison.Ordinal);
        Assert.Contains(expected, errors, StringComparison.Ordinal);
    }

    private static (string Name, string New, string Unchanged, string Refused)[] Counts(string[] output) =>
    [
        .. output.Where(line => line.StartsWith('│') && line.Contains(".csv", StringComparison.Ordinal))
            .Select(line => line.Split('│', StringSplitOptions.TrimEntries))
            .Select(cells => (cells[1], cells[2], cells[3], cells[4])),
    ];
}
