using RiskSignals.Borrowers;
using RiskSignals.Rpc;
using RiskSignals.Service.Tests.Jobs;
using RiskSignals.Storage;
using RiskSignals.V1;

namespace RiskSignals.Service.Tests.Api;

public class TrialsApiTests
{
    private const string FirstDay = "2024-02-12";

    private static readonly Google.Protobuf.Reflection.ServiceDescriptor Trials = TrialsReflection.Descriptor.Services[0];

    private static readonly StartTrialRequest Plan = new()
    {
        TrialId = "sms-or-nothing",
        Hypothesis = "A text message on day 2 makes borrowers pay who would have forgotten.",
        Measure = Measure.PaidWhatWasDue,
        Arms =
        {
            new V1.TrialArm { ArmId = "sms", Treatment = "SMS_DAY_2", Weight = 1 },
            new V1.TrialArm { ArmId = "control", Treatment = "NONE", Weight = 1 },
        },
        ControlArmId = "control",
        WindowDays = 10,
        ReportingLagDays = 5,
        StopAtMatured = 10,
        LayerSalt = "00112233445566778899aabbccddeeff",
        SplitSalt = "ffeeddccbbaa99887766554433221100",
    };

    [Fact]
    public async Task A_trial_runs_from_its_plan_to_its_read_out()
    {
        using var folder = new TestFolder(borrowers: 400);
        await using (var host = await ServiceHost.Start(folder, today: FirstDay))
        {
            var started = await host.Call<StartTrialRequest, TrialReport>(Trials, "StartTrial", Plan);
            Assert.Equal((FirstDay, "provisional"), (started.StartedOn, started.State));
            await RunResult.Finished(host.Client);
            await Reach(host, folder);
        }

        await using var later = await ServiceHost.Start(folder);
        await RunResult.Finished(later.Client);
        var report = await later.Call<GetTrialRequest, TrialReport>(Trials, "GetTrial", new() { TrialId = Plan.TrialId });
        Assert.Equal(("final", "green"), (report.State, report.SampleRatio));
        Assert.All(report.Arms, arm => Assert.True(arm is { Assigned: > 3, HasMean: true } && arm.Matured > 0 && arm.Matured <= arm.Assigned));
        Assert.True(report.Arms[0].Delivered > 0);
        Assert.Equal(0, report.Arms[1].Delivered);
        Assert.NotNull(report.Arms[0].Effect);
        Assert.StartsWith("Decided", report.Sentences[0], StringComparison.Ordinal);
        using var database = Database.Open(folder.Data);
        Assert.Contains(new TrialStore(database).Borrowers(Plan.TrialId), row => row.Value is not null);
    }

