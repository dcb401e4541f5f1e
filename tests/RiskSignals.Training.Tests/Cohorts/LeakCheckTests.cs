using RiskSignals.Borrowers;
using RiskSignals.Scoring;
using RiskSignals.Training.Cohorts;
using RiskSignals.Training.Fitting;

namespace RiskSignals.Training.Tests.Cohorts;

public class LeakCheckTests
{
    private static readonly DateOnly FirstDue = new(2024, 2, 1);

    /// <summary>A letter that a missed instalment causes is dated back to ten days before the instalment was due.</summary>
    [Fact]
    public void A_feature_of_facts_known_only_after_the_outcome_stops_training_by_name()
    {
        var error = Assert.Throws<InvalidOperationException>(() => LeakCheck.Require(Cohort(lettersKnownAfterDays: 18), ShippedRecipes.Read("miss30")));
        Assert.Contains("contact_attempt_count_30d (AUC ", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("repayment_", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_letters_known_on_their_day_are_no_leak() =>
        Assert.Empty(LeakCheck.Find(Cohort(lettersKnownAfterDays: 0)));

    [Fact]
    public void A_recipe_that_leaves_the_feature_out_may_train()
    {
        var recipe = ShippedRecipes.Read("miss30");
        LeakCheck.Require(Cohort(lettersKnownAfterDays: 18), recipe with { Features = recipe.Features with { Exclude = ["contact_*"] } });
    }

    private static Cohort Cohort(int lettersKnownAfterDays) => Training.Cohorts.Cohort.Build(
        Enumerable.Range(0, 480).Select(number => File($"B{number:000}", isMissed: number / 8 % 3 == 0, lettersKnownAfterDays)),
        Target.Miss30,
        new CohortChoice { FirstDay = new(2024, 1, 25), LastDay = new(2024, 1, 28), EveryDays = 1 },
        knownBy: new(2024, 12, 31),
        Array.Empty<DecidedTreatment>().ToLookup(decided => decided.LoanId, StringComparer.Ordinal));

    private static BorrowerFile File(string id, bool isMissed, int lettersKnownAfterDays)
    {
        var known = Instant.At(new(2023, 12, 1));
        var facts = new List<Fact>
        {
            new Borrower(id, "UK", "Europe/London", HouseholdId: null, known),
            new Loan(id, "L-" + id, "personal", "GBP", new(2023, 12, 1), new Money(600_00), 990, Limit: null, known),
            new ScheduleVersion(id, "L-" + id, 1, ScheduleReason.Original, known),
        };
        for (var number = 0; number < 6; number++)
        {
            facts.Add(new Instalment(id, "L-" + id, 1, number + 1, FirstDue.AddMonths(number), new Money(100_00), known));
        }

        if (isMissed)
        {
            var written = FirstDue.AddDays(-10);
            var learnt = Instant.At(written.AddDays(lettersKnownAfterDays), hour: 12);
            facts.Add(new Contact(
                id, "C-" + id, "L-" + id, ContactChannel.Letter, Inbound: false, ContactResult.Attempted,
                Instant.At(written, hour: 9), DecisionId: null, learnt));
        }
        else
        {
            facts.Add(new Payment(id, "P-" + id, "L-" + id, new Money(100_00), FirstDue, PaymentMethod.Transfer, Instant.At(FirstDue, hour: 9)));
        }

        return new BorrowerFile(id, facts);
    }
}
