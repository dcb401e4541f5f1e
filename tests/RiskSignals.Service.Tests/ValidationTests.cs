using Google.Protobuf;
using RiskSignals.Rpc;
using RiskSignals.Rpc.Tests;

namespace RiskSignals.Service.Tests;

/// <summary>Requests that are refused, as JSON over HTTP: what anybody may send.</summary>
public sealed class ValidationTests(SharedHost shared) : IClassFixture<SharedHost>
{
    private const string Refused = """
        method                  | request                                                  | code             | message holds
        Scoring/Score           | {}                                                       | invalid_argument | loan_id is ''; 1 to 128 printable characters
        Scoring/Score           | {"loanId": "a b"}                                        | invalid_argument | loan_id is 'a b'
        Scoring/Score           | {"loanId": "nobody"}                                     | not_found        | No loan 'nobody' was known by 2024-03-31
        Scoring/Score           | {"loanId": "l00001", "asOf": "31.03.2024"}               | invalid_argument | as_of is '31.03.2024'; a day such as 2024-03-31
        Scoring/Score           | {"loanId": "l00001", "asOf": "2024-02-30"}               | invalid_argument | a day such as 2024-03-31
        Scoring/Score           | {"loanId": "l00001", "asOf": "2024-04-01"}               | invalid_argument | to today, 2024-03-31
        Scoring/Score           | {"loanId": "l00001", "asOf": "0001-01-01"}               | invalid_argument | a day from 1970-01-01
        Scoring/Score           | {"loanId": "l00001", "targets": ["ROLL30@1"]}            | invalid_argument | served are MISS30@1, PAY30@1
        Scoring/Score           | {"loan": "l00001"}                                       | invalid_argument |
        Scoring/Score           | {"loanId": 7}                                            | invalid_argument |
        Borrowers/GetBorrower   | {}                                                       | invalid_argument | borrower_id is ''
        Borrowers/GetBorrower   | {"borrowerId": "b99999"}                                 | not_found        | Nothing was known about borrower 'b99999'
        Borrowers/GetBorrower   | {"borrowerId": "b00001", "asOf": "2022-12-31"}           | not_found        | by 2022-12-31
        Scoring/Rescore         | {"asOf": "2024-04-01"}                                   | invalid_argument | to today, 2024-03-31
        Scoring/GetRun          | {"runId": "none"}                                        | not_found        | There is no run 'none'
        Signals/ListSignals     | {"pageSize": 501}                                        | invalid_argument | page_size is '501'; 1 to 500
        Signals/ListSignals     | {"pageSize": -1}                                         | invalid_argument | page_size is '-1'
        Signals/ListSignals     | {"pageToken": "x"}                                       | invalid_argument | page_token is 'x'
        Signals/ListSignals     | {"runId": "r", "asOf": "2024-03-31"}                     | invalid_argument | name either a run or a day
        Signals/ListSignals     | {"runId": "r"}                                           | not_found        | There is no finished run 'r'
        Treatments/NextBestAction | {}                                                     | invalid_argument | loan_id is ''
        Treatments/NextBestAction | {"loanId": "nobody"}                                   | not_found        | No loan 'nobody' was known
        Trials/GetTrial         | {"trialId": "none"}                                      | not_found        | There is no trial 'none'
        Trials/StartTrial       | {}                                                       | invalid_argument | trial_id is ''
        Trials/RecordOutcome    | {}                                                       | invalid_argument | idempotency_key is ''
        Trials/RecordOutcome    | {"idempotencyKey": "short"}                              | invalid_argument | 16 to 128 characters
        Trials/RecordOutcome    | {"idempotencyKey": "0123456789abcdef"}                   | invalid_argument | decision_id is ''
        Trials/RecordOutcome    | {"idempotencyKey": "0123456789abcdef", "decisionId": "d"} | invalid_argument | event is
        Trials/RecordOutcome    | {"idempotencyKey": "0123456789abcdef", "decisionId": "d", "event": "PAID"} | invalid_argument | amount is '0'
        Trials/RecordOutcome    | {"idempotencyKey": "0123456789abcdef", "decisionId": "d", "event": "EXPOSED", "amount": 5} | invalid_argument | amount is '5'
        Trials/RecordOutcome    | {"idempotencyKey": "0123456789abcdef", "decisionId": "d", "event": "EXPOSED"} | not_found | There is no decision 'd'
        Scoring/Unknown         | {}                                                       | unimplemented    |
        """;

    [Fact]
    public async Task Every_bad_request_is_refused_with_a_text_that_helps()
    {
        using var http = new HttpClient();
        foreach (var row in TextTable.Rows(Refused, columns: 4))
        {
            using var body = new StringContent(row[1], System.Text.Encoding.UTF8, "application/json");
            using var response = await http.PostAsync(new Uri(shared.Host.Http, "risksignals.v1." + row[0]), body);
            var text = await response.Content.ReadAsStringAsync();
            Assert.True(!response.IsSuccessStatusCode, $"{row[0]} {row[1]} was accepted: {text}");
            using var json = System.Text.Json.JsonDocument.Parse(text);
            Assert.Equal((row[1], row[2]), (row[1], json.RootElement.GetProperty("code").GetString()));
            Assert.Contains(row[3], json.RootElement.GetProperty("message").GetString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10_001)]
    public async Task A_batch_has_one_to_ten_thousand_rows(int rows)
    {
        var request = new V1.ScoreBatchRequest { LoanIds = { Enumerable.Repeat("l00001", rows) } };
        var failure = await Assert.ThrowsAsync<RpcFailure>(() => First(request));
        Assert.Equal((RpcCode.InvalidArgument, $"the number of loan_ids is '{rows}'; 1 to 10000 is expected."), (failure.Code, failure.Message));
    }

    private async Task<IMessage> First(V1.ScoreBatchRequest request)
    {
        var method = V1.ScoringReflection.Descriptor.Services[0].FindMethodByName("ScoreBatch");
        await foreach (var scored in shared.Host.Client.Stream<V1.ScoreBatchRequest, V1.ScoredLoan>(method, request))
        {
            return scored;
        }

        throw new InvalidOperationException("The stream was empty.");
    }
}