    [Fact]
    public async Task A_trial_without_a_registered_plan_does_not_start_and_every_fault_is_named()
    {
        using var folder = new TestFolder(borrowers: 1);
        await using var host = await ServiceHost.Start(folder);
        var bad = new StartTrialRequest { TrialId = "t", Arms = { new V1.TrialArm { ArmId = "a", Treatment = "POSTCARD", Weight = 0 } } };
        var failure = await Assert.ThrowsAsync<RpcFailure>(() => host.Call<StartTrialRequest, TrialReport>(Trials, "StartTrial", bad));
        Assert.Equal(RpcCode.FailedPrecondition, failure.Code);
        Assert.All(
            new[] { "hypothesis", "measure", "window", "stop rule", "1 arms", "weight 0", "control arm", "POSTCARD", "split salt" },
            part => Assert.Contains(part, failure.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_trial_starts_once_and_its_plan_never_changes()
    {
        using var folder = new TestFolder(borrowers: 1);
        await using var host = await ServiceHost.Start(folder);
        var first = await host.Call<StartTrialRequest, TrialReport>(Trials, "StartTrial", Plan);
        Assert.Equal(first, await host.Call<StartTrialRequest, TrialReport>(Trials, "StartTrial", Plan));
        var changed = new StartTrialRequest(Plan) { WindowDays = 20 };
        var failure = await Assert.ThrowsAsync<RpcFailure>(() => host.Call<StartTrialRequest, TrialReport>(Trials, "StartTrial", changed));
        Assert.Equal(RpcCode.AlreadyExists, failure.Code);
    }

    [Fact]
    public async Task Two_trials_of_one_layer_do_not_share_borrowers()
    {
        using var folder = new TestFolder(borrowers: 1);
        await using var host = await ServiceHost.Start(folder);
        var first = new StartTrialRequest(Plan) { LayerToExcl = 500 };
        await host.Call<StartTrialRequest, TrialReport>(Trials, "StartTrial", first);
        var second = new StartTrialRequest(Plan) { TrialId = "second", SplitSalt = "0123456789abcdef0123456789abcdef", LayerFrom = 499 };
        var failure = await Assert.ThrowsAsync<RpcFailure>(() => host.Call<StartTrialRequest, TrialReport>(Trials, "StartTrial", second));
        Assert.Contains("Trial 'sms-or-nothing' owns buckets 0 to 499 of the layer", failure.Message, StringComparison.Ordinal);
        second.LayerFrom = 500;
        Assert.Equal("second", (await host.Call<StartTrialRequest, TrialReport>(Trials, "StartTrial", second)).TrialId);
    }

    [Fact]
    public async Task An_outcome_sent_twice_is_one_fact_and_its_key_serves_no_other()
    {
        using var folder = new TestFolder(borrowers: 30);
        await using var host = await ServiceHost.Start(folder);
        var decision = await host.Call<NextBestActionRequest, Decision>(
            TreatmentsReflection.Descriptor.Services[0], "NextBestAction", new() { LoanId = SmallLender.Loan(5) });
        var request = new RecordOutcomeRequest
        {
            IdempotencyKey = "0123456789abcdef", DecisionId = decision.DecisionId, Event = OutcomeEvent.Paid, Amount = 10_500,
        };
        var replies = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Retried(host, request)));
        Assert.Equal(SmallLender.Loan(5), Assert.Single(replies.Distinct()).LoanId);

        var other = new RecordOutcomeRequest(request) { Amount = 1 };
        var failure = await Assert.ThrowsAsync<RpcFailure>(() => host.Call<RecordOutcomeRequest, RecordOutcomeReply>(Trials, "RecordOutcome", other));
        Assert.Equal(RpcCode.InvalidArgument, failure.Code);

        using var database = Database.Open(folder.Data);
        var outcome = Assert.Single(new FactStore(database).Load(SmallLender.Borrower(5))!.AsOf(SmallLender.Day).Outcomes);
        Assert.Equal((OutcomeKind.Paid, new Money(10_500), decision.DecisionId), (outcome.Kind, outcome.Amount, outcome.DecisionId));
    }

    [Fact]
    public async Task The_hold_out_is_never_treated_nor_assigned_to_a_trial()
    {
        using var folder = new TestFolder(borrowers: 300);
        var policy = Treatments.ShippedPolicy.Create("5b1f0c9e7a3d42868e6d1c2b9f047a35") with { HoldOutBuckets = 3_000 };
        await File.WriteAllTextAsync(folder.Path("policy.json"), Treatments.PolicyText.Write(policy));
        await using (var host = await ServiceHost.Start(folder, today: FirstDay, change: options => options with { Policy = folder.Path("policy.json") }))
        {
            await host.Call<StartTrialRequest, TrialReport>(Trials, "StartTrial", Plan);
            await RunResult.Finished(host.Client);
        }

        using var database = Database.Open(folder.Data);
        var assigned = new TrialStore(database).Borrowers(Plan.TrialId).Select(row => row.BorrowerId).ToHashSet();
        var (held, others) = (0, 0);
        foreach (var decision in new TreatmentStore(database).All().Select(row => Treatments.DecisionText.Parse(row.Record)))
        {
            if (policy.HoldsOut(decision.BorrowerId))
            {
                held++;
                Assert.Equal(("NONE", 1.0), (decision.ChosenId, decision.Candidate("NONE").Propensity));
                Assert.Contains(decision.Candidate("SMS_DAY_2").Removals, removal => removal.RuleId == "hold_out");
                Assert.DoesNotContain(decision.BorrowerId, assigned);
            }
            else if (decision.ChosenId != "NONE")
            {
                others++;
            }
        }

        Assert.InRange(held, 60, 120);
        Assert.InRange(others, 1, 240);
        Assert.NotEmpty(assigned);
    }

    [Fact]
    public async Task A_message_that_did_not_arrive_is_an_attempt_and_a_call_that_did_is_a_conversation()
    {
        using var folder = new TestFolder(borrowers: 2);
        using var database = Database.Open(folder.Data);
        var store = new TreatmentStore(database);
        await using var host = await ServiceHost.Start(folder);
        foreach (var (number, channel, told) in new[] { (1, "sms", OutcomeEvent.NotDelivered), (2, "call", OutcomeEvent.Exposed) })
        {
            var decision = await host.Call<NextBestActionRequest, Decision>(
                TreatmentsReflection.Descriptor.Services[0], "NextBestAction", new() { LoanId = SmallLender.Loan(number) });
            var id = $"asked-for-{channel}";
            store.Add([store.Find(decision.DecisionId)! with { DecisionId = id, Slot = id, Channel = channel, ContactState = ContactState.Reserved }]);
            await host.Call<RecordOutcomeRequest, RecordOutcomeReply>(
                Trials, "RecordOutcome", new() { IdempotencyKey = "0123456789abcdef" + channel, DecisionId = id, Event = told });
        }

        var sms = Facts(1);
        Assert.Equal((1, null), (sms.Attempts(ContactChannel.Sms, 7, thisLoanOnly: true), sms.DaysSinceConversation()));
        var call = Facts(2);
        Assert.Equal((1, 0), (call.Attempts(ContactChannel.Call, 7, thisLoanOnly: true), call.DaysSinceConversation()));

        Treatments.TreatmentFacts Facts(int number) => Treatments.TreatmentFacts.Of(
            new FactStore(database).Load(SmallLender.Borrower(number))!.AsOf(SmallLender.Day), SmallLender.Loan(number));
    }

    [Fact]
    public async Task A_borrower_stays_in_their_trial_when_one_of_another_layer_starts()
    {
        using var folder = new TestFolder(borrowers: 200);
        await using (var host = await ServiceHost.Start(folder, today: FirstDay))
        {
            await host.Call<StartTrialRequest, TrialReport>(Trials, "StartTrial", Plan);
            await RunResult.Finished(host.Client);
        }

        await using (var host = await ServiceHost.Start(folder, today: "2024-02-13"))
        {
            var other = new StartTrialRequest(Plan)
            {
                TrialId = "another", LayerSalt = "0123456789abcdeffedcba9876543210", SplitSalt = "0123456789abcdef0123456789abcdef",
            };
            await host.Call<StartTrialRequest, TrialReport>(Trials, "StartTrial", other);
            await RunResult.Finished(host.Client);
        }

        using var database = Database.Open(folder.Data);
        var store = new TrialStore(database);
        var first = store.Borrowers(Plan.TrialId).Select(row => row.BorrowerId).ToArray();
        var second = store.Borrowers("another").Select(row => row.BorrowerId).ToArray();
        Assert.NotEmpty(first);
        Assert.NotEmpty(second);
        Assert.Empty(first.Intersect(second));
    }

    /// <summary>Tells the host that every text message of the day arrived.</summary>
    private static async Task Reach(ServiceHost host, TestFolder folder)
    {
        using var database = Database.Open(folder.Data);
        var day = DateOnly.Parse(FirstDay, System.Globalization.CultureInfo.InvariantCulture);
        var borrowers = Enumerable.Range(1, 400).Select(SmallLender.Borrower).ToArray();
        foreach (var decision in new TreatmentStore(database).Of(borrowers, day, day).Where(row => row.Treatment == "SMS_DAY_2"))
        {
            await host.Call<RecordOutcomeRequest, RecordOutcomeReply>(
                Trials, "RecordOutcome", new() { IdempotencyKey = decision.DecisionId, DecisionId = decision.DecisionId, Event = OutcomeEvent.Exposed });
            var history = new FactStore(database).Load(decision.BorrowerId)!.AsOf(day);
            Assert.Equal(decision.DecisionId, Assert.Single(history.Contacts).DecisionId);
        }
    }

    private static async Task<RecordOutcomeReply> Retried(ServiceHost host, RecordOutcomeRequest request)
    {
        while (true)
        {
            try
            {
                return await host.Call<RecordOutcomeRequest, RecordOutcomeReply>(Trials, "RecordOutcome", request);
            }
            catch (RpcFailure failure) when (failure.Code == RpcCode.Aborted)
            {
            }
        }
    }
}
