using RiskSignals.Borrowers;

namespace RiskSignals.Tests.Features;

/// <summary>
/// Facts of one borrower drawn at random: corrections, pending and posted, reversals, returned debits, consents that expire, several
/// bank accounts and loans, and facts that become known only after <see cref="Today"/>.
/// </summary>
internal sealed class GeneratedFacts
{
    public const string BorrowerId = "b1";

    public static readonly DateOnly Today = new(2024, 6, 15);

    private static readonly BankCategory[] AnyCategory = Enum.GetValues<BankCategory>();

    private readonly List<Fact> facts = [];
    private readonly Random random;
    private int lastId;

    private readonly string jurisdiction;

    private GeneratedFacts(int seed) => (random, jurisdiction) = (new Random(seed), seed % 4 == 0 ? "US-CA" : "UK");

    /// <summary>The same seed gives the same facts.</summary>
    public static IReadOnlyList<Fact> Of(int seed)
    {
        var generated = new GeneratedFacts(seed);
        generated.AddAll();
        return generated.facts;
    }

    /// <summary>What the facts let be known by the end of a day.</summary>
    public static BorrowerHistory AsOf(IEnumerable<Fact> facts, DateOnly day) => new BorrowerFile(BorrowerId, [.. facts]).AsOf(day);

    /// <summary>The facts with every amount of money multiplied.</summary>
    public static IEnumerable<Fact> Scaled(IEnumerable<Fact> facts, long factor)
    {
        Money Times(Money amount) => new(amount.MinorUnits * factor);
        Money? TimesOrNull(Money? amount) => amount is { } some ? Times(some) : null;
        return facts.Select(fact => fact switch
        {
            Loan loan => loan with { Principal = Times(loan.Principal), Limit = TimesOrNull(loan.Limit) },
            Instalment instalment => instalment with { Amount = Times(instalment.Amount) },
            Payment payment => payment with { Amount = Times(payment.Amount) },
            Promise promise => promise with { Amount = Times(promise.Amount) },
            LoanCharge charge => charge with { Amount = Times(charge.Amount) },
            BankAccount account => account with { ArrangedOverdraft = TimesOrNull(account.ArrangedOverdraft) },
            CardStatement statement => statement with { MinimumDue = Times(statement.MinimumDue) },
            BankTransaction one => one with { Amount = Times(one.Amount), BalanceAfter = TimesOrNull(one.BalanceAfter) },
            _ => fact,
        });
    }

    private static Instant At(DateOnly day, int hour = 6) => Instant.At(day, hour);

    private string NextId(string prefix) => $"{prefix}{++lastId * 7919 % 100_003:000000}";

    private bool Chance(double share) => random.NextDouble() < share;

    private void AddAll()
    {
        facts.Add(new Borrower(BorrowerId, jurisdiction, "Europe/London", null, At(Today.AddDays(-900))));
        var loans = random.Next(1, 4);
        for (var i = 1; i <= loans; i++)
        {
            AddLoan($"loan{i}", i == 3 ? "USD" : "EUR");
        }

        var accounts = random.Next(1, 4);
        for (var i = 1; i <= accounts; i++)
        {
            AddAccount($"bank{i}", i == 1 ? BankAccountKind.Current : (BankAccountKind)random.Next(3));
        }

        AddContactsAndFlags();
        foreach (var card in facts.OfType<BankAccount>().Where(account => account.Kind == BankAccountKind.Card).ToArray())
        {
            AddStatements(card.BankAccountId);
        }

        for (var i = 1; i <= accounts; i++)
        {
            AddTransfers($"bank{i}", $"bank{(i % accounts) + 1}");
        }

        AddDetailsAndMandates();
        AddVisits();
        AddRates();
        if (Chance(0.5))
        {
            AddLimit();
        }
    }

    private void AddStatements(string card)
    {
        for (var day = Today.AddDays(-random.Next(400)); day < Today.AddDays(20); day = day.AddDays(30))
        {
            var minimum = random.Next(5, 60) * 100L;
            facts.Add(new CardStatement(BorrowerId, NextId("s"), card, day, new Money(minimum), At(day)));
            AddTransaction(card, day.AddDays(20), minimum * random.Next(94, 107) / 100, null, BankCategory.CardPayment, "");
        }
    }

