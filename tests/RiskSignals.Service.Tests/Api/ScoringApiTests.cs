using RiskSignals.Rpc;
using RiskSignals.V1;

namespace RiskSignals.Service.Tests.Api;

public sealed class ScoringApiTests(SharedHost shared) : IClassFixture<SharedHost>
{
    private static readonly Google.Protobuf.Reflection.ServiceDescriptor Scoring = ScoringReflection.Descriptor.Services[0];

    [Fact]
    public async Task A_score_says_what_it_rests_on()
    {
        var scored = await Score(new() { LoanId = SmallLender.Loan(5) });
        Assert.Equal((SmallLender.Borrower(5), "2024-03-31", RowStatus.Scored), (scored.BorrowerId, scored.AsOf, scored.Status));
        Assert.Equal(["MISS30@1", "PAY30@1"], scored.Scores.Select(score => score.Target));
        var miss = scored.Scores[0];
        Assert.Equal("high", miss.Band);
        Assert.InRange(miss.Probability, 0.6, 1);
        Assert.InRange(scored.Scores[1].Probability, 0, 0.4);
        Assert.Equal("repayment_dpd_value_now", miss.Reasons[0].Feature);
        Assert.Equal(54, miss.Reasons[0].Value);
        Assert.Equal("An amount on your loan is 54 days overdue", miss.Reasons[0].Text);
        Assert.Equal("repayment_overdue", miss.Reasons[0].Family);
        Assert.Equal(64, miss.BundleSha256.Length);
        Assert.Equal(64, scored.FeatureVectorSha256.Length);
        Assert.Equal(14, scored.Evidence.InstalmentsDue);
        Assert.Equal(12, scored.Evidence.Payments);
        Assert.True(scored.Evidence.BankTransactions > 80);
        Assert.Equal(85.7, scored.LoanDataAgeDays);
        Assert.Equal(6.7, scored.BankDataAgeDays);
    }

    [Fact]
    public async Task A_day_in_the_past_sees_nothing_of_what_came_later()
    {
        var before = await Score(new() { LoanId = SmallLender.Loan(5), AsOf = "2024-01-31", Targets = { "MISS30@1" } });
        Assert.Equal("low", Assert.Single(before.Scores).Band);
    }

    [Fact]
    public async Task Asking_twice_gives_the_same_bytes()
    {
        var request = new ScoreRequest { LoanId = SmallLender.Loan(33) };
        Assert.Equal(await Score(request), await Score(request));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(11)]
    [InlineData(21)]
    public async Task A_history_in_the_request_gives_the_answer_of_the_stored_one(int number)
    {
        var facts = SmallLender.Facts(1, from: number);
        foreach (var day in (string[])["2024-03-31", "2023-12-31"])
        {
            var stored = await Score(new() { LoanId = SmallLender.Loan(number), AsOf = day });
            var sent = facts.Reverse().Concat(facts).Select(WireFacts.Row);
            var inline = await Score(new() { LoanId = SmallLender.Loan(number), AsOf = day, History = { sent } });
            Assert.Equal(stored, inline);
        }
    }

    [Fact]
    public async Task A_history_in_the_request_is_neither_kept_nor_mixed_with_what_is_stored()
    {
        var stranger = SmallLender.Facts(1, from: 5_000).Select(WireFacts.Row).ToArray();
        Assert.Equal(RowStatus.Scored, (await Score(new() { LoanId = SmallLender.Loan(5_000), History = { stranger } })).Status);
        await Assert.ThrowsAsync<RpcFailure>(() => Score(new() { LoanId = SmallLender.Loan(5_000) }));
        await Assert.ThrowsAsync<RpcFailure>(() => Score(new() { LoanId = SmallLender.Loan(5), History = { stranger } }));
    }

