using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using RiskSignals.Scoring;
using RiskSignals.Storage;

namespace RiskSignals.Cli.Tests;

/// <summary>
/// A model that python3-xgboost fitted on an export, under column names of its own: adopted, registered, watched as a shadow, made champion and
/// served, with margins that are python's to the bit.
/// </summary>
[Collection(PipelineFolder.Collection)]
public sealed class AdoptTests(PipelineFolder pipeline) : IDisposable
{
    private const string SeenUntil = "2024-08-31";
    private const string Version = "7";

    private readonly string folder = Directory.CreateTempSubdirectory("risksignals-adopt-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [PythonFact("xgboost", "pandas")]
    public void A_strangers_model_is_adopted_validated_watched_promoted_served_and_explained()
    {
        FitElsewhere();
        var adopted = RiskProgram.Succeeds(Adopt("booster.json", "--margins", At("margins.csv")));
        Assert.Contains(adopted, line => line.EndsWith("margins computed again, all as stated", StringComparison.Ordinal));
        Assert.Matches("^adopted MISS30@1 7 sha256 [0-9a-f]{64}$", adopted[^1]);
        var hash = adopted[^1][^64..];
        Assert.Equal($"valid MISS30@1 7 sha256 {hash}", RiskProgram.Succeeds("validate", Path.Combine(Models, "miss30", Version))[^1]);
        var bundle = BundleFolder.Read(Path.Combine(Models, "miss30", Version));
        Assert.Equal(File.ReadAllBytes(At("booster.json")), bundle.ModelJson.ToArray());
        EqualPythonsMargins(bundle);

        // A shadow beside the pipeline's own model, then champion in a store of its own.
        var (watched, decided) = (At("watched.db"), At("decided.db"));
        File.Copy(pipeline.Data, watched);
        File.Copy(pipeline.Data, decided);
        string[] people = ["--by", "ada", "--approved-by", "ben"];
        RiskProgram.Succeeds("register", Path.Combine(Models, "miss30", Version), "--by", "ada", "--data", watched);
        RiskProgram.Succeeds(["promote", "miss30", "1", "--champion", .. people, "--data", watched, "--models", pipeline.Models]);
        RiskProgram.Succeeds("promote", "miss30", Version, "--shadow", "--by", "ada", "--data", watched, "--models", Models);
        RiskProgram.Succeeds(["promote", "miss30", Version, "--champion", .. people, "--data", decided, "--models", Models]);
        using (var host = new ServingProgram(watched, pipeline.Models))
        {
            RiskProgram.Succeeds("rescore", "--as-of", "2025-03-14", "--address", host.Grpc);
            using var database = Database.Open(watched);
            var scores = new ScoreStore(database);
            var run = scores.Runs().First(run => run.AsOf == new DateOnly(2025, 3, 14));
            var shadows = scores.Shadows(run.RunId).Where(score => score.Probability is not null).ToArray();
            Assert.NotEmpty(shadows);
            Assert.All(shadows, shadow => Assert.Equal(hash, shadow.BundleHash));
        }

        Explained(decided, hash, bundle);
    }

    [PythonFact("xgboost", "pandas")]
    public void Its_ubjson_gives_the_same_margins_and_what_does_not_fit_is_refused_in_one_line()
    {
        FitElsewhere();
        RiskProgram.Succeeds(Adopt("booster.ubj", "--margins", At("margins.csv")));
        EqualPythonsMargins(BundleFolder.Read(Path.Combine(Models, "miss30", Version)));

        Refused($"rows of {At("filled.csv")} have another margin than the model gives", Adopt("booster.json", "--margins", At("filled.csv")));
        var lines = File.ReadAllLines(At("columns.csv"));
        File.WriteAllLines(At("columns.csv"), [lines[0], Swapped(lines[1], lines[2]), Swapped(lines[2], lines[1]), .. lines[3..]]);
        Refused("have another margin", Adopt("booster.json", "--margins", At("margins.csv")));
        File.WriteAllLines(At("columns.csv"), lines[..^1]);
        Refused("is no feature of this catalogue, and no mapping says which one feeds it; map it with --columns", Adopt("booster.json"));
        File.WriteAllLines(At("columns.csv"), lines);
        Refused("No labelled row is as of", Adopt("booster.json", "--seen-until", "2025-03-01"));

        static string Swapped(string column, string feature) => column.Split(',')[0] + "," + feature.Split(',')[1];
    }

    private string Models => At("models");

    private string At(string name) => Path.Combine(folder, name);

    private string[] Adopt(string model, params string[] more)
    {
        string[] day = more.Contains("--seen-until") ? [] : ["--seen-until", SeenUntil];
        return
        [
            "adopt", At(model), "--recipe", At("recipe.json"), "--columns", At("columns.csv"), "--data", pipeline.Data, "--models", Models,
            .. day, .. more,
        ];
    }

    /// <summary>Exports, fits in Python, and writes a recipe of another version.</summary>
    private void FitElsewhere()
    {
        RiskProgram.Succeeds("features", "export", "--as-of", SeenUntil, "--data", pipeline.Data, "--out", At("features.csv"));
        RiskProgram.Succeeds("score", "--as-of", SeenUntil, "--data", pipeline.Data, "--models", pipeline.Models, "--out", At("scores.csv"));
        var peer = Path.Combine(Checkout.Root, "tests", "RiskSignals.Cli.Tests", "Peers", "elsewhere.py");
        using var process = Process.Start(new ProcessStartInfo(
            PythonFactAttribute.Python, ["-W", "ignore", peer, At("features.csv"), At("scores.csv"), folder])
        {
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors);

        var recipe = JsonNode.Parse(File.ReadAllText(PipelineFolder.Recipe("miss30")))!;
        recipe["version"] = Version;
        recipe["validation"]!["resamples"] = 100;
        File.WriteAllText(At("recipe.json"), recipe.ToJsonString());
    }

    private void EqualPythonsMargins(Bundle bundle)
    {
        var exported = File.ReadLines(At("features.csv")).Select(line => line.Split(',')).ToArray();
        var places = bundle.Features.Select(feature => Array.IndexOf(exported[0], feature.Name)).ToArray();
        var stated = File.ReadLines(At("margins.csv")).Skip(1).Select(line => line.Split(',')).ToArray();
        Assert.Equal(exported.Length - 1, stated.Length);
        foreach (var (row, told) in exported.Skip(1).Zip(stated))
        {
            Assert.Equal(row[..3], told[..3]);
            float[] values = [.. places.Select(place => row[place].Length == 0 ? float.NaN : float.Parse(row[place], CultureInfo.InvariantCulture))];
            Assert.Equal(float.Parse(told[3], CultureInfo.InvariantCulture), (float)bundle.Model.Margin(values));
            var contributions = new float[values.Length];
            var margin = bundle.Model.Explain(values, contributions);
            Assert.Equal(margin, bundle.Model.BaseMargin + contributions.Sum(one => (double)one), 4);
        }
    }

    /// <summary>The host scores with it: the bundle's probability of the margin, and reasons of its features.</summary>
    private void Explained(string data, string hash, Bundle bundle)
    {
        var margins = File.ReadLines(At("margins.csv")).Skip(1).Select(line => line.Split(','))
            .ToDictionary(cells => cells[1], cells => float.Parse(cells[3], CultureInfo.InvariantCulture));
        using var host = new ServingProgram(data, pipeline.Models);
        var (scored, explained) = (0, 0);
        foreach (var loan in margins.OrderByDescending(one => one.Value).Take(40))
        {
            var answer = host.Call("Scoring/Score", new { loanId = loan.Key, asOf = SeenUntil, targets = (string[])["MISS30@1"] });
            var score = answer.GetProperty("scores")[0];
            if (score.GetProperty("status").GetString() != "SCORED")
            {
                continue;
            }

            Assert.Equal(hash, score.GetProperty("bundleSha256").GetString());
            Assert.Equal(bundle.Calibration.Probability(loan.Value), score.GetProperty("probability").GetDouble(), 12);
            scored++;
            if (score.TryGetProperty("reasons", out var reasons))
            {
                explained++;
                Assert.All(reasons.EnumerateArray(), reason => Assert.Contains(
                    bundle.Features, feature => feature.IsReason && feature.Name == reason.GetProperty("feature").GetString()));
            }
        }

        Assert.True(scored >= 20 && explained >= 10, $"{scored} were scored, {explained} explained");
    }

    private static void Refused(string because, string[] arguments)
    {
        var (exitCode, _, errors) = RiskProgram.Run(arguments);
        Assert.Equal(2, exitCode);
        Assert.Contains(because, errors, StringComparison.Ordinal);
        Assert.Single(errors.TrimEnd('\n').Split('\n'));
    }
}
