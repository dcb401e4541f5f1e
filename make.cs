#!/usr/bin/env dotnet
#:property PublishAot=false
#:property RestorePackagesWithLockFile=false
#:property NoWarn=CA1050;CA1303;CA1812;CA2007;IDE0005

// One command for people and for CI: dotnet make.cs VERB [options]. Needs the .NET SDK; installs the Debian packages a verb uses.
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

string[] training = ["libxgboost0"];
string[] measuring = [.. training, "python3-xgboost", "python3-sklearn"];
string[] measuringFeatures = ["postgresql", "python3-pandas"];
string[] testing =
[
    .. training, "git", "postgresql", "python3-grpcio", "python3-protobuf", "protobuf-compiler", "protobuf-compiler-grpc", "python3-sklearn",
    "jupyter-nbconvert", "python3-ipykernel", "python3-pandas", "python3-matplotlib", "chromium", "fonts-dejavu-core",
];

Directory.SetCurrentDirectory(RootFolder());

// The counts of 'dotnet test' are read from its words.
Environment.SetEnvironmentVariable("DOTNET_CLI_UI_LANGUAGE", "en");
string[] options = args.Length > 1 ? args[1..] : [];
return (args.Length == 0 ? "help" : args[0]) switch
{
    "demo" => Need(training) && Build("src/RiskSignals.Cli") ? Risk(["demo", .. options]) : 1,
    "test" => Need(testing) && Build("RiskSignals.sln") ? Test(options) : 1,
    "bench" => Need(Measuring(options)) && Build("bench/RiskSignals.Bench") ? Bench(options) : 1,
    "tidy" => Tidy(),
    "serve" => Build("src/RiskSignals.Cli") ? Risk(["serve", .. options]) : 1,
    "help" or "--help" or "-h" => Help(0),
    var other => Unknown(other),
};

string[] Measuring(string[] of) => of switch
{
    ["scoring" or "training", ..] => measuring,
    ["features", ..] => measuringFeatures,
    _ => [],
};

static int Help(int exitCode)
{
    Console.WriteLine(
        """
        dotnet make.cs VERB [options]

          demo     simulate a lender, train, serve, re-score, print early warnings, treatments and the trial
                   --once ends after printing; --borrowers N sets the size (default 2,000)
          test     build and run every test; ends with 'N passed, N failed'
                   --project NAME runs one test project, as RiskSignals.Tests
          bench    measure; without a name, lists the benchmarks. bench NAME keeps bench/results/MACHINE/DATE-NAME.md
                   --smoke runs small sizes and keeps nothing
          tidy     let the compiler's formatter put the sources in order, then check the house rules
          serve    start the scoring host; options are those of 'risk serve'
        """);
    return exitCode;
}

static int Unknown(string verb)
{
    Console.Error.WriteLine($"make: there is no verb '{verb}'.");
    return Help(2);
}

// Debian packages: installed when we are root, otherwise named, so that nothing is skipped in silence.
static bool Need(string[] packages)
{
    string[] missing = [.. packages.Where(package => Run("dpkg-query", ["-W", "-f=${Status}", package], quiet: true).Output != "install ok installed")];
    if (missing.Length == 0)
    {
        return true;
    }

    if (Environment.UserName != "root")
    {
        Console.Error.WriteLine($"make: these Debian packages are missing: {string.Join(' ', missing)}");
        Console.Error.WriteLine($"make: install them with: sudo apt-get install -y {string.Join(' ', missing)}");
        return false;
    }

    Console.WriteLine($"make: installing {string.Join(' ', missing)}");
    Environment.SetEnvironmentVariable("DEBIAN_FRONTEND", "noninteractive");
    var updated = Run("apt-get", ["-q", "update"], quiet: true);
    var installed = Run("apt-get", ["-q", "install", "-y", "--no-install-recommends", .. missing], quiet: true);
    if (installed.ExitCode != 0)
    {
        Console.Error.WriteLine(updated.Output + installed.Output);
        Console.Error.WriteLine($"make: apt-get could not install {string.Join(' ', missing)}; its words are above.");
    }

    return installed.ExitCode == 0;
}

