using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using RiskSignals.Borrowers;
using RiskSignals.Storage;
using RiskSignals.V1;

namespace RiskSignals.Service.Tests.Jobs;

public class RunTests
{
    private const int Loans = 100;

    [Fact]
    public async Task A_run_scores_every_loan_once_and_decides_on_each()
    {
        using var folder = new TestFolder(Loans);
        await using var host = await ServiceHost.Start(folder);
        var run = await RunResult.Finished(host.Client);
        Assert.Equal(("2024-03-31", Loans, Loans), (run.AsOf, run.Loans, run.LoansDone));
        Assert.True(run.Treatments > 0);
        RunResult.MustBeComplete(folder.Data, run.RunId, Loans);
    }

    [Fact]
    public async Task Asked_for_many_times_at_once_a_run_is_one_run_and_its_results_stay()
    {
        using var folder = new TestFolder(Loans);
        await using var host = await ServiceHost.Start(folder);
        var runs = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => RunResult.Finished(host.Client)));
        var runId = Assert.Single(runs.Select(run => run.RunId).Distinct());
        var before = RunResult.Of(folder.Data, runId);
        await RunResult.Finished(host.Client);
        Assert.Equal(before, RunResult.Of(folder.Data, runId));
        RunResult.MustBeComplete(folder.Data, runId, Loans);
    }

    [Theory]
    [InlineData("0 0 2 * * ?", 1, "2024-03-31")]
    [InlineData("0 0 2 * * ?", 1, "2024-03-30")]
    [InlineData("0 0 13 * * ?", 0, "2024-03-30")]
    public async Task A_night_no_host_was_up_is_made_up_for_at_the_start_unless_the_day_has_its_run(string cron, int runsOfToday, string ranOn)
    {
        using var folder = new TestFolder(Loans);
        await using (var before = await ServiceHost.Start(folder))
        {
            await RunResult.Finished(before.Client, ranOn);
        }

        await using var host = await ServiceHost.Start(folder, change: options => options with { RescoreCron = cron });
        var settled = host.Services.GetServices<IHostedService>().OfType<Service.Jobs.MissedRescore>().Single().ExecuteTask!;
        await settled;
        Assert.Equal(runsOfToday, host.Services.GetRequiredService<ScoreStore>().Runs().Count(run => run.AsOf == SmallLender.Day));
    }

    [Fact]
    public async Task A_host_that_never_re_scores_by_itself_or_has_no_loans_makes_up_for_nothing()
    {
        using var folder = new TestFolder(borrowers: 0);
        await using var host = await ServiceHost.Start(folder, change: options => options with { RescoreCron = "0 0 2 * * ?" });
        await host.Services.GetServices<IHostedService>().OfType<Service.Jobs.MissedRescore>().Single().ExecuteTask!;
        Assert.Empty(host.Services.GetRequiredService<ScoreStore>().Runs());
        await using var never = await ServiceHost.Start(folder);
        Assert.Empty(never.Services.GetServices<IHostedService>().OfType<Service.Jobs.MissedRescore>());
    }

    [Fact]
    public async Task A_trial_that_can_not_be_read_keeps_no_other_from_maturing()
    {
        using var folder = new TestFolder(borrowers: 1);
        await using var host = await ServiceHost.Start(folder);
        var trials = host.Services.GetRequiredService<TrialStore>();
        trials.Register(new() { TrialId = "a-broken-one", Salt = "s", Plan = "no plan", StartedOn = SmallLender.Day });
        host.Services.GetRequiredService<Service.Jobs.TrialOutcomes>().Mature(SmallLender.Day, CancellationToken.None);
    }

    [Fact]
    public async Task Chunks_of_any_size_come_to_the_same()
    {
        var results = new HashSet<string>();
        foreach (var chunk in new[] { 7, 1_000 })
        {
            using var folder = new TestFolder(Loans);
            await using var host = await ServiceHost.Start(folder, change: options => options with { ChunkLoans = chunk });
            var run = await RunResult.Finished(host.Client);
            using var database = Database.Open(folder.Data);
            results.Add(string.Join('\n', new TreatmentStore(database).OfRun(run.RunId).Select(decision => decision.Record)));
        }

        Assert.Single(results);
    }

    [Fact]
    public async Task Each_of_two_loans_gets_its_row_and_its_decision_and_one_that_is_over_says_why_it_has_no_score()
    {
        using var folder = new TestFolder(borrowers: 2);
        using (var database = Database.Open(folder.Data))
        {
            var known = Instant.At(new DateOnly(2024, 1, 10), hour: 6);
            var second = new Loan(SmallLender.Borrower(1), "second", "instalment", "EUR", known.Day, new Money(50_000), null, null, known);
            var over = new LoanEvent(SmallLender.Borrower(2), "over", SmallLender.Loan(2), LoanEventKind.PaidOff, known.Day, null, known);
            Assert.Empty(new FactStore(database).Add([second, over]).Refused);
        }

        await using var host = await ServiceHost.Start(folder);
        var run = await RunResult.Finished(host.Client);
        RunResult.MustBeComplete(folder.Data, run.RunId, loans: 3);
        using var results = Database.Open(folder.Data);
        var statuses = new ScoreStore(results).Scores(run.RunId).Where(row => row.Target == "MISS30@1").ToDictionary(row => row.LoanId, row => row.Status);
        Assert.Equal(("scored", "paid_off"), (statuses[SmallLender.Loan(1)], statuses[SmallLender.Loan(2)]));
        Assert.Equal("NONE", new TreatmentStore(results).OfRun(run.RunId).Single(row => row.LoanId == SmallLender.Loan(2)).Treatment);
    }

    [Fact]
    public async Task A_borrower_s_loans_share_the_caps_within_a_run_and_with_what_was_reserved_before()
    {
        using var folder = new TestFolder(borrowers: 300);
        using (var database = Database.Open(folder.Data))
        {
            var more = Enumerable.Range(1, 300).SelectMany(number => Enumerable.Range(1, 3).SelectMany(loan => Late(number, loan)));
            Assert.Empty(new FactStore(database).Add([.. more]).Refused);
        }

        await using (var host = await ServiceHost.Start(folder))
        {
            await RunResult.Finished(host.Client);
        }

        Assert.Equal(2, MostMessages(folder.Data, SmallLender.Day));
        await using (var nextDay = await ServiceHost.Start(folder, today: "2024-04-01"))
        {
            await RunResult.Finished(nextDay.Client);
        }

        Assert.Equal(2, MostMessages(folder.Data, SmallLender.Day.AddDays(1)));
    }

    [Fact]
    public async Task A_borrower_shows_the_scores_of_the_newest_run()
    {
        using var folder = new TestFolder(Loans);
        await using var host = await ServiceHost.Start(folder);
        await RunResult.Finished(host.Client, "2024-02-29");
        var run = await RunResult.Finished(host.Client);
        var borrower = await host.Call<GetBorrowerRequest, GetBorrowerReply>(
            BorrowersReflection.Descriptor.Services[0], "GetBorrower", new() { BorrowerId = SmallLender.Borrower(5) });
        var scores = Assert.Single(borrower.Loans).LatestScores;
        Assert.Equal(["MISS30@1", "PAY30@1"], scores.Select(score => score.Target));
        Assert.All(scores, score => Assert.Equal((run.RunId, "2024-03-31"), (score.RunId, score.AsOf)));
    }

    /// <summary>A loan of which the first instalment is three days late on the day.</summary>
    private static IEnumerable<Fact> Late(int number, int loan)
    {
        var (borrower, id) = (SmallLender.Borrower(number), $"{SmallLender.Loan(number)}-{loan}");
        var known = Instant.At(new DateOnly(2024, 1, 10), hour: 6);
        yield return new Loan(borrower, id, "instalment", "EUR", known.Day, new Money(200_000), null, null, known);
        yield return new ScheduleVersion(borrower, id, 1, ScheduleReason.Original, known);
        for (var month = 0; month < 2; month++)
        {
            yield return new Instalment(borrower, id, 1, month + 1, SmallLender.Day.AddDays(-3).AddMonths(month), new Money(100_000), known);
        }
    }

    /// <summary>The most messages that one borrower was to get on one channel in a week.</summary>
    private static int MostMessages(string data, DateOnly until)
    {
        using var database = Database.Open(data);
        return new TreatmentStore(database).All()
            .Where(row => row.Channel is "sms" or "email" && row.DecidedOn > until.AddDays(-7) && row.DecidedOn <= until)
            .GroupBy(row => (row.BorrowerId, row.Channel)).Max(rows => rows.Count());
    }
}