    /// <summary>Money moved between two bank accounts, under whatever class the feed gives either half.</summary>
    private void AddTransfers(string from, string to)
    {
        for (var day = Today.AddDays(-random.Next(300)); from != to && day < Today; day = day.AddDays(random.Next(1, 40)))
        {
            var units = random.Next(1, 400) * 100L;
            AddTransaction(from, day, -units, null, TransferClass(), Chance(0.5) ? "" : "Me");
            AddTransaction(to, day.AddDays(random.Next(-1, 5)), units, null, TransferClass(), Chance(0.5) ? "" : "Me");
        }

        BankCategory TransferClass() => random.Next(7) switch
        {
            0 or 1 => BankCategory.OwnTransfer,
            2 => BankCategory.Savings,
            3 => BankCategory.FamilyOut,
            4 => BankCategory.OtherIncome,
            5 => AnyCategory[random.Next(AnyCategory.Length)],
            _ => BankCategory.Uncategorised,
        };
    }

    private void AddLoan(string loanId, string currency)
    {
        var begun = Today.AddDays(-random.Next(20, 800));
        var amount = random.Next(50, 400) * 100;
        int? rate = Chance(0.7) ? random.Next(500, 3000) : null;
        facts.Add(new Loan(BorrowerId, loanId, "personal", currency, begun, new Money(amount * 20L), rate, null, At(begun)));
        facts.Add(new ScheduleVersion(BorrowerId, loanId, 1, ScheduleReason.Original, At(begun)));
        var count = random.Next(6, 37);
        for (var number = 1; number <= count; number++)
        {
            var due = begun.AddMonths(number);
            facts.Add(new Instalment(BorrowerId, loanId, 1, number, due, new Money(Chance(0.03) ? 0 : amount), At(begun)));
            if (due < Today.AddDays(40) && !Chance(0.08))
            {
                AddPayment(loanId, amount, due);
            }
        }

        if (Chance(0.3))
        {
            AddSchedule(loanId, begun, amount, count);
        }

        if (Chance(0.2))
        {
            var from = Today.AddDays(-random.Next(0, 60));
            facts.Add(new LoanEvent(BorrowerId, NextId("e"), loanId, LoanEventKind.Moratorium, from, from.AddDays(random.Next(60)), At(from)));
        }

        for (var i = random.Next(8); i > 0; i--)
        {
            var made = Today.AddDays(-random.Next(380));
            facts.Add(new Promise(
                BorrowerId, NextId("p"), loanId, new Money(amount / random.Next(1, 3)), made.AddDays(random.Next(10)), made, At(made)));
        }
    }

    private void AddSchedule(string loanId, DateOnly begun, int amount, int count)
    {
        var known = Today.AddDays(-random.Next(-20, 200));
        facts.Add(new ScheduleVersion(BorrowerId, loanId, 2, ScheduleReason.BorrowerRequest, At(known)));
        for (var number = 1; number <= count; number++)
        {
            facts.Add(new Instalment(
                BorrowerId, loanId, 2, number, begun.AddMonths(number).AddDays(3), new Money(amount * 9 / 10), At(known)));
        }
    }

    private void AddPayment(string loanId, int amount, DateOnly due)
    {
        var paid = due.AddDays(Chance(0.6) ? 0 : random.Next(-3, 45));
        var part = Chance(0.15) ? amount / 2 : amount;
        var method = Chance(0.8) ? PaymentMethod.DirectDebit : PaymentMethod.Transfer;
        var payment = new Payment(BorrowerId, NextId("y"), loanId, new Money(part), paid, method, At(paid.AddDays(random.Next(3))));
        facts.Add(payment);
        if (Chance(0.12))
        {
            var back = paid.AddDays(random.Next(1, 9));
            facts.Add(new PaymentReversal(
                BorrowerId, payment.PaymentId, loanId, back, (ReversalReason)random.Next(5), At(back.AddDays(1))));
        }

        if (Chance(0.05))
        {
            facts.Add(payment with { Amount = new Money(part + 100), KnownOn = At(paid.AddDays(random.Next(4, 90))) });
        }
    }