    [Theory]
    [InlineData("kind", "sms", "history[3].kind is 'sms'; expected one of")]
    [InlineData("amount", "12.5", "history[3].amount is '12.5'; expected")]
    [InlineData("borrower_id", "b00009", "history[3].borrower_id is 'b00009'; facts of one borrower are expected")]
    [InlineData("again", "77", "another fact has its key and known_on but other content")]
    public async Task A_fact_of_the_history_that_cannot_be_used_refuses_the_call_by_name(string what, string value, string expected)
    {
        var rows = SmallLender.Facts(1, from: 7).Select(WireFacts.Row).ToList();
        var changed = rows.First(row => row.Kind == "instalments").Clone();
        switch (what)
        {
            case "kind":
                changed.Kind = value;
                break;
            case "borrower_id":
                changed.Values[0] = value;
                break;
            default:
                changed.Values[WireFacts.Place("instalments", "amount")] = value;
                break;
        }

        rows.Insert(what == "again" ? rows.Count : 3, changed);
        var failure = await Assert.ThrowsAsync<RpcFailure>(() => Score(new() { LoanId = SmallLender.Loan(7), History = { rows } }));
        Assert.Equal(RpcCode.InvalidArgument, failure.Code);
        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_batch_answers_every_row_in_order_and_survives_bad_ones()
    {
        var ids = Enumerable.Range(0, 1_000).Select(i => i % 10 == 3 ? "nobody" : i % 10 == 7 ? "" : SmallLender.Loan(1 + (i % 60))).ToArray();
        var answers = await Batch(new() { LoanIds = { ids } });
        Assert.Equal(ids, answers.Select(answer => answer.LoanId));
        Assert.All(answers, answer => Assert.Equal(
            answer.LoanId switch { "nobody" => RowStatus.UnknownLoan, "" => RowStatus.InvalidLoanId, _ => RowStatus.Scored }, answer.Status));
    }

    [Fact]
    public async Task A_row_of_a_batch_equals_the_single_answer()
    {
        var answers = await Batch(new() { LoanIds = { Enumerable.Range(1, 60).Select(SmallLender.Loan) } });
        foreach (var answer in answers)
        {
            Assert.Equal(await Score(new() { LoanId = answer.LoanId }), answer);
        }
    }

    [Fact]
    public async Task A_loan_that_was_not_known_yet_is_not_found()
    {
        var failure = await Assert.ThrowsAsync<RpcFailure>(() => Score(new() { LoanId = SmallLender.Loan(1), AsOf = "2022-12-31" }));
        Assert.Equal(RpcCode.NotFound, failure.Code);
        Assert.Equal("No loan 'l00001' was known by 2022-12-31; import it first.", failure.Message);
    }

    [Fact]
    public async Task What_if_tells_changes_that_move_the_band_and_what_they_come_to()
    {
        var answer = await WhatIf(new() { LoanId = SmallLender.Loan(5) });
        Assert.Equal(("l00005", "2024-03-31", "MISS30@1", "high"), (answer.LoanId, answer.AsOf, answer.Score.Target, answer.Score.Band));
        var change = answer.Changes[0];
        Assert.Equal(("repayment_dpd_value_now", 54f, 0f, "pay what is overdue"), (
            change.Steps[0].Feature, change.Steps[0].From, change.Steps[0].To, change.Steps[0].Doing));
        Assert.Equal(("repayment_missed_count_90d", 0f, 2), (change.Steps[1].Feature, change.Steps[1].To, change.Distance));
        Assert.True(change.Band != "high" && change.Probability < answer.Score.Probability);

        var paying = await WhatIf(new() { LoanId = SmallLender.Loan(5), Target = "PAY30@1" });
        Assert.True(paying.Changes[0].Probability > paying.Score.Probability);
    }

    [Fact]
    public async Task What_if_of_a_loan_in_the_best_band_finds_nothing_and_bad_requests_are_refused_by_name()
    {
        Assert.Empty((await WhatIf(new() { LoanId = SmallLender.Loan(5), AsOf = "2024-01-31" })).Changes);
        var unknown = await Assert.ThrowsAsync<RpcFailure>(() => WhatIf(new() { LoanId = "nobody" }));
        Assert.Equal(RpcCode.NotFound, unknown.Code);
        var target = await Assert.ThrowsAsync<RpcFailure>(() => WhatIf(new() { LoanId = SmallLender.Loan(5), Target = "MISS90@1" }));
        Assert.Equal(RpcCode.InvalidArgument, target.Code);
        Assert.Contains("MISS90@1", target.Message, StringComparison.Ordinal);
    }

    private Task<WhatIfAnswer> WhatIf(WhatIfRequest request) => shared.Host.Call<WhatIfRequest, WhatIfAnswer>(Scoring, "WhatIf", request);

    private Task<ScoredLoan> Score(ScoreRequest request) => shared.Host.Call<ScoreRequest, ScoredLoan>(Scoring, "Score", request);

    private async Task<List<ScoredLoan>> Batch(ScoreBatchRequest request)
    {
        var answers = new List<ScoredLoan>();
        await foreach (var answer in shared.Host.Client.Stream<ScoreBatchRequest, ScoredLoan>(Scoring.FindMethodByName("ScoreBatch"), request))
        {
            answers.Add(answer);
        }

        return answers;
    }
}
