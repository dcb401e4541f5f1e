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
internal sealed class Retraining(ModelStore models, HostOptions options, HostClock clock, ILogger<Retraining> log)
{
    private const int MegaByte = 1 << 20;

    /// <summary>Trains, registers and assigns.</summary>
    /// <param name="recipeFile">The recipe; its version gets the day appended.</param>
    /// <param name="why">The reason, for the ledger.</param>
    /// <returns>Whether there is a new challenger; the log says why not.</returns>
    public async Task<bool> Run(string recipeFile, string why, CancellationToken stopping)
    {
        var folder = Directory.CreateTempSubdirectory("risksignals-training-").FullName;
        try
        {
            var ending = await LimitedProcess.Run(
                Command(Recipe(recipeFile, folder), folder), options.RetrainMemoryMib * (long)MegaByte, options.RetrainTime, stopping);
            if (ending.ExitCode != 0)
            {
                log.TrainingFailed(recipeFile, ending.ExitCode is { } code ? $"exit code {code}" : "its time was up", ending.LastLines);
                return false;
            }

            return Challenge(folder, why);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or FormatException or InvalidOperationException
            or JsonException or DbException)
        {
            log.TrainingUnused(error, recipeFile);
            return false;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The bundle that was trained into a folder, verified as one from outside, becomes challenger.</summary>
    private bool Challenge(string folder, string why)
    {
        var trained = Directory.GetFiles(folder, "bundle.json", SearchOption.AllDirectories) is [var only]
            ? Path.GetDirectoryName(only)!
            : throw new IOException("Training ended well but left no bundle, or several.");
        var (bundle, line) = BundleFolder.Register(trained, models, ModelLedger.Schedule, why);
        if (line is null)
        {
            log.TrainingRepeated(bundle.Target, bundle.Version);
            return false;
        }

        models.Write(ledger => ledger.Assign(bundle.Target, bundle.Version, BundleRole.Challenger, ModelLedger.Schedule, why));
        log.ChallengerTrained(bundle.Target, bundle.Version, bundle.Hash);
        return true;
    }

    private string[] Command(string recipe, string folder)
    {
        var program = options.RetrainProgram.Length > 0 ? options.RetrainProgram : Path.Combine(AppContext.BaseDirectory, "risk.dll");
        if (!File.Exists(program))
        {
            throw new IOException($"There is no '{program}' to train with; name the risk program with --retrain-program.");
        }

        string[] run = program.EndsWith(".dll", StringComparison.Ordinal) ? ["dotnet", program] : [program];
        var isFile = !options.Data.Contains('=', StringComparison.Ordinal) && !options.Data.Contains("://", StringComparison.Ordinal);
        return [.. run, "train", recipe, isFile ? "--data" : "--postgres", options.Data, "--models", folder];
    }

    /// <summary>The recipe with a version of the day: a version is never used twice.</summary>
    private string Recipe(string recipeFile, string folder)
    {
        var recipe = JsonNode.Parse(File.ReadAllText(recipeFile))?.AsObject() ?? throw new FormatException($"{recipeFile} is no recipe.");
        recipe["version"] = string.Create(CultureInfo.InvariantCulture, $"{recipe["version"]}-{clock.Today:yyyyMMdd}");
        var file = Path.Combine(folder, "recipe.json");
        File.WriteAllText(file, recipe.ToJsonString());
        return file;
    }
}