static bool Build(string what) =>
    Run("dotnet", ["build", what, "-c", "Release", "--nologo", "-v", "quiet", "-clp:NoSummary"]).ExitCode == 0;

static int Risk(string[] arguments) => Run("dotnet", ["src/RiskSignals.Cli/bin/Release/net10.0/risk.dll", .. arguments], forward: true).ExitCode;

static int Bench(string[] arguments) => Run("dotnet", ["bench/RiskSignals.Bench/bin/Release/net10.0/RiskSignals.Bench.dll", .. arguments]).ExitCode;

static int Test(string[] options)
{
    var only = options is ["--project", var name] ? name : null;
    var projects = Directory.GetFiles("tests", "*.Tests.csproj", SearchOption.AllDirectories)
        .Where(project => only is null || Path.GetFileNameWithoutExtension(project) == only)
        .Order(StringComparer.Ordinal)
        .ToArray();
    if (projects.Length == 0)
    {
        Console.Error.WriteLine($"make: there is no test project '{only}' under tests/.");
        return 2;
    }

    var (passed, failed, skipped, broken) = (0, 0, 0, 0);
    foreach (var project in projects)
    {
        var run = Run("dotnet", ["test", project, "-c", "Release", "--no-build", "--nologo", "--blame-hang-timeout", "10m"], echo: true);
        var counts = Regex.Match(run.Output, @"Failed:\s*(\d+), Passed:\s*(\d+), Skipped:\s*(\d+)");
        failed += Count(counts, 1);
        passed += Count(counts, 2);
        skipped += Count(counts, 3);
        if (!counts.Success || (run.ExitCode != 0 && Count(counts, 1) == 0))
        {
            Console.Error.WriteLine($"make: {project} ended with exit code {run.ExitCode} and no count of its own; it counts as one failure.");
            broken++;
        }
    }

    failed += broken;
    Console.WriteLine($"{passed} passed, {failed} failed" + (skipped > 0 ? $", {skipped} skipped" : ""));
    return failed == 0 ? 0 : 1;

    static int Count(Match counts, int group) =>
        counts.Success ? int.Parse(counts.Groups[group].Value, System.Globalization.CultureInfo.InvariantCulture) : 0;
}

static int Tidy()
{
    var format = Run("dotnet", ["format", "RiskSignals.sln", "--no-restore", "--verbosity", "minimal"]);
    return format.ExitCode == 0 && Build("tests/RiskSignals.House.Tests") ? Test(["--project", "RiskSignals.House.Tests"]) : 1;
}

static (int ExitCode, string Output) Run(string program, string[] arguments, bool quiet = false, bool echo = false, bool forward = false)
{
    var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = quiet || echo, RedirectStandardError = quiet };
    Process process;
    try
    {
        process = Process.Start(start)!;
    }
    catch (System.ComponentModel.Win32Exception missing)
    {
        Console.Error.WriteLine($"make: {program} could not be started ({missing.Message}); is it installed?");
        return (127, "");
    }

    var output = new System.Text.StringBuilder();
    process.OutputDataReceived += (_, line) => Take(line.Data);
    process.ErrorDataReceived += (_, line) => Take(line.Data);
    if (quiet || echo)
    {
        process.BeginOutputReadLine();
    }

    if (quiet)
    {
        process.BeginErrorReadLine();
    }

    using var term = forward ? PosixSignalRegistration.Create(PosixSignal.SIGTERM, PassOn) : null;
    using var interrupt = forward ? PosixSignalRegistration.Create(PosixSignal.SIGINT, PassOn) : null;
    process.WaitForExit();
    return (process.ExitCode, output.ToString().Trim());

    void PassOn(PosixSignalContext signal)
    {
        const int Term = 15;
        signal.Cancel = true;
        _ = kill(process.Id, Term);
    }

    [DllImport("libc")]
    static extern int kill(int process, int signal);

    void Take(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (output)
        {
            output.AppendLine(line);
        }

        if (echo)
        {
            Console.WriteLine(line);
        }
    }
}

static string RootFolder() => AppContext.GetData("EntryPointFileDirectoryPath") as string ?? Environment.CurrentDirectory;