    private void AddAccount(string accountId, BankAccountKind kind)
    {
        var begun = Today.AddDays(-random.Next(20, 620));
        Money? overdraft = Chance(0.5) ? new Money(random.Next(0, 500) * 100) : null;
        facts.Add(new BankAccount(BorrowerId, accountId, kind, Chance(0.9) ? "EUR" : "USD", overdraft, At(begun)));
        if (Chance(0.9))
        {
            DateOnly? withdrawn = Chance(0.1) ? Today.AddDays(random.Next(-30, 30)) : null;
            facts.Add(new Consent(
                BorrowerId, NextId("c"), accountId, begun, Today.AddDays(random.Next(-10, 300)), withdrawn, At(begun)));
        }

        var states = Chance(0.8);
        var balance = random.Next(-200, 3000) * 100L;
        var quietFrom = Chance(0.1) ? Today.AddDays(-50) : Today.AddDays(20);
        for (var day = begun; day < quietFrom; day = day.AddDays(1))
        {
            foreach (var (category, units, name) in Movements(day))
            {
                balance += units;
                AddTransaction(accountId, day, units, states && Chance(0.95) ? balance : null, category, name);
            }
        }
    }

    private IEnumerable<(BankCategory Category, long Units, string Counterparty)> Movements(DateOnly day)
    {
        if (day.Day == 25 - (Chance(0.2) ? 1 : 0) && !Chance(0.05))
        {
            yield return (BankCategory.Salary, 200_000 + random.Next(10_000), "Employer Ltd");
        }

        if (day.Day == 1 && !Chance(0.08))
        {
            yield return (BankCategory.Housing, -70_000, "Landlord");
        }

        if (day.Day == 8 && !Chance(0.15))
        {
            yield return (BankCategory.Energy, -random.Next(5_000, 9_000), "Power Co");
        }

        if (day.Day == 12 && !Chance(0.15))
        {
            yield return (BankCategory.LoanPayment, -random.Next(8_000, 9_000), "Other Bank");
        }

        while (Chance(0.35))
        {
            var category = AnyCategory[random.Next(AnyCategory.Length)];
            var isIn = category is > BankCategory.Uncategorised and <= BankCategory.FeeRefund || Chance(0.2);
            var units = category == BankCategory.LackOfFundsFee ? 1_200 : random.Next(1, 400) * 100L;
            yield return (category, isIn ? units : -units, Chance(0.2) ? "" : $"Party {random.Next(4)}");
        }
    }

    private void AddTransaction(string accountId, DateOnly day, long units, long? balance, BankCategory category, string counterparty)
    {
        var known = At(day.AddDays(random.Next(0, 3)), hour: random.Next(24));
        Money? after = balance is { } some ? new Money(some) : null;
        string? replaces = null;
        if (Chance(0.15))
        {
            var pending = new BankTransaction(
                BorrowerId, NextId("t"), accountId, day, new Money(units), null, BankTransactionState.Pending, category, counterparty, "", null,
                null, At(day));
            facts.Add(pending);
            replaces = pending.BankTransactionId;
        }

        var posted = new BankTransaction(
            BorrowerId, NextId("t"), accountId, day, new Money(units), after, BankTransactionState.Posted, category, counterparty, "", replaces,
            null, known);
        facts.Add(posted);
        if (Chance(0.04))
        {
            var corrected = At(day.AddDays(random.Next(3, 80)));
            facts.Add(Chance(0.3)
                ? posted with { State = BankTransactionState.Removed, KnownOn = corrected }
                : posted with { Category = AnyCategory[random.Next(AnyCategory.Length)], KnownOn = corrected });
        }

        if (units < 0 && Chance(0.06))
        {
            var back = day.AddDays(random.Next(1, 4));
            var isFee = category is BankCategory.LackOfFundsFee or BankCategory.OtherFee;
            facts.Add(posted with
            {
                BankTransactionId = NextId("t"),
                BookedOn = back,
                Amount = new Money(-units),
                BalanceAfter = null,
                Category = isFee ? BankCategory.FeeRefund : Chance(0.3) ? BankCategory.Refund : BankCategory.ReturnedDebit,
                ReplacesId = null,
                ReturnsId = Chance(0.5) ? posted.BankTransactionId : null,
                KnownOn = At(back.AddDays(1)),
            });
        }
    }

