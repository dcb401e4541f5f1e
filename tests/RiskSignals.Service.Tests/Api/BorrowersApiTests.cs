using RiskSignals.Features;
using RiskSignals.Rpc;
using RiskSignals.V1;

namespace RiskSignals.Service.Tests.Api;

public sealed class BorrowersApiTests(SharedHost shared) : IClassFixture<SharedHost>
{
    [Fact]
    public async Task A_borrower_comes_with_the_state_of_each_loan()
    {
        var reply = await shared.Host.Call<GetBorrowerRequest, GetBorrowerReply>(
            BorrowersReflection.Descriptor.Services[0], "GetBorrower", new() { BorrowerId = SmallLender.Borrower(5) });
        Assert.Equal("EU", reply.Jurisdiction);
        var loan = Assert.Single(reply.Loans);
        Assert.Equal((SmallLender.Loan(5), "EUR", 54, "30-59"), (loan.LoanId, loan.Currency, loan.DaysPastDue, loan.Bucket));
        Assert.Equal((21_000, 10_500, "2024-04-06"), (loan.Arrears, loan.NextDueAmount, loan.NextDueOn));
    }

    [Fact]
    public async Task Facts_sent_are_kept_once_and_those_refused_are_named()
    {
        var facts = SmallLender.Facts(borrowers: 1, from: 901);
        var rows = facts.Select(WireFacts.Row).ToList();
        rows.Insert(1, new() { Kind = "rumours", Values = { "b00901" } });
        rows.Insert(2, new() { Kind = "payments", Values = { "b00901", "p1", "l00901", "12.50", "2024-01-01", "card", "2024-01-01T00:00:00Z" } });
        rows.Add(new() { Kind = "payment_reversals", Values = { "b00901", "p-unknown", "l00901", "2024-01-02", "other", "2024-01-02T00:00:00Z" } });
        var first = await Send(rows);
        Assert.Equal((facts.Count, 0), (first.Added, first.Unchanged));
        Assert.Equal([(1, "kind"), (2, "amount"), (rows.Count - 1, "payment_id")], first.Refused.Select(one => (one.Index, one.Column)));
        Assert.Contains("whole number", first.Refused[1].Expected, StringComparison.Ordinal);
        Assert.Equal((0, facts.Count), ((await Send(rows)).Added, (await Send(rows)).Unchanged));
        var reply = await shared.Host.Call<GetBorrowerRequest, GetBorrowerReply>(
            BorrowersReflection.Descriptor.Services[0], "GetBorrower", new() { BorrowerId = SmallLender.Borrower(901) });
        Assert.Equal(SmallLender.Loan(901), Assert.Single(reply.Loans).LoanId);
    }

    [Fact]
    public async Task A_request_without_facts_or_with_too_many_is_refused()
    {
        var none = await Assert.ThrowsAsync<RpcFailure>(() => Send([]));
        var many = await Assert.ThrowsAsync<RpcFailure>(() => Send(Enumerable.Repeat(new FactRow(), 10_001)));
        Assert.All([none, many], failure => Assert.Equal(RpcCode.InvalidArgument, failure.Code));
    }

    [Fact]
    public async Task The_catalogue_is_listed_as_it_is()
    {
        var reply = await shared.Host.Call<ListFeaturesRequest, ListFeaturesReply>(
            FeaturesReflection.Descriptor.Services[0], "ListFeatures", new());
        Assert.Equal(FeatureCatalog.All.Select(feature => feature.Name), reply.Features.Select(feature => feature.Name));
        Assert.Equal(FeatureCatalog.Hash, reply.CatalogSha256);
    }

    private Task<AddFactsReply> Send(IEnumerable<FactRow> rows) => shared.Host.Call<AddFactsRequest, AddFactsReply>(
        BorrowersReflection.Descriptor.Services[0], "AddFacts", new() { Facts = { rows } });
}
