using System.Globalization;

namespace RiskSignals.Cli.Tests;

/// <summary>Data that no model may learn from, given to the program as it is built: it ends with 2, names the fault and writes nothing.</summary>
[Collection(PipelineFolder.Collection)]
public sealed class TrainingChecksTests(PipelineFolder folder)
{
    /// <summary>The letter that a missed instalment causes is dated before the instalment was due, its known on too.</summary>
    [Fact]
    public void A_leak_planted_in_a_simulated_lender_is_caught_by_name()
    {
        var facts = Path.Combine(folder.Root, "leak");
        var data = Path.Combine(folder.Root, "leak.db");
        RiskProgram.Succeeds("simulate", "--borrowers", "300", "--months", "15", "--seed", "5", "--plant", "leak", "--out", facts);
        RiskProgram.Succeeds("import", facts, "--data", data);
        Refused("Contacts tell of misses that nothing else tells of", "contact_attempt_count_", PipelineFolder.Recipe("miss30"), "--data", data);
    }

    [Fact]
    public void Labels_of_other_loans_are_caught_by_name()
    {
        var labels = Path.Combine(folder.Root, "labels.csv");
        var random = new Random(3);
        File.WriteAllLines(labels,
        [
            "loan_id,as_of,label",
            .. File.ReadLines(Path.Combine(folder.Facts, "loans.csv")).Skip(1).Select(line => line.Split(',')[1])
                .SelectMany(loan => Enumerable.Range(1, 4).Select(month => $"{loan},2024-{8 + month:00}-15,{(random.Next(4) == 0 ? 1 : 0)}")),
        ]);
        Refused(
            "The labels can't be told from shuffled ones", "cross-validated AUC ", PipelineFolder.Recipe("miss30"), "--data", folder.Data, "--labels", labels);
    }

    [Theory]
    [InlineData("shuffled", "The labels can't be told from shuffled ones", "cross-validated AUC ")]
    [InlineData("told", "These features alone tell the outcome", "told (AUC 1.000)")]
    public void A_table_with_shuffled_labels_or_a_column_made_of_them_is_caught_by_name(string fault, string message, string named)
    {
        var table = Path.Combine(folder.Root, fault + ".csv");
        SmallTable.Write(table, fault);
        var recipe = Path.Combine(folder.Root, "small.json");
        File.WriteAllText(recipe, SmallTable.Recipe);
        Refused(message, named, recipe, "--table", table, "--label", "label", "--id", "id");
    }

    private void Refused(string message, string named, params string[] arguments)
    {
        var models = Path.Combine(folder.Root, Guid.NewGuid().ToString("N"));
        var (exitCode, _, errors) = RiskProgram.Run(["train", .. arguments, "--models", models]);
        Assert.Equal(2, exitCode);
        Assert.Contains(message, errors, StringComparison.Ordinal);
        Assert.Contains(named, errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(models));
    }
}

/// <summary>A table of a known logistic law, small enough to train on in a second or two.</summary>
internal static class SmallTable
{
    public const string Recipe =
        """
        {
          "target": "EXTERNAL@1", "version": "1", "higher_is_riskier": true, "seed": 7, "definition": "A label.", "intended_use": "Tests.",
          "fit": { "rounds": 300, "patience": 300, "depth": 3, "eta": 0.02 }, "validation": { "resamples": 200, "baselines": [] },
          "bands": [ { "name": "all", "upper_excl": 1 } ]
        }
        """;

    /// <param name="fault"><c>shuffled</c>: labels of other rows; <c>told</c>: a column made of the label; anything else leaves it whole.</param>
    public static void Write(string path, string fault = "")
    {
        var random = new Random(11);
        var rows = Enumerable.Range(0, 1_500).Select(id =>
        {
            var (late, balance) = (random.Next(6), random.NextDouble());
            var label = random.NextDouble() < 1 / (1 + Math.Exp(1.5 - (0.6 * late) + (2 * balance)));
            return (Id: id, Late: late, Balance: balance, Noise: random.NextDouble(), Label: label);
        }).ToArray();
        bool[] labels = [.. rows.Select(row => row.Label)];
        if (fault == "shuffled")
        {
            random.Shuffle(labels);
        }

        File.WriteAllLines(path,
        [
            "id,late,balance,noise,told,label",
            .. rows.Select((row, at) => string.Create(
                CultureInfo.InvariantCulture,
                $"r{row.Id},{row.Late},{row.Balance:0.0000},{row.Noise:0.0000},{(fault == "told" && labels[at] ? 2 : row.Id % 2)},{(labels[at] ? 1 : 0)}")),
        ]);
    }
}