    private void AddContactsAndFlags()
    {
        for (var i = random.Next(60); i > 0; i--)
        {
            var day = Today.AddDays(random.Next(-250, 10));
            facts.Add(new Contact(
                BorrowerId, NextId("k"), "loan1", (ContactChannel)random.Next(6), Chance(0.2), (ContactResult)random.Next(7), At(day), null,
                At(day.AddDays(random.Next(2)))));
        }

        foreach (var kind in Enum.GetValues<BorrowerFlagKind>())
        {
            if (Chance(0.3))
            {
                var from = Today.AddDays(-random.Next(400));
                DateOnly? to = Chance(0.5) ? from.AddDays(random.Next(300)) : null;
                facts.Add(new BorrowerFlag(BorrowerId, NextId("f"), kind, Chance(0.3) ? "loan1" : null, from, to, At(from)));
            }
        }
    }

    private void AddDetailsAndMandates()
    {
        foreach (var kind in Enum.GetValues<ContactDetailKind>())
        {
            var (from, changes) = (Today.AddDays(-random.Next(10, 700)), Chance(0.4));
            DateOnly? failed = Chance(0.7) ? from.AddDays(random.Next(700)) : null;
            var until = from.AddDays(random.Next(5, 300));
            var detail = new ContactDetail(BorrowerId, NextId("d"), kind, from, null, failed, At(failed is { } on && on > from ? on : from));
            facts.Add(changes ? detail with { EndsOn = until, KnownOn = At(until.AddDays(3)) } : detail);
            if (changes)
            {
                facts.Add(new ContactDetail(BorrowerId, NextId("d"), kind, until.AddDays(1), null, failed, At(until.AddDays(3))));
            }
        }

        for (var i = random.Next(5); i > 0; i--)
        {
            var signed = Today.AddDays(-random.Next(30, 500));
            var account = Chance(0.7) ? "bank1" : null;
            var mandate = new Mandate(BorrowerId, NextId("m"), account is null ? "loan1" : null, account, signed, null, At(signed));
            facts.Add(mandate);
            if (Chance(0.6))
            {
                var cancelled = Today.AddDays(-random.Next(-10, 120));
                facts.Add(mandate with { CancelledOn = cancelled, KnownOn = At(cancelled.AddDays(random.Next(5))) });
            }
        }
    }

    private void AddVisits()
    {
        var rate = random.NextDouble() * 0.1;
        for (var day = Today.AddDays(-260); day <= Today; day = day.AddDays(1))
        {
            if (Chance(rate))
            {
                facts.Add(new Contact(
                    BorrowerId, NextId("v"), null, ContactChannel.Portal, true, ContactResult.Replied, At(day, hour: 20), null, At(day, hour: 20)));
            }
        }
    }

    /// <summary>New versions of the first loan with another rate.</summary>
    private void AddRates()
    {
        var loan = facts.OfType<Loan>().First();
        for (var day = loan.OriginatedOn.AddDays(random.Next(1, 300)); loan.AnnualRateBasisPoints is { } rate && day < Today.AddDays(20);
            day = day.AddDays(random.Next(1, 300)))
        {
            facts.Add(loan = loan with { AnnualRateBasisPoints = rate + (25 * random.Next(-2, 9)), KnownOn = At(day, hour: 8) });
        }
    }

    /// <summary>Makes the first loan a revolving one.</summary>
    private void AddLimit()
    {
        var loan = facts.OfType<Loan>().First();
        var limit = random.Next(1, 40) * 50_000L;
        for (var i = 0; i < facts.Count; i++)
        {
            facts[i] = facts[i] is Loan version && version.LoanId == loan.LoanId ? version with { Limit = new Money(limit) } : facts[i];
        }

        for (var day = loan.OriginatedOn; day < Today.AddDays(10); day = day.AddDays(random.Next(1, 9)))
        {
            var kind = (LoanChargeKind)random.Next(4);
            facts.Add(new LoanCharge(
                BorrowerId, NextId("x"), loan.LoanId, kind, new Money(random.Next(1, 60) * 500L), day, At(day.AddDays(random.Next(3)))));
        }
    }
}
