using System.Collections.Concurrent;
using System.Globalization;
using RiskSignals.Borrowers;
using RiskSignals.Features;

namespace RiskSignals.Tests.Features;

/// <summary>
/// Facts on t, t−n+1 and t−n are inside, inside and outside a window of n days. For every windowed sum, count and quotient a fact is looked
/// for that moves it from the middle of its window; the same fact must move it from both edges and from neither day beyond.
/// </summary>
public sealed class WindowEdgeTests
{
    private const string BorrowerId = "b1";

    private const string LoanId = "loan1";

    private static readonly DateOnly Today = new(2024, 6, 15);

    private static readonly Fact[] Background = [.. BackgroundFacts()];

    private static readonly FeatureRow Before = Row([]);

    private static readonly ConcurrentDictionary<(string Plant, int DaysAgo), FeatureRow> After = [];

    private static readonly (string Name, Func<DateOnly, IEnumerable<Fact>> On)[] Plants = [.. AllPlants()];

    /// <summary>Features that no single fact moves (they follow streams, spells, promises and schedules), tried by hand elsewhere.</summary>
    private static readonly string[] MovedByNoSingleFact =
    [
        "bill_days_late_mean", "bill_missed_count", "bill_priority_missed_count", "commitment_new_count", "debt_missed_count", "distress_drain_mean",
        "income_late_count", "income_stream_ended_count", "income_stream_new_count", "loan_reschedule_count", "loan_instalment_change_ratio",
        "repayment_", "balance_", "data_balance_coverage", "loan_over_limit_days",
    ];

    public static TheoryData<string> Windowed => [.. FeatureCatalog.All
        .Where(feature => feature.Evidence != EvidenceSum.Behind && WindowOf(feature) is not null
            && !MovedByNoSingleFact.Any(name => feature.Name.StartsWith(name, StringComparison.Ordinal)))
        .Select(feature => feature.Name)];

    [Theory]
    [MemberData(nameof(Windowed))]
    public void Its_window_begins_and_ends_on_its_days(string name)
    {
        var (newest, oldest) = WindowOf(FeatureCatalog.Find(name))!.Value;
        var movers = Plants.Where(plant => Moves(plant, name, newest + ((oldest - newest) / 7))).ToArray();
        Assert.NotEmpty(movers);
        foreach (var plant in movers)
        {
            Assert.True(Moves(plant, name, newest), $"{plant.Name} on the newest day inside, {newest} days ago, moved nothing");
            Assert.True(Moves(plant, name, oldest), $"{plant.Name} on the oldest day inside, {oldest} days ago, moved nothing");
            Assert.False(Moves(plant, name, oldest + 1), $"{plant.Name} on the day before the window, {oldest + 1} days ago, moved it");
            Assert.False(newest > 0 && Moves(plant, name, newest - 1), $"{plant.Name} on the day after the window, {newest - 1} days ago, moved it");
        }
    }

    private static (int Newest, int Oldest)? WindowOf(Feature feature)
    {
        var words = feature.Name.Split('_');
        int? Days(string word) => word[^1] == 'd' && int.TryParse(word[..^1], CultureInfo.InvariantCulture, out var days) ? days : null;
        return Days(words[^1]) is not { } last ? null
            : Days(words[^2]) is { } first ? (first - 1, last - 1)
            : (0, last - 1);
    }

    private static bool Moves((string Name, Func<DateOnly, IEnumerable<Fact>> On) plant, string name, int daysAgo)
    {
        var after = After.GetOrAdd((plant.Name, daysAgo), _ => Row(plant.On(Today.AddDays(-daysAgo))));
        return BitConverter.SingleToInt32Bits(after[name]) != BitConverter.SingleToInt32Bits(Before[name]);
    }

    private static FeatureRow Row(IEnumerable<Fact> planted) =>
        FeatureCatalog.Compute(new BorrowerFile(BorrowerId, [.. Background, .. planted]).AsOf(Today), LoanId);

