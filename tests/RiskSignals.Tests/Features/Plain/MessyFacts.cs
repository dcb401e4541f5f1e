using RiskSignals.Borrowers;

namespace RiskSignals.Tests.Features.Plain;

/// <summary>
/// <see cref="GeneratedFacts"/> with more that can befall them: revolving loans, rates that change, loans that end, streams that start and
/// stop, other countries, and sources that hold nothing.
/// </summary>
internal sealed class MessyFacts
{
    private readonly List<Fact> facts;
    private readonly Random random;
    private int lastId;

    private MessyFacts(int seed)
    {
        facts = [.. GeneratedFacts.Of(seed)];
        random = new Random(seed * 31);
    }

    private static DateOnly Today => GeneratedFacts.Today;

    /// <summary>The same seed gives the same facts.</summary>
    public static IReadOnlyList<Fact> Of(int seed)
    {
        var messy = new MessyFacts(seed);
        messy.AddToLoans();
        messy.AddStreams();
        messy.AddBelowZero();
        messy.PostUnderTheSameId();
        messy.AddMessages();
        messy.MoveAbroad();
        messy.LoseASource();

        // One thing told at one moment in two ways is refused on the way in.
        return [.. messy.facts.DistinctBy(fact => (fact.GetType(), fact.Key, fact.KnownOn))];
    }

    private bool Chance(double share) => random.NextDouble() < share;

    private string NextId() => $"m{++lastId:0000}";

    private void AddToLoans()
    {
        foreach (var loan in facts.OfType<Loan>().ToList())
        {
            if (Chance(0.4))
            {
                Revolve(loan);
            }

            if (Chance(0.3))
            {
                var known = Today.AddDays(-random.Next(-5, 250));
                facts.Add(facts.OfType<Loan>().Last(one => one.LoanId == loan.LoanId) with
                {
                    AnnualRateBasisPoints = random.Next(500, 3000), KnownOn = Instant.At(known, hour: 9),
                });
            }

            if (Chance(0.15))
            {
                var kinds = Enum.GetValues<LoanEventKind>();
                var from = Today.AddDays(-random.Next(-5, 100));
                facts.Add(new LoanEvent(
                    loan.BorrowerId, NextId(), loan.LoanId, kinds[random.Next(kinds.Length)], from, Chance(0.3) ? from.AddDays(40) : null, Instant.At(from)));
            }
        }
    }

    private void Revolve(Loan loan)
    {
        var limit = loan.Principal.MinorUnits / random.Next(1, 4);
        facts.Remove(loan);
        facts.Add(loan with { Limit = Chance(0.05) ? Money.Zero : new Money(limit) });
        for (var day = loan.OriginatedOn; day < Today.AddDays(5); day = day.AddDays(random.Next(1, 40)))
        {
            var kind = (LoanChargeKind)random.Next(4);
            facts.Add(new LoanCharge(
                loan.BorrowerId, NextId(), loan.LoanId, kind, new Money(random.Next(1, (int)(limit / 4))), day, Instant.At(day.AddDays(random.Next(3)))));
        }
    }

    /// <summary>Monthly and fortnightly money of one party, begun some day and perhaps ended, with a payment left out now and then.</summary>
    private void AddStreams()
    {
        BankCategory[] recurring =
        [
            BankCategory.Salary, BankCategory.Benefit, BankCategory.Gig, BankCategory.Telecom, BankCategory.Water, BankCategory.LoanPayment,
            BankCategory.HighCostPayment, BankCategory.Subscription, BankCategory.FamilyIn,
        ];
        foreach (var account in facts.OfType<BankAccount>().ToList())
        {
            for (var i = random.Next(5); i > 0; i--)
            {
                var category = recurring[random.Next(recurring.Length)];
                var isIn = category is BankCategory.Salary or BankCategory.Benefit or BankCategory.Gig or BankCategory.FamilyIn;
                var (name, amount) = ($"Stream {random.Next(3)}", random.Next(20, 2_000) * 100L);
                var (gap, ended) = (Chance(0.5) ? 30 : 14, Today.AddDays(-(Chance(0.5) ? random.Next(300) : 0)));
                for (var day = account.HappenedOn.AddDays(random.Next(200)); day <= ended; day = day.AddDays(gap + random.Next(-1, 3)))
                {
                    if (!Chance(0.06))
                    {
                        Book(account, day, isIn ? amount + random.Next(-50, 50) : -amount, null, category, name);
                    }
                }
            }
        }
    }

    /// <summary>Feeds that keep the id of a bank transaction from pending to posted.</summary>
    private void PostUnderTheSameId()
    {
        foreach (var account in facts.OfType<BankAccount>().Where(_ => Chance(0.3)).ToList())
        {
            for (var day = Today.AddDays(-random.Next(150)); day < Today; day = day.AddDays(random.Next(1, 30)))
            {
                Book(account, day, -random.Next(1, 90) * 100, null, BankCategory.Groceries, "Shop");
                var posted = (BankTransaction)facts[^1];
                facts[^1] = posted with { State = BankTransactionState.Pending };
                facts.Add(posted with { KnownOn = Instant.At(day.AddDays(random.Next(3, 6))) });
            }
        }
    }

    private void AddBelowZero()
    {
        foreach (var account in facts.OfType<BankAccount>().Where(_ => Chance(0.3)).ToList())
        {
            var day = Today.AddDays(-random.Next(100));
            Book(account, day, -1_000, -random.Next(1, 90_000), BankCategory.Groceries, "Shop");
        }
    }

    private void Book(BankAccount account, DateOnly day, long units, long? balance, BankCategory category, string counterparty) =>
        facts.Add(new BankTransaction(
            account.BorrowerId, NextId(), account.BankAccountId, day, new Money(units), balance is { } after ? new Money(after) : null,
            BankTransactionState.Posted, category, counterparty, "", null, null, Instant.At(day.AddDays(random.Next(2)))));

    /// <summary>Messages at any hour, most of them delivered, some opened or replied to.</summary>
    private void AddMessages()
    {
        ContactChannel[] channels = [ContactChannel.Sms, ContactChannel.Email, ContactChannel.App];
        for (var i = Chance(0.5) ? random.Next(40) : 0; i > 0; i--)
        {
            var day = Today.AddDays(-random.Next(200));
            var result = Chance(0.8) ? (ContactResult)random.Next(1, 7) : ContactResult.Delivered;
            facts.Add(new Contact(
                GeneratedFacts.BorrowerId, NextId(), null, channels[random.Next(3)], Inbound: false, result, Instant.At(day, random.Next(24)), null,
                Instant.At(day.AddDays(random.Next(1, 4)))));
        }
    }

    private void MoveAbroad()
    {
        if (facts.OfType<Borrower>().FirstOrDefault() is { } borrower && Chance(0.15))
        {
            facts.Add(borrower with { Jurisdiction = "US-CA", TimeZone = "America/Los_Angeles", KnownOn = Instant.At(Today.AddDays(-random.Next(-3, 400))) });
        }
    }

    private void LoseASource()
    {
        Predicate<Fact>[] sources =
        [
            fact => fact is Borrower, fact => fact is Contact, fact => fact is Promise, fact => fact is BankTransaction, fact => fact is Consent,
            fact => fact is BankAccount or BankTransaction or Consent, fact => fact is ScheduleVersion or Instalment, fact => fact is Loan,
            fact => fact is BankTransaction { BalanceAfter: not null }, fact => fact is BankTransaction && fact.KnownOn.Day > Today.AddDays(-60),
        ];
        if (Chance(0.2))
        {
            facts.RemoveAll(sources[random.Next(sources.Length)]);
        }
    }
}
