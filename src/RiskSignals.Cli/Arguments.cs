using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using RiskSignals.Scoring;
using RiskSignals.Storage;

namespace RiskSignals.Cli;

/// <summary>Options that several verbs share, each with one name, default and help text.</summary>
internal static class Arguments
{
    public static Option<string> Data() => new("--data")
    {
        Description = "The store: path of a SQLite file, created if absent",
        DefaultValueFactory = _ => "risk.db",
    };

    public static Option<string?> Postgres() => new("--postgres")
    {
        Description = "Use this PostgreSQL connection string instead of --data, as Host=…;Database=…;Username=…; one with a password is " +
            $"better given as environment variable {Database.ConnectionVariable}, for everybody on the machine sees arguments",
    };

    /// <summary>Opens the store that the two options name; without either of them, the one that the environment names.</summary>
    public static Database Open(ParseResult parsed, Option<string> data, Option<string?> postgres)
    {
        var isDataGiven = parsed.GetResult(data) is { Implicit: false };
        var connection = parsed.GetValue(postgres) ?? (isDataGiven ? null : Environment.GetEnvironmentVariable(Database.ConnectionVariable));
        return connection is null ? Database.Open(parsed.GetValue(data)!)
            : connection.Contains("Host=", StringComparison.OrdinalIgnoreCase) || connection.StartsWith("postgres", StringComparison.Ordinal)
            ? Database.Open(connection)
            : throw new FormatException(
                $"--postgres or {Database.ConnectionVariable} is no connection string; expected one as Host=…;Database=…;Username=….");
    }

    public static Option<DirectoryInfo> Models() => new("--models")
    {
        Description = "Folder of the bundles, models/<target>/<version>",
        DefaultValueFactory = _ => new DirectoryInfo("models"),
    };

    public static Option<DateOnly> AsOf() => new("--as-of")
    {
        Description = "The day looked from, as 2025-03-31; only facts known by its end are used",
        CustomParser = result => Day(result.Tokens[0].Value, result.AddError),
        Required = true,
    };

    public static Option<DateOnly?> KnownBy() => new("--known-by")
    {
        Description = "Learn only from labels matured by this day, as 2025-03-31; by default the newest day any fact was known on",
        CustomParser = result => Day(result.Tokens[0].Value, result.AddError),
    };

    public static Option<FileInfo?> Labels() => new("--labels")
    {
        Description = "CSV of loan_id, as_of, label (0 or 1) to use instead of the target's own labels",
    };

    public static Option<FileInfo?> Audit() => new("--audit")
    {
        Description = "CSV of borrower_id, attribute, group: protected attributes for the card's fairness table; they never enter the model",
    };

    public static Option<FileInfo> Out(string what) => new("--out") { Description = $"The CSV file to write: {what}", Required = true };

    /// <summary>A person's name for the ledger.</summary>
    public static Option<string> By(string what) => new("--by") { Description = $"{what}; recorded as stated, nothing checks it", Required = true };

    public static Option<string?> ApprovedBy() => new("--approved-by")
    {
        Description = "The second person, who approves at once; without it 'risk approve' does so later",
    };

    /// <summary>Refuses one person in both places before anything is written.</summary>
    public static void RequireTwo(string by, string? approvedBy)
    {
        if (approvedBy is not null && ModelLedger.IsSamePerson(by, approvedBy))
        {
            throw new FormatException($"--by and --approved-by are both {by}; a second person must approve.");
        }
    }

    public static Option<string> Why() => new("--why") { Description = "The reason, for the ledger", DefaultValueFactory = _ => "no reason given" };

    public static Argument<string> TargetName() => new("TARGET") { Description = "Target, as MISS30@1 or miss30" };

    /// <summary>The target's id, from the id itself or the name of its folder.</summary>
    public static string TargetId(string text) =>
        Target.All.FirstOrDefault(target => string.Equals(target.Id, text, StringComparison.OrdinalIgnoreCase)
            || string.Equals(target.Id.Split('@')[0], text, StringComparison.OrdinalIgnoreCase))?.Id
        ?? throw new FormatException($"TARGET is '{text}'; expected one of {string.Join(", ", Target.All.Select(target => target.Id))}.");

    /// <summary>A host's address.</summary>
    public static Uri? Address(string text, Action<string> onFault)
    {
        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme == "http" || address.Scheme == "https"))
        {
            return address;
        }

        onFault($"'{text}' is no address; write it as http://127.0.0.1:5001.");
        return null;
    }

    /// <summary>Refuses a whole number below 1.</summary>
    public static void AtLeastOne(OptionResult given)
    {
        if (given.GetValueOrDefault<int>() < 1)
        {
            given.AddError($"{given.Option.Name} is {given.GetValueOrDefault<int>()}; expected a whole number from 1.");
        }
    }

    public static DateOnly Day(string text, Action<string> onFault)
    {
        if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            onFault($"'{text}' is no day; write it as 2025-03-31.");
        }

        return day;
    }
}
