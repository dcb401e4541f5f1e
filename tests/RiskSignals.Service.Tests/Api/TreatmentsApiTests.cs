using Google.Protobuf;
using RiskSignals.Rpc;
using RiskSignals.Service.Tests.Jobs;
using RiskSignals.V1;

namespace RiskSignals.Service.Tests.Api;

public class TreatmentsApiTests
{
    [Fact]
    public async Task A_decision_shows_every_candidate_and_what_removed_it()
    {
        using var folder = new TestFolder(borrowers: 30);
        await using var host = await ServiceHost.Start(folder);
        var decision = await Decide(host, SmallLender.Loan(5));
        Assert.Equal(["NONE", "SMS_DAY_2", "EMAIL_DAY_5", "CALL_DAY_10", "OFFER_PLAN"], decision.Candidates.Select(candidate => candidate.Treatment));
        Assert.Equal(1, decision.Candidates.Sum(candidate => candidate.Propensity), precision: 9);
        Assert.Empty(decision.Candidates[0].Removals);
        Assert.Equal("step", decision.Candidates[1].Removals[0].RuleId);
        Assert.Contains(decision.Candidates, candidate => candidate.Treatment == decision.Treatment && candidate.Removals.Count == 0);
        Assert.InRange(decision.Propensity, double.Epsilon, 1);
        Assert.Equal(31_500, decision.Amount);
    }

    [Fact]
    public async Task Asked_again_also_after_a_restart_the_decision_is_the_same_to_the_byte()
    {
        using var folder = new TestFolder(borrowers: 30);
        var first = new List<ByteString>();
        await using (var host = await ServiceHost.Start(folder))
        {
            foreach (var number in Enumerable.Range(1, 30))
            {
                first.Add((await Decide(host, SmallLender.Loan(number))).ToByteString());
            }
        }

        await using var restarted = await ServiceHost.Start(folder);
        await RunResult.Finished(restarted.Client);
        foreach (var number in Enumerable.Range(1, 30))
        {
            Assert.Equal(first[number - 1], (await Decide(restarted, SmallLender.Loan(number))).ToByteString());
        }
    }

    [Fact]
    public async Task After_a_run_the_decision_is_the_run_s()
    {
        using var folder = new TestFolder(borrowers: 30);
        await using var host = await ServiceHost.Start(folder);
        var run = await RunResult.Finished(host.Client);
        var decision = await Decide(host, SmallLender.Loan(6));
        using var database = Storage.Database.Open(folder.Data);
        var kept = new Storage.TreatmentStore(database).OfRun(run.RunId).Single(row => row.LoanId == SmallLender.Loan(6));
        Assert.Equal((run.RunId, kept.DecisionId, kept.Treatment), (decision.RunId, decision.DecisionId, decision.Treatment));
    }

    [Fact]
    public async Task A_finished_run_s_treatments_are_listed_and_those_to_do_nothing_are_not()
    {
        using var folder = new TestFolder(borrowers: 60);
        await using var host = await ServiceHost.Start(folder);
        var run = await RunResult.Finished(host.Client);
        var method = TreatmentsReflection.Descriptor.Services[0].FindMethodByName("ListDecisions");
        var listed = await host.Client.Stream<ListDecisionsRequest, Decision>(method, new() { RunId = run.RunId }).ToListAsync();
        using var database = Storage.Database.Open(folder.Data);
        var kept = new Storage.TreatmentStore(database).OfRun(run.RunId).Where(row => row.Treatment != "NONE").ToArray();
        Assert.NotEmpty(kept);
        Assert.Equal(kept.Select(row => (row.DecisionId, row.LoanId, row.Treatment)), listed.Select(one => (one.DecisionId, one.LoanId, one.Treatment)));
        var failure = await Assert.ThrowsAsync<RpcFailure>(
            async () => await host.Client.Stream<ListDecisionsRequest, Decision>(method, new() { RunId = "none" }).ToListAsync());
        Assert.Equal(RpcCode.NotFound, failure.Code);
    }

    private static Task<Decision> Decide(ServiceHost host, string loanId) => host.Call<NextBestActionRequest, Decision>(
        TreatmentsReflection.Descriptor.Services[0], "NextBestAction", new() { LoanId = loanId });
}
