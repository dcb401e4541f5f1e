using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using RiskSignals.Scoring;
using RiskSignals.Storage;

namespace RiskSignals.Service.Jobs;

/// <summary>
/// Trains by recipe in a process of its own and makes what comes of it challenger. The host never loads what trains; whatever becomes of
/// the process, nothing that decides is touched: only people make a champion.
/// </summary>
internal sealed class Retraining(ModelStore models, TrainingStore trainings, HostOptions options, HostClock clock, ILogger<Retraining> log)
{
    private const int MegaByte = 1 << 20;

    /// <summary>The target that a recipe trains.</summary>
    /// <exception cref="FormatException">The file is no recipe.</exception>
    /// <exception cref="IOException">It can't be read.</exception>
    public static string TargetOf(string recipeFile) => Read(recipeFile)["target"]?.ToString() ?? throw new FormatException($"{recipeFile} has no target.");

    /// <summary>Trains, registers and assigns; the store keeps that it began, and what came of it.</summary>
    /// <param name="recipeFile">The recipe; its version gets the day appended.</param>
    /// <param name="why">The reason, for the ledger.</param>
    /// <param name="daysApart">It doesn't begin if another training of the target began less than so many days ago; null begins it always.</param>
    /// <returns>Whether there is a new challenger; the log says why not.</returns>
    public async Task<bool> Run(string recipeFile, string why, int? daysApart, CancellationToken stopping)
    {
        TrainingRow? begun = null;
        var outcome = "stopped with its host";
        try
        {
            var target = TargetOf(recipeFile);
            begun = trainings.Begin(target, clock.Today, why, daysApart is { } days ? clock.Today.AddDays(-days) : null);
            if (begun is null)
            {
                log.TrainingTooSoon(target, why, daysApart ?? 0);
                return false;
            }

            (var isChallenger, outcome) = await Train(recipeFile, why, stopping);
            return isChallenger;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or FormatException or InvalidOperationException
            or JsonException or DbException)
        {
            log.TrainingUnused(error, recipeFile);
            outcome = $"unused: {error.Message}";
            return false;
        }
        finally
        {
            if (begun is not null)
            {
                End(begun, outcome);
            }
        }
    }

    private async Task<(bool IsChallenger, string Outcome)> Train(string recipeFile, string why, CancellationToken stopping)
    {
        var folder = Directory.CreateTempSubdirectory("risksignals-training-").FullName;
        try
        {
            var ending = await LimitedProcess.Run(
                Command(Recipe(recipeFile, folder), folder), Connection(), options.RetrainMemoryMib * (long)MegaByte, options.RetrainTime, stopping);
            if (ending.ExitCode == 0)
            {
                return Challenge(folder, why);
            }

            var how = ending.ExitCode is { } code ? $"exit code {code}" : "its time was up";
            log.TrainingFailed(recipeFile, how, ending.LastLines);
            return (false, $"failed, {how}: {ending.LastLines}");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>That the database is away must not hide what happened before.</summary>
    private void End(TrainingRow begun, string outcome)
    {
        try
        {
            trainings.End(begun, outcome);
        }
        catch (DbException error)
        {
            log.TrainingUnnoted(error, begun.Target, outcome);
        }
    }

    /// <summary>The bundle that was trained into a folder, verified as one from outside, becomes challenger.</summary>
    private (bool IsChallenger, string Outcome) Challenge(string folder, string why)
    {
        var trained = Directory.GetFiles(folder, "bundle.json", SearchOption.AllDirectories) is [var only]
            ? Path.GetDirectoryName(only)!
            : throw new IOException("Training ended well but left no bundle, or several.");
        var (bundle, line) = BundleFolder.Register(trained, models, ModelLedger.Schedule, why);
        if (line is null)
        {
            log.TrainingRepeated(bundle.Target, bundle.Version);
            return (false, $"version {bundle.Version} again, byte for byte");
        }

        models.Write(ledger => ledger.Assign(bundle.Target, bundle.Version, BundleRole.Challenger, ModelLedger.Schedule, why));
        log.ChallengerTrained(bundle.Target, bundle.Version, bundle.Hash);
        return (true, $"challenger {bundle.Version}");
    }

    private string[] Command(string recipe, string folder)
    {
        var program = options.RetrainProgram.Length > 0 ? options.RetrainProgram : Path.Combine(AppContext.BaseDirectory, "risk.dll");
        if (!File.Exists(program))
        {
            throw new IOException($"There is no '{program}' to train with; name the risk program with --retrain-program.");
        }

        string[] run = program.EndsWith(".dll", StringComparison.Ordinal) ? ["dotnet", program] : [program];
        string[] data = IsFile ? ["--data", options.Data] : [];
        return [.. run, "train", recipe, .. data, "--models", folder];
    }

    /// <summary>A connection string may hold a password, and arguments of a process are shown to everybody on the machine.</summary>
    private Dictionary<string, string> Connection() => IsFile ? [] : new() { [Database.ConnectionVariable] = options.Data };

    private bool IsFile => !options.Data.Contains('=', StringComparison.Ordinal) && !options.Data.Contains("://", StringComparison.Ordinal);

    /// <summary>The recipe with a version of the day: a version is never used twice.</summary>
    private string Recipe(string recipeFile, string folder)
    {
        var recipe = Read(recipeFile);
        recipe["version"] = string.Create(CultureInfo.InvariantCulture, $"{recipe["version"]}-{clock.Today:yyyyMMdd}");
        var file = Path.Combine(folder, "recipe.json");
        File.WriteAllText(file, recipe.ToJsonString());
        return file;
    }

    private static JsonObject Read(string recipeFile)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(recipeFile)) as JsonObject ?? throw new FormatException($"{recipeFile} is no recipe.");
        }
        catch (JsonException error)
        {
            throw new FormatException($"{recipeFile} is no recipe: {error.Message}", error);
        }
    }
}
