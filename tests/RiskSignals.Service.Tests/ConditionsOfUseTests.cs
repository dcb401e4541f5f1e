using RiskSignals.Borrowers;
using RiskSignals.Scoring;
using RiskSignals.Storage;
using RiskSignals.V1;

namespace RiskSignals.Service.Tests;

/// <summary>What the conditions of a bundle in service come to on the wire and in the store.</summary>
public sealed class ConditionsOfUseTests
{
    private static readonly Google.Protobuf.Reflection.ServiceDescriptor Scoring = ScoringReflection.Descriptor.Services[0];

    [Fact]
    public async Task A_loan_outside_the_conditions_of_use_is_out_of_scope_and_others_have_an_interval()
    {
        using var folder = new TestFolder(borrowers: 5);
        var ranges = Enumerable.Repeat(new SupportRange(0, 50, MayBeMissing: true), TinyBundles.Features.Length).ToArray();
        TinyBundles.Write(folder.Models, version: "2", conditions: new(["instalment"], ["EU", "UK"], ranges));
        using (var database = Database.Open(folder.Data))
        {
            // Borrower 6 has another product, borrower 7 lives elsewhere.
            var facts = SmallLender.Facts(2, from: 6).Select(fact => fact switch
            {
                Loan loan when loan.BorrowerId == SmallLender.Borrower(6) => loan with { Product = "mortgage" },
                Borrower borrower when borrower.BorrowerId == SmallLender.Borrower(7) => borrower with { Jurisdiction = "US-CA" },
                _ => fact,
            });
            Assert.Empty(new FactStore(database).Add([.. facts]).Refused);
        }

        await using var host = await ServiceHost.Start(folder);
        var answers = new List<ScoredLoan>();
        var request = new ScoreBatchRequest { LoanIds = { Enumerable.Range(1, 7).Select(SmallLender.Loan) } };
        await foreach (var answer in host.Client.Stream<ScoreBatchRequest, ScoredLoan>(Scoring.FindMethodByName("ScoreBatch"), request))
        {
            answers.Add(answer);
        }

        // Borrower 5 is 54 days past due, more than anything the ranges hold.
        Assert.Equal(
            [
                RowStatus.Scored, RowStatus.Scored, RowStatus.Scored, RowStatus.Scored, RowStatus.OutOfScope, RowStatus.OutOfScope, RowStatus.OutOfScope,
            ],
            answers.Select(answer => answer.Status));
        Assert.Contains("Feature 'repayment_dpd_value_now' is 54", answers[4].Scores[0].Detail, StringComparison.Ordinal);
        Assert.Contains("Product 'mortgage'", answers[5].Detail, StringComparison.Ordinal);
        Assert.Contains("Jurisdiction 'US-CA'", answers[6].Detail, StringComparison.Ordinal);
        Assert.All(answers[4..].SelectMany(answer => answer.Scores), score => Assert.False(score.HasProbability || score.HasProbabilityLow));
        Assert.All(answers[..4].SelectMany(answer => answer.Scores), score => Assert.True(
            score.ProbabilityLow <= score.Probability && score.Probability <= score.ProbabilityHigh && score.ProbabilityLow < score.ProbabilityHigh));
        foreach (var answer in answers)
        {
            Assert.Equal(answer, await host.Call<ScoreRequest, ScoredLoan>(Scoring, "Score", new() { LoanId = answer.LoanId }));
        }
    }
}
