using System.Diagnostics;
using RiskSignals.Borrowers;
using RiskSignals.Rpc;
using RiskSignals.V1;

namespace RiskSignals.Cli;

/// <summary>The scoring host's methods as the verbs call them.</summary>
internal sealed class ServiceCalls(Uri address, string? apiKey = null) : IDisposable
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    /// <summary>Signals, list and decisions follow the last loan, and no count of them shows.</summary>
    private static readonly TimeSpan EndPatience = TimeSpan.FromMinutes(30);

    /// <summary>Well below the host's limits on rows and bytes.</summary>
    private const int FactsACall = 5_000;

    private readonly RpcClient client = new(address, Options(apiKey));

    /// <summary>Whether the host answers and is ready.</summary>
    public bool IsServing() => client.IsServing().GetAwaiter().GetResult();

    /// <summary>Starts or joins the run as of a day and waits for its end.</summary>
    /// <exception cref="InvalidOperationException">The run stands still.</exception>
    public Run Rescore(DateOnly asOf, IProgress<double> progress)
    {
        var run = Call<RescoreRequest, Run>("Rescore", new() { AsOf = Text(asOf) });
        var (done, moved) = (run.LoansDone, Stopwatch.GetTimestamp());
        while (run.State != RunState.Finished)
        {
            Thread.Sleep(BetweenLooks);
            run = Call<GetRunRequest, Run>("GetRun", new() { RunId = run.RunId });
            var patience = run.LoansDone < run.Loans ? Patience : EndPatience;
            if (run.LoansDone != done)
            {
                (done, moved) = (run.LoansDone, Stopwatch.GetTimestamp());
            }
            else if (run.State != RunState.Finished && Stopwatch.GetElapsedTime(moved) > patience)
            {
                throw new InvalidOperationException(
                    $"Run {run.RunId} has stood still at {done} of {run.Loans} loans for {patience.TotalSeconds:0} s; the host's log says why. "
                    + "It goes on by itself once the host can; ask again to wait for it.");
            }

            progress.Report(run.Loans == 0 ? 0 : (double)run.LoansDone / run.Loans);
        }

        progress.Report(1);
        return run;
    }

    /// <summary>Sends facts, some thousands a call.</summary>
    /// <exception cref="InvalidOperationException">A fact was refused.</exception>
    public void AddFacts(IEnumerable<Fact> facts)
    {
        foreach (var some in facts.Chunk(FactsACall))
        {
            var request = new AddFactsRequest { Facts = { some.Select(FactRows.Of) } };
            var reply = Unary<AddFactsRequest, AddFactsReply>(BorrowersReflection.Descriptor, "AddFacts", request);
            if (reply.Refused is [var first, ..])
            {
                throw new InvalidOperationException(
                    $"{reply.Refused.Count} of {some.Length} facts were refused. The first is {some[first.Index]}: "
                    + $"{first.Column} is '{first.Value}'; expected {first.Expected}.");
            }
        }
    }

    /// <summary>What a finished run decided to do, decisions to do nothing left out.</summary>
    public IReadOnlyList<Decision> ListDecisions(string runId)
    {
        var method = TreatmentsReflection.Descriptor.Services[0].FindMethodByName("ListDecisions");
        return client.Stream<ListDecisionsRequest, Decision>(method, new() { RunId = runId }).ToBlockingEnumerable().ToArray();
    }

    public ListSignalsReply ListSignals(string runId, int count) =>
        Unary<ListSignalsRequest, ListSignalsReply>(SignalsReflection.Descriptor, "ListSignals", new() { RunId = runId, PageSize = count });

    public Decision NextBestAction(string loanId, DateOnly asOf) =>
        Unary<NextBestActionRequest, Decision>(TreatmentsReflection.Descriptor, "NextBestAction", new() { LoanId = loanId, AsOf = Text(asOf) });

    public TrialReport StartTrial(StartTrialRequest plan) => Unary<StartTrialRequest, TrialReport>(TrialsReflection.Descriptor, "StartTrial", plan);

    public TrialReport GetTrial(string trialId, DateOnly asOf) =>
        Unary<GetTrialRequest, TrialReport>(TrialsReflection.Descriptor, "GetTrial", new() { TrialId = trialId, AsOf = Text(asOf) });

    public void Dispose() => client.Dispose();

    private static RpcClientOptions Options(string? apiKey) =>
        apiKey is null ? new() : new() { Metadata = new Dictionary<string, string> { ["x-api-key"] = apiKey } };

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private TReply Call<TRequest, TReply>(string method, TRequest request)
        where TRequest : class, Google.Protobuf.IMessage<TRequest>, new()
        where TReply : class, Google.Protobuf.IMessage<TReply>, new() =>
        Unary<TRequest, TReply>(ScoringReflection.Descriptor, method, request);

    private TReply Unary<TRequest, TReply>(Google.Protobuf.Reflection.FileDescriptor file, string method, TRequest request)
        where TRequest : class, Google.Protobuf.IMessage<TRequest>, new()
        where TReply : class, Google.Protobuf.IMessage<TReply>, new() =>
        client.Call<TRequest, TReply>(file.Services[0].FindMethodByName(method), request).GetAwaiter().GetResult();
}
