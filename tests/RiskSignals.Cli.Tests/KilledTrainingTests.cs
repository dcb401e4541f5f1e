using System.Diagnostics;
using RiskSignals.Storage;

namespace RiskSignals.Cli.Tests;

/// <summary>Training that is killed, or stopped with Ctrl-C, at any point leaves a whole bundle or none, and nothing in the way of the next.</summary>
public sealed class KilledTrainingTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("risksignals-killed-").FullName;

    private string Models => Path.Combine(root, "models");

    private string Recipe => Path.Combine(root, "recipe.json");

    private string Table => Path.Combine(root, "table.csv");

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Theory]
    [InlineData("-KILL", "rows")]
    [InlineData("-INT", "rows")]
    [InlineData("-KILL", "writing")]
    [InlineData("-INT", "writing")]
    public async Task A_signal_leaves_a_whole_bundle_or_none(string signal, string point)
    {
        SmallTable.Write(Table);
        File.WriteAllText(Recipe, SmallTable.Recipe);
        Directory.CreateDirectory(Models);
        using var process = Start();
        using var reached = new ManualResetEventSlim();
        using var watch = new FileSystemWatcher(Models) { NotifyFilter = NotifyFilters.DirectoryName };
        watch.Created += (_, made) => Reach(point == "writing" && made.Name!.StartsWith(".writing-", StringComparison.Ordinal));
        watch.EnableRaisingEvents = true;
        process.OutputDataReceived += (_, line) => Reach(point == "rows" && line.Data?.Contains(" rows, ", StringComparison.Ordinal) == true);
        process.BeginOutputReadLine();
        var errors = process.StandardError.ReadToEndAsync();

        Assert.True(reached.Wait(TimeSpan.FromMinutes(2)), "It never came to the point of " + point);
        using (var kill = Process.Start("kill", [signal, $"{process.Id}"]))
        {
            await kill.WaitForExitAsync();
        }

        await process.WaitForExitAsync();
        if (signal == "-INT" && point == "rows")
        {
            Assert.Equal((2, "risk: stopped; nothing was written.\n"), (process.ExitCode, await errors));
        }

        var bundles = Bundles();
        Assert.InRange(bundles.Length, 0, point == "rows" ? 0 : 1);
        Assert.All(bundles, folder => BundleFolder.Read(folder));
        MustTrainNow();

        void Reach(bool isHere)
        {
            if (isHere)
            {
                reached.Set();
            }
        }
    }

    /// <summary>The kernel ends the write of a file that grows beyond the limit, in the middle of the model, or of the page.</summary>
    [Theory]
    [InlineData(3_000)]
    [InlineData(60_000)]
    public async Task A_disk_that_is_full_half_way_leaves_none(int bytes)
    {
        SmallTable.Write(Table);
        File.WriteAllText(Recipe, SmallTable.Recipe);
        using var process = Start("prlimit", $"--fsize={bytes}", "--");
        process.BeginOutputReadLine();
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.NotEqual(0, process.ExitCode);
        Assert.True(Directory.Exists(Models), errors);
        Assert.Empty(Bundles());
        MustTrainNow();
    }

    /// <summary>Ordinary training into the same folder, and whatever else a killed one left lies hidden.</summary>
    private void MustTrainNow()
    {
        RiskProgram.Succeeds("train", Recipe, "--table", Table, "--label", "label", "--id", "id", "--models", Models);
        BundleFolder.Read(Assert.Single(Bundles()));
        Assert.All(
            Directory.GetFileSystemEntries(Models).Select(path => Path.GetFileName(path)),
            name => Assert.True(name[0] == '.' || name == "external", name));
    }

    /// <summary>The folders that look like bundles.</summary>
    private string[] Bundles() => Directory.Exists(Models)
        ? [.. Directory.GetDirectories(Models).Where(folder => !Path.GetFileName(folder).StartsWith('.')).SelectMany(Directory.GetDirectories)]
        : [];

    private Process Start(params string[] before)
    {
        string[] command = [.. before, "dotnet", RiskProgram.Path, "train", Recipe, "--table", Table, "--label", "label", "--id", "id", "--models", Models];
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };

        // The runtime's double mapping and its pipes would be large files too.
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        return Process.Start(start)!;
    }
}
