using RiskSignals.Borrowers;
using RiskSignals.Features;

namespace RiskSignals.Tests.Features;

/// <summary>Tries to move what may be scored by what may not: rights, circumstances, gambling, health, and where an income comes from.</summary>
public sealed class UnscorableTests
{
    private const int Seeds = 30;

    private static readonly DateOnly Today = GeneratedFacts.Today;

    private static readonly IReadOnlyList<Fact>[] Facts = [.. Enumerable.Range(1, Seeds).Select(GeneratedFacts.Of)];

    public static TheoryData<string> Flags => [.. Codes<BorrowerFlagKind>.Words];

    [Theory]
    [MemberData(nameof(Flags))]
    public void A_right_used_or_a_circumstance_recorded_moves_nothing_scored(string word)
    {
        Assert.True(Codes<BorrowerFlagKind>.TryParse(word, out var kind));
        foreach (var facts in Facts)
        {
            var without = facts.Where(fact => fact is not BorrowerFlag).ToArray();
            var planted = new BorrowerFlag(GeneratedFacts.BorrowerId, "planted", kind, null, Today.AddDays(-20), null, Instant.At(Today.AddDays(-20)));
            AssertSame(without, [.. without, planted]);
        }
    }

    [Theory]
    [InlineData(BankCategory.Gambling)]
    [InlineData(BankCategory.HealthLike)]
    public void Gambling_and_health_on_a_card_move_nothing_scored_given_back_or_not(BankCategory category)
    {
        // A card, as what is spent on a current bank account lowers its balance.
        foreach (var facts in Facts)
        {
            var card = new BankAccount(GeneratedFacts.BorrowerId, "zcard", BankAccountKind.Card, "EUR", null, Instant.At(Today.AddDays(-700)));
            Fact[] without =
            [
                .. facts,
                card,
                new Consent(GeneratedFacts.BorrowerId, "zconsent", card.BankAccountId, Today.AddDays(-700), Today.AddDays(90), null, card.KnownOn),
                OnCard("zfirst", daysAgo: 650, -100, BankCategory.Transport),
                OnCard("zlast", daysAgo: 0, -100, BankCategory.Transport),
            ];
            var planted = Enumerable.Range(0, 60).Select(i => OnCard($"zz{i}", daysAgo: 4 * i, -7_777 - i, category));
            var back = OnCard("zzback", daysAgo: 0, 7_778, BankCategory.ReturnedDebit) with { ReturnsId = "zz1" };
            AssertSame(without, [.. without, .. planted, back]);
        }
    }

    [Fact]
    public void In_the_us_a_benefit_moves_nothing_scored_that_a_salary_does_not()
    {
        foreach (var facts in Facts)
        {
            Fact[] borrower =
                [.. facts.Select(fact => fact is Borrower one ? one with { Jurisdiction = "US-TX" } : fact).Select(fact => Called(fact, BankCategory.Salary))];
            AssertSame(borrower, [.. borrower.Select(fact => Called(fact, BankCategory.Benefit))]);
        }

        static Fact Called(Fact fact, BankCategory category) =>
            fact is BankTransaction { Category: BankCategory.Salary or BankCategory.Benefit } one && one.Amount.MinorUnits > 0
                ? one with { Category = category }
                : fact;
    }

    private static BankTransaction OnCard(string id, int daysAgo, long units, BankCategory category) => new(
        GeneratedFacts.BorrowerId, id, "zcard", Today.AddDays(-daysAgo), new Money(units), null, BankTransactionState.Posted, category, "", "", null,
        null, Instant.At(Today.AddDays(-daysAgo)));

    private static void AssertSame(IEnumerable<Fact> before, IEnumerable<Fact> after)
    {
        var (left, right) = (Row(before), Row(after));
        foreach (var feature in FeatureCatalog.Scored)
        {
            Assert.True(
                BitConverter.SingleToInt32Bits(left[feature.Name]) == BitConverter.SingleToInt32Bits(right[feature.Name]),
                $"{feature.Name} went from {left[feature.Name]} to {right[feature.Name]}");
        }
    }

    private static FeatureRow Row(IEnumerable<Fact> facts) => FeatureCatalog.Compute(GeneratedFacts.AsOf(facts, Today), "loan1");
}
