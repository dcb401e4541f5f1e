using System.Diagnostics;
using System.Globalization;
using RiskSignals.Borrowers;
using RiskSignals.Simulation;

namespace RiskSignals.Cli;

/// <summary>
/// A running host and a simulated lender, day by day: the host is told what was learnt, re-scores and decides; the borrowers answer from
/// the next day. The host sees nothing but facts, and the simulation nothing but decisions.
/// </summary>
internal sealed class ClosedLoop(ServiceCalls service, SimulationParameters parameters, CancellationToken cancellation)
{
    /// <summary>The book's past is told in parts of this length, so that memory holds no more of it.</summary>
    private const int DaysAPart = 7;

    private readonly Dictionary<string, int> treated = new(StringComparer.Ordinal);

    private long facts;

    private int decided;

    private int outcomes;

    /// <summary>Lives the book's past and then as many days under the host's decisions.</summary>
    /// <param name="months">Months before the host begins to decide.</param>
    /// <param name="every">Days from one decision to the next, at least 1; the host is told the facts of all days.</param>
    public void Run(int months, int days, int every)
    {
        var (all, watch) = (Stopwatch.StartNew(), Stopwatch.StartNew());
        var run = new SimulationRun(parameters with { Months = months + (days / 28) + 1 });
        var (first, start) = (parameters.StartOn, parameters.StartOn.AddMonths(months));
        Screen.WithProgress($"telling the host {months} months of {Screen.Count(parameters.Borrowers)} borrowers", progress =>
        {
            while (run.Today < start.AddDays(-1))
            {
                Tell(run.StepTo(Earlier(run.Today.AddDays(DaysAPart), start.AddDays(-1))));
                progress.Report((double)(run.Today.DayNumber - first.DayNumber + 1) / (start.DayNumber - first.DayNumber));
            }

            return 0;
        });
        var loans = 0L;
        watch.Restart();
        for (var day = every; day <= days; day += every)
        {
            loans = Day(run, start.AddDays(day - 1), $"day {day} of {days}, time left {Left(watch, day - every, days)}");
        }

        if (run.Today < start.AddDays(days - 1))
        {
            Tell(run.StepTo(start.AddDays(days - 1)));
        }

        Console.WriteLine($"  treatments: {string.Join(", ", treated.OrderBy(one => one.Key).Select(one => $"{one.Key} {Screen.Count(one.Value)}"))}");
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"closed loop borrowers {parameters.Borrowers} days {days} facts {facts} loans {loans} treatments {decided} outcomes {outcomes} "
            + $"seconds {all.Elapsed.TotalSeconds:0.0}"));
    }

    /// <summary>One day of decisions: facts, a run, decisions, and a line that says how many.</summary>
    /// <returns>Loans scored.</returns>
    private long Day(SimulationRun run, DateOnly day, string place)
    {
        var before = facts;
        Tell(run.StepTo(day));
        var scored = service.Rescore(run.Today, new Progress<double>());
        var taken = new List<SimulatedDecision>();
        foreach (var decision in service.ListDecisions(scored.RunId))
        {
            treated[decision.Treatment] = treated.GetValueOrDefault(decision.Treatment) + 1;
            if (Treatments.Of(decision.Treatment) is { } treatment)
            {
                taken.Add(new(decision.BorrowerId, decision.LoanId, run.Today, treatment, decision.DecisionId));
            }
        }

        run.Decide(taken);
        decided += taken.Count;
        Console.WriteLine(
            $"  {run.Today:yyyy-MM-dd}  {Screen.Count(facts - before)} facts, {Screen.Count(scored.Loans)} loans, "
            + $"{Screen.Count(scored.Warnings)} early warnings, {Screen.Count(taken.Count)} treatments ({place})");
        return scored.Loans;
    }

    private void Tell(IReadOnlyList<Fact> learnt)
    {
        cancellation.ThrowIfCancellationRequested();
        service.AddFacts(learnt);
        facts += learnt.Count;
        outcomes += learnt.Count(fact => fact is Outcome);
    }

    private static DateOnly Earlier(DateOnly left, DateOnly right) => left < right ? left : right;

    private static string Left(Stopwatch watch, int done, int days) =>
        done == 0 ? "unknown" : (watch.Elapsed / done * (days - done)).ToString(@"h\:mm\:ss", CultureInfo.InvariantCulture);
}
