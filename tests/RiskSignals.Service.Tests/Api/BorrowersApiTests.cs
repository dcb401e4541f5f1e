using RiskSignals.Features;
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
    public async Task The_catalogue_is_listed_as_it_is()
    {
        var reply = await shared.Host.Call<ListFeaturesRequest, ListFeaturesReply>(
            FeaturesReflection.Descriptor.Services[0], "ListFeatures", new());
        Assert.Equal(FeatureCatalog.All.Select(feature => feature.Name), reply.Features.Select(feature => feature.Name));
        Assert.Equal(FeatureCatalog.Hash, reply.CatalogSha256);
    }
}
