using RiskSignals.Rpc;
using RiskSignals.Service.Tests.Jobs;
using RiskSignals.V1;

namespace RiskSignals.Service.Tests.Api;

public class SignalsApiTests
{
    private static readonly Google.Protobuf.Reflection.ServiceDescriptor Signals = SignalsReflection.Descriptor.Services[0];

    [Fact]
    public async Task The_list_of_the_newest_run_fits_the_capacity_and_says_why()
    {
        using var folder = new TestFolder(borrowers: 120);
        await using var host = await ServiceHost.Start(folder);
        await RunResult.Finished(host.Client, "2024-01-31");
        var run = await RunResult.Finished(host.Client);
        var list = await List(host, new());
        Assert.Equal((run.RunId, "2024-03-31", run.Warnings), (list.RunId, list.AsOf, list.Total));
        Assert.Equal(25, list.Total);
        Assert.Equal(Enumerable.Range(1, 25), list.Loans.Select(loan => loan.Number));

        var listed = list.Loans.Where(loan => !loan.HasAuditProbability).ToArray();
        Assert.Equal(23, listed.Length);
        Assert.Equal(listed.OrderByDescending(loan => loan.ExpectedLoss).Select(loan => loan.LoanId), listed.Select(loan => loan.LoanId));
        Assert.All(listed, loan => Assert.NotEmpty(loan.Signals));
        var rose = listed.SelectMany(loan => loan.Signals).First(signal => signal.Rule == "RISK_ROSE");
        Assert.StartsWith("The probability of missing an instalment rose from", rose.Text, StringComparison.Ordinal);
        Assert.InRange(rose.Strength, 0, 1);
        Assert.Contains(list.Loans, loan => loan.Reasons.Count > 0);

        var borrower = await host.Call<GetBorrowerRequest, GetBorrowerReply>(
            BorrowersReflection.Descriptor.Services[0], "GetBorrower", new() { BorrowerId = listed[0].BorrowerId });
        Assert.Equal(
            listed[0].Signals.Select(signal => signal.Rule).Order(StringComparer.Ordinal),
            borrower.OpenSignals.Select(signal => signal.Rule).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Pages_make_up_the_whole_list_also_of_an_older_run()
    {
        using var folder = new TestFolder(borrowers: 60);
        await using var host = await ServiceHost.Start(folder);
        var older = await RunResult.Finished(host.Client, "2024-02-29");
        await RunResult.Finished(host.Client);
        var whole = await List(host, new() { RunId = older.RunId });
        var pages = new List<ListedLoan>();
        var request = new ListSignalsRequest { AsOf = "2024-03-15", PageSize = 4 };
        do
        {
            var page = await List(host, request);
            Assert.InRange(page.Loans.Count, 1, 4);
            pages.AddRange(page.Loans);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        Assert.Equal(whole.Loans, pages);
    }

    [Fact]
    public async Task Without_a_finished_run_there_is_no_list()
    {
        using var folder = new TestFolder(borrowers: 1);
        await using var host = await ServiceHost.Start(folder);
        var failure = await Assert.ThrowsAsync<RpcFailure>(() => List(host, new()));
        Assert.Equal((RpcCode.NotFound, "No run as of 2024-03-31 or before is finished; Rescore begins one."), (failure.Code, failure.Message));
    }

    private static Task<ListSignalsReply> List(ServiceHost host, ListSignalsRequest request) =>
        host.Call<ListSignalsRequest, ListSignalsReply>(Signals, "ListSignals", request);
}
