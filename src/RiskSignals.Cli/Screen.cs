using System.Diagnostics;
using System.Globalization;
using RiskSignals.Training.Fitting;
using RiskSignals.Training.Learners;
using Spectre.Console;

namespace RiskSignals.Cli;

/// <summary>What the verbs print with: progress bars with time left, tables, and errors that say what to do.</summary>
internal static class Screen
{
    /// <summary>Exit code when some input was refused and the rest was kept.</summary>
    public const int Refused = 1;

    /// <summary>Exit code when nothing was done.</summary>
    public const int Failed = 2;

    /// <summary>How long one step of stoppable work may take after Ctrl-C, such as a round on many rows; then the program just ends.</summary>
    public static readonly TimeSpan StepMax = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan BetweenReports = TimeSpan.FromMilliseconds(100);

    /// <summary>Plain text where the output is a file or a pipe.</summary>
    public static void Prepare()
    {
        if (Console.IsOutputRedirected)
        {
            AnsiConsole.Profile.Capabilities.Ansi = false;
            AnsiConsole.Profile.Capabilities.ColorSystem = ColorSystem.NoColors;
            AnsiConsole.Profile.Capabilities.Interactive = false;
            AnsiConsole.Profile.Width = 160;
        }
    }

    /// <summary>Runs a program; an error of the user's making or the machine's ends as one clear line.</summary>
    public static int Guard(Func<int> program)
    {
        try
        {
            return program();
        }
        catch (Exception error) when (
            error is FormatException or ArgumentException or IOException or UnauthorizedAccessException or InvalidOperationException
                or XgboostException or System.Data.Common.DbException or RiskSignals.Storage.SchemaException or RiskSignals.Rpc.RpcFailure)
        {
            Console.Error.WriteLine($"risk: {error.Message}");
            return Failed;
        }
    }

    /// <summary>
    /// Runs a verb that Ctrl-C ends between two steps of its work, before anything is written. The work has a thread of its own: only then does
    /// the command line, which calls this, listen for signals.
    /// </summary>
    public static async Task<int> Stoppable(Func<int> work)
    {
        try
        {
            return await Task.Run(work);
        }
        catch (Exception error) when (error is OperationCanceledException or AggregateException { InnerException: OperationCanceledException })
        {
            await Console.Error.WriteLineAsync("risk: stopped; nothing was written.");
            return Failed;
        }
    }

    /// <summary>Shows a bar while work runs that reports its share done, 0 to 1.</summary>
    public static T WithProgress<T>(string what, Func<IProgress<double>, T> work) => WithBar(what, task => work(new Bar(task)));

    /// <summary>Shows a bar, and beside it the round of a fit and its measure.</summary>
    public static T WithRounds<T>(string what, Func<IProgress<FitProgress>, T> work) => WithBar(what, task => work(new RoundsBar(task, what)));

    /// <summary>Shows a bar, and beside it how many of something are done a second.</summary>
    public static T WithRate<T>(string what, string unit, Func<IProgress<Progressed>, T> work) =>
        WithBar(what, task => work(new RateBar(task, what, unit)));

    /// <summary>A whole number with thousands separated.</summary>
    public static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A share as per cent with one decimal.</summary>
    public static string Percent(double share) => (share * 100).ToString("0.0", CultureInfo.InvariantCulture) + " %";

    /// <summary>A bordered table; the headings of numbers end in a unit or are prefixed with '>' to stand right.</summary>
    public static Table Table(string title, params string[] headings)
    {
        var table = new Table().Title(Markup.Escape(title)).Border(TableBorder.Rounded);
        foreach (var heading in headings)
        {
            var column = new TableColumn(Markup.Escape(heading.TrimStart('>')));
            table.AddColumn(heading.StartsWith('>') ? column.RightAligned() : column);
        }

        return table;
    }

    /// <summary>Adds a row of plain texts.</summary>
    public static void Row(this Table table, params string[] cells) => table.AddRow([.. cells.Select(Markup.Escape)]);

    private static T WithBar<T>(string what, Func<ProgressTask, T> work)
    {
        var watch = Stopwatch.StartNew();
        var result = AnsiConsole.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context =>
            {
                var task = context.AddTask(what, maxValue: 1);
                return work(task);
            });
        AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[green]✓[/] {what} [grey]({watch.Elapsed.TotalSeconds:0.0} s)[/]");
        return result;
    }

    private sealed class Bar(ProgressTask task) : IProgress<double>
    {
        private long reportedAt;

        public void Report(double value)
        {
            if (value >= 1 || Stopwatch.GetElapsedTime(reportedAt) > BetweenReports)
            {
                reportedAt = Stopwatch.GetTimestamp();
                task.Value = value;
            }
        }
    }

    private sealed class RoundsBar(ProgressTask task, string what) : IProgress<FitProgress>
    {
        private readonly Bar bar = new(task);

        public void Report(FitProgress value)
        {
            task.Description = Markup.Escape($"{what} ({value.Words})");
            bar.Report(value.Share);
        }
    }

    private sealed class RateBar(ProgressTask task, string what, string unit) : IProgress<Progressed>
    {
        private readonly Bar bar = new(task);

        private readonly Stopwatch watch = Stopwatch.StartNew();

        public void Report(Progressed value)
        {
            task.Description = $"{what} ({Count((long)(value.Count / watch.Elapsed.TotalSeconds))} {unit}/s)";
            bar.Report(value.Share);
        }
    }
}

/// <summary>How far work has come.</summary>
/// <param name="Share">Done, 0 to 1.</param>
/// <param name="Count">Of what is counted, done so far.</param>
internal readonly record struct Progressed(double Share, long Count);

/// <summary>Passes progress on in another measure.</summary>
internal sealed class Progressing<T>(IProgress<double> target, Func<T, double> share) : IProgress<T>
{
    public void Report(T value) => target.Report(share(value));
}
