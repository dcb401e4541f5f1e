using System.Globalization;
using System.Net;
using System.Text;
using Quartz;

namespace RiskSignals.Service;

/// <summary>How the scoring host is to run. Each option is defined once, and from that come parser, environment variable and help.</summary>
public sealed record HostOptions
{
    private const string Never = "never";

    private static readonly Definition[] Definitions =
    [
        new("data", "PATH|CONNECTION", "risk.db",
            "the database: path of a SQLite file, or a PostgreSQL connection string",
            (options, text) => options with { Data = text }),
        new("models", "DIR", "models",
            "the folder of bundles, DIR/<target>/<version>; the newest version serves a target that has no champion in the store",
            (options, text) => options with { Models = text }),
        new("grpc-address", "IP:PORT", "127.0.0.1:5001",
            "where gRPC is spoken (HTTP/2 without TLS); port 0 takes a free one",
            (options, text) => options with { GrpcAddress = Address(text) }),
        new("http-address", "IP:PORT", "127.0.0.1:5002",
            "where Connect's JSON is spoken (HTTP/1.1), for curl and browsers; port 0 takes a free one",
            (options, text) => options with { HttpAddress = Address(text) }),
        new("api-key-file", "FILE", "",
            "a file with a line 'NAME KEY' a caller; without it only loopback addresses are served",
            (options, text) => options with { ApiKeyFile = text }),
        new("capacity", "N", "50",
            "reviews possible a day: the early-warning list is never longer",
            (options, text) => options with { Capacity = Whole(text, 1, 1_000_000) }),
        new("rescore-cron", "CRON", "0 0 2 * * ?",
            "when the portfolio is re-scored, as a Quartz expression in UTC; 'never' leaves it to requests",
            (options, text) => options with { RescoreCron = Cron(text) }),
        new("chunk", "N", "5000",
            "loans committed at a time by a re-score; a killed host loses at most one such chunk of work",
            (options, text) => options with { ChunkLoans = Whole(text, 1, 100_000) }),
        new("lease", "SECONDS", "30",
            "how long a host holds a chunk that it doesn't get on with; then another host takes it over",
            (options, text) => options with { Lease = TimeSpan.FromSeconds(Whole(text, 1, 3_600)) }),
        new("policy", "FILE", "",
            "the treatment policy as JSON; without it the policy that RiskSignals ships with",
            (options, text) => options with { Policy = text }),
        new("retrain-cron", "CRON", Never,
            "when every recipe is trained anew, as a Quartz expression in UTC; what comes of it becomes challenger and decides nothing",
            (options, text) => options with { RetrainCron = Cron(text) }),
        new("retrain-on-drift", "DAYS", Never,
            "trains a target anew when its scores in a run have drifted from those of training beyond chance, once in so many days at most",
            (options, text) => options with { RetrainDaysApart = text == Never ? null : Whole(text, 1, 3_650) }),
        new("retrain-recipes", "FILE,FILE", "",
            "the recipes to train by, such as training/recipes/miss30.json",
            (options, text) => options with { RetrainRecipes = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) }),
        new("retrain-minutes", "N", "60",
            "how long the training of one recipe may take before it is killed",
            (options, text) => options with { RetrainTime = TimeSpan.FromMinutes(Whole(text, 1, 1_440)) }),
        new("retrain-memory", "MIB", "2048",
            "memory that training may use; the kernel refuses it more",
            (options, text) => options with { RetrainMemoryMib = Whole(text, 64, 1_048_576) }),
        new("retrain-program", "FILE", "",
            "the risk program that trains, in a process of its own; without it the one beside the host",
            (options, text) => options with { RetrainProgram = text }),
        new("today", "DAY", "",
            "a day such as 2024-03-31 to start from in place of the real one, for demonstrations on old data",
            (options, text) => options with { Today = text.Length == 0 ? null : Day(text) }),
    ];

    public string Data { get; init; } = "";

    public string Models { get; init; } = "";

    public IPEndPoint GrpcAddress { get; init; } = new(IPAddress.Loopback, 0);

    public IPEndPoint HttpAddress { get; init; } = new(IPAddress.Loopback, 0);

    /// <summary>Empty if callers need no key.</summary>
    public string ApiKeyFile { get; init; } = "";

    public int Capacity { get; init; }

    public string RescoreCron { get; init; } = "";

    public int ChunkLoans { get; init; }

    public TimeSpan Lease { get; init; }

    /// <summary>Empty for the shipped policy.</summary>
    public string Policy { get; init; } = "";

    public string RetrainCron { get; init; } = "";

    public IReadOnlyList<string> RetrainRecipes { get; init; } = [];

    public TimeSpan RetrainTime { get; init; }

    public int RetrainMemoryMib { get; init; }

    /// <summary>Empty for the program beside the host.</summary>
    public string RetrainProgram { get; init; } = "";

    /// <summary>Days that must lie between trainings upon drift; null if drift is told and no more.</summary>
    public int? RetrainDaysApart { get; init; }

    public bool RetrainsOnSchedule => RetrainCron != Never;

    /// <summary>Whether models are to be trained anew at all.</summary>
    public bool Retrains => RetrainsOnSchedule || RetrainDaysApart is not null;

    /// <summary>Null for the real day.</summary>
    public DateOnly? Today { get; init; }

    /// <summary>Whether a nightly re-score is wanted.</summary>
    public bool RescoresNightly => RescoreCron != Never;

    /// <summary>Text for people who never ran it.</summary>
    public static string Help
    {
        get
        {
            var help = new StringBuilder(
                """
                RiskSignals.Service [options]

                Serves scores, early warnings, next best actions and trials over gRPC and Connect, and re-scores the portfolio every night.

                """);
            foreach (var option in Definitions)
            {
                var given = option.Default.Length == 0 ? "" : $" (default {option.Default})";
                help.Append(CultureInfo.InvariantCulture, $"\n  --{option.Name} {option.Value}\n      {option.Meaning}{given}\n");
                help.Append(CultureInfo.InvariantCulture, $"      environment: {option.Variable}\n");
            }

            return help.Append(
                """

                Example, on one machine with data imported by 'risk import' and models written by 'risk train':

                  RiskSignals.Service --data risk.db --models models
                  curl -H 'content-type: application/json' -d '{"loanId": "L1"}' http://127.0.0.1:5002/risksignals.v1.Scoring/Score

                SIGTERM lets running calls end and stops; a re-score that is cut off goes on at the next start.

                """).ToString();
        }
    }

    /// <summary>
    /// Reads options of the form <c>--name value</c> or <c>--name=value</c>; what is not given comes from the environment, then the default.
    /// </summary>
    /// <param name="environment">The value of an environment variable, or null.</param>
    /// <exception cref="FormatException">An option is unknown, repeats, lacks its value or has a bad one.</exception>
    public static HostOptions Parse(IReadOnlyList<string> args, Func<string, string?> environment)
    {
        var given = Given(args);
        var options = new HostOptions();
        foreach (var option in Definitions)
        {
            var text = given.GetValueOrDefault(option.Name) ?? environment(option.Variable) ?? option.Default;
            try
            {
                options = option.Set(options, text);
            }
            catch (FormatException error)
            {
                throw new FormatException($"--{option.Name} is '{text}'; {error.Message}", error);
            }
        }

        return options;
    }

    private static Dictionary<string, string> Given(IReadOnlyList<string> args)
    {
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < args.Count; i++)
        {
            var (name, value) = args[i].Split('=', 2) is [var left, var right] ? (left, right) : (args[i], null);
            if (!name.StartsWith("--", StringComparison.Ordinal) || Array.TrueForAll(Definitions, option => option.Name != name[2..]))
            {
                throw new FormatException($"There is no option '{args[i]}'; --help lists those there are.");
            }

            value ??= ++i < args.Count ? args[i] : throw new FormatException($"{name} lacks its value; --help shows what it takes.");
            if (!given.TryAdd(name[2..], value))
            {
                throw new FormatException($"{name} is given twice; give it once.");
            }
        }

        return given;
    }

    private static IPEndPoint Address(string text) =>
        text.Contains(':', StringComparison.Ordinal) && IPEndPoint.TryParse(text, out var address)
            ? address
            : throw new FormatException("an address and port such as 127.0.0.1:5001 or [::1]:5001 is expected.");

    private static int Whole(string text, int min, int max) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max
            ? number
            : throw new FormatException($"a whole number from {min} to {max} is expected.");

    private static string Cron(string text)
    {
        try
        {
            return text == Never ? text : new CronExpression(text).CronExpressionString;
        }
        catch (FormatException error)
        {
            throw new FormatException($"a Quartz expression such as '0 0 2 * * ?', or '{Never}', is expected: {error.Message}", error);
        }
    }

    private static DateOnly Day(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : throw new FormatException("a day such as 2024-03-31 is expected.");

    private sealed record Definition(string Name, string Value, string Default, string Meaning, Func<HostOptions, string, HostOptions> Set)
    {
        public string Variable => "RISKSIGNALS_SERVICE_" + Name.ToUpperInvariant().Replace('-', '_');
    }
}