    private static IEnumerable<(string Name, Func<DateOnly, IEnumerable<Fact>> On)> AllPlants()
    {
        foreach (var category in Enum.GetValues<BankCategory>())
        {
            var amounts = category == BankCategory.Discretionary ? new[] { 12_345L, -12_345, -9_000_000 } : [12_345L, -12_345];
            foreach (var units in amounts)
            {
                yield return ($"{category} {units}", day => [Transaction("current", day, units, category, "Somebody new")]);
            }
        }

        foreach (var result in Enum.GetValues<ContactResult>())
        {
            yield return ($"outbound {result}", day => [Contact(day, result, inbound: false) with { ContactId = "planted" }]);
            yield return ($"e-mail {result}", day => [Contact(day, result, inbound: false) with { ContactId = "planted", Channel = ContactChannel.Email }]);
            yield return ($"inbound {result}", day => [Contact(day, result, inbound: true) with { ContactId = "planted" }]);
        }

        foreach (var reason in Enum.GetValues<ReversalReason>())
        {
            yield return ($"reversal {reason}", day =>
                [new PaymentReversal(BorrowerId, "pay0", LoanId, day, reason, Instant.At(day))]);
        }

        foreach (var kind in Enum.GetValues<LoanChargeKind>())
        {
            yield return ($"charge {kind}", day => [new LoanCharge(BorrowerId, "planted", LoanId, kind, new Money(700), day, Instant.At(day))]);
        }

        yield return ("rate", day => [Loan(day) with { AnnualRateBasisPoints = 2_000 }]);
        yield return ("phone", day => [new ContactDetail(BorrowerId, "planted", ContactDetailKind.Phone, day, null, null, Instant.At(day))]);
        yield return ("mandate", day =>
            [new Mandate(BorrowerId, "planted", LoanId, null, Today.AddDays(-420), day, Instant.At(day))]);
        yield return ("payment", day =>
            [new Payment(BorrowerId, "planted", LoanId, new Money(1_000), day, PaymentMethod.Transfer, Instant.At(day))]);
        yield return ("correction", day => [SmallPayment(5) with { Amount = new Money(1_200), KnownOn = Instant.At(day) }]);
        yield return ("card payment", day => [Transaction("card", day, 12_345, BankCategory.CardPayment, "")]);
        yield return ("returned debit", day =>
        [
            Transaction("current", day, -54_321, BankCategory.Insurance, "Insurer"),
            Transaction("current", day, 54_321, BankCategory.ReturnedDebit, "Insurer"),
        ]);
        yield return ("opt-out", day => [new BorrowerFlag(BorrowerId, "planted", BorrowerFlagKind.OptOutSms, null, day, null, Instant.At(day))]);
    }

    private static IEnumerable<Fact> BackgroundFacts()
    {
        var begun = Today.AddDays(-420);
        yield return new Borrower(BorrowerId, "UK", "Europe/London", null, Instant.At(begun));
        yield return Loan(begun);
        yield return new LoanCharge(BorrowerId, "first", LoanId, LoanChargeKind.Fee, new Money(100), begun, Instant.At(begun));
        yield return new ContactDetail(BorrowerId, "first", ContactDetailKind.Phone, begun, null, null, Instant.At(begun));
        yield return new Mandate(BorrowerId, "first", LoanId, null, begun, null, Instant.At(begun));
        yield return new ScheduleVersion(BorrowerId, LoanId, 1, ScheduleReason.Original, Instant.At(begun));
        for (var number = 1; number <= 36; number++)
        {
            yield return new Instalment(BorrowerId, LoanId, 1, number, begun.AddMonths(number), new Money(30_000), Instant.At(begun));
        }

        yield return new Payment(BorrowerId, "pay0", LoanId, new Money(900_000), begun.AddDays(1), PaymentMethod.Transfer, Instant.At(begun));
        for (var number = 1; number <= 5; number++)
        {
            yield return SmallPayment(number);
        }

        yield return new CardStatement(BorrowerId, "statement", "card", begun, new Money(12_345), Instant.At(begun));
        foreach (var (id, kind) in new[] { ("current", BankAccountKind.Current), ("card", BankAccountKind.Card) })
        {
            yield return new BankAccount(BorrowerId, id, kind, "EUR", null, Instant.At(begun));
            yield return new Consent(BorrowerId, "consent " + id, id, begun, Today.AddDays(100), null, Instant.At(begun));
            for (var day = Today.AddDays(-419); day <= Today; day = day.AddDays(6))
            {
                yield return Transaction(id, day, -1_000, BankCategory.Transport, "");
                if (id == "current")
                {
                    yield return Transaction(id, day, 10_000, BankCategory.OtherIncome, "");
                    yield return Transaction(id, day, -500, BankCategory.Telecom, "");
                }
            }
        }

        for (var day = Today.AddDays(-200); day <= Today; day = day.AddDays(6))
        {
            yield return Contact(day, ContactResult.Attempted, inbound: false);
            yield return Contact(day, ContactResult.Delivered, inbound: false);
            yield return Contact(day, ContactResult.RightParty, inbound: false);
            yield return Contact(day, ContactResult.Delivered, inbound: false) with { ContactId = $"mail {day:yyyyMMdd}", Channel = ContactChannel.Email };
        }
    }

    private static Loan Loan(DateOnly known) => new(
        BorrowerId, LoanId, "personal", "EUR", Today.AddDays(-420), new Money(1_000_000), 1_000, new Money(500_000), Instant.At(known));

    /// <summary>Five small payments: four within 180 days, one before.</summary>
    private static Payment SmallPayment(int number) => new(
        BorrowerId, $"small{number}", LoanId, new Money(2_000), Today.AddDays(-45 * number), PaymentMethod.Transfer, Instant.At(Today.AddDays(-45 * number)));

    private static BankTransaction Transaction(string account, DateOnly day, long units, BankCategory category, string counterparty) => new(
        BorrowerId, $"{account} {day:yyyyMMdd} {category} {units} {counterparty}", account, day, new Money(units), null,
        BankTransactionState.Posted, category, counterparty, "", null, null, Instant.At(day));

    private static Contact Contact(DateOnly day, ContactResult result, bool inbound) => new(
        BorrowerId, $"{day:yyyyMMdd} {result} {inbound}", LoanId, ContactChannel.Sms, inbound, result,
        Instant.At(day, hour: 9), null, Instant.At(day));
}
