using RiskSignals.Borrowers;

namespace RiskSignals.Simulation;

/// <summary>The faults planted in one borrower's life and in what is told of it. Without any it changes nothing.</summary>
/// <remarks>Every choice is drawn from the borrower, the day and the id it is about, so faults shift no other draw and need no memory.</remarks>
internal sealed class Planting
{
    /// <summary>Day past due on which a leaking lender writes its letter.</summary>
    public const int LeaksOnDayPastDue = 8;

    private const double RecessionFactor = 4;

    private const double OverriddenShare = 0.40;

    private const double OverrideChance = 0.90;

    private const double BrokenShare = 0.35;

    private const double ContaminatedShare = 0.12;

    private static readonly string[] Damages = ["amounts_times_100", "signs_flipped", "categories_shifted", "silent"];

    private static readonly int Categories = Enum.GetValues<BankCategory>().Length;

    private static readonly Plant[] Plants = Enum.GetValues<Plant>();

    private readonly SimulationParameters parameters;

    private readonly Draws draws;

    private readonly DateOnly[] from;

    private readonly bool overridden;

    private readonly HashSet<string> seen = new(StringComparer.Ordinal);

    public Planting(SimulationParameters parameters, Draws draws)
    {
        (this.parameters, this.draws) = (parameters, draws);
        var asked = parameters.Plants;
        from = Array.ConvertAll(Plants, plant => asked.Kinds.Contains(plant) ? asked.FirstDay(plant, parameters.StartOn) : DateOnly.MaxValue);
        overridden = draws.Fixed(Purpose.Plants).Chance(OverriddenShare);
        NoteLasting(Plant.Drift, "pay_spending_and_new_borrowers");
        NoteLasting(Plant.Recession, "shock_rates");
        NoteLasting(Plant.BiasedOverrides, overridden ? "contacts_and_relief_withheld" : "as_usual");
        NoteLasting(Plant.ConceptDrift, "debit_payers_stop_topping_up_others_pay_at_once");
    }

    /// <summary>What was planted so far.</summary>
    public List<PlantedTruth> Truth { get; } = [];

    /// <summary>The categories that a broken mapping hid.</summary>
    public List<TrueCategory> TrueCategories { get; } = [];

    public bool Holds(Plant plant, DateOnly day) => day >= from[(int)plant];

    /// <summary>Whether staff withhold today's contact or relief.</summary>
    public bool Withholds(DateOnly day) =>
        overridden && Holds(Plant.BiasedOverrides, day) && draws.On(day, Purpose.Plants).Chance(OverrideChance);

    /// <summary>Factor on all shock rates.</summary>
    public double ShockScale(DateOnly day, double usual) => Holds(Plant.Recession, day) ? RecessionFactor * usual : usual;

    /// <summary>Factor on pay, or on what is spent on a category.</summary>
    public double Shift(BankCategory category, DateOnly day) => !Holds(Plant.Drift, day) ? 1 : category switch
    {
        BankCategory.Salary => 1.12,
        BankCategory.Groceries => 1.35,
        BankCategory.Discretionary => 0.75,
        _ => 1,
    };

    /// <summary>Middle of the incomes of the borrowers who come on a day.</summary>
    public double UsualIncome(DateOnly firstLoanOn, double usual) => Holds(Plant.Drift, firstLoanOn) ? 0.75 * usual : usual;

    /// <summary>Chance of moving money in when a collection would fail.</summary>
    public double TopUp(DateOnly day, double usual) => Holds(Plant.ConceptDrift, day) ? 0 : usual;

    /// <summary>Chance a day of attending to an open amount.</summary>
    public double Readiness(DateOnly day, double usual, bool directDebit) =>
        !Holds(Plant.ConceptDrift, day) ? usual : directDebit ? 0.15 * usual : 0.9;

    /// <summary>Writes the letter that a missed instalment causes under the day of the bill.</summary>
    public void Leak(SimulatedLoan loan, DateOnly day, FactLog log)
    {
        if (!Holds(Plant.Leak, day))
        {
            return;
        }

        var dueOn = day.AddDays(-LeaksOnDayPastDue);
        var billedOn = dueOn.AddDays(-draws.On(day, Purpose.Plants, loan.LoanId[^1]).Whole(5, 20));
        var told = billedOn > loan.OriginatedOn ? billedOn : loan.OriginatedOn.AddDays(1);
        var at = Instant.At(told, hour: 6);
        var letter = new Contact(
            log.BorrowerId, log.NewId('C'), loan.LoanId, ContactChannel.Letter, Inbound: false, ContactResult.Attempted, at, null, at);
        log.Add(letter);
        Truth.Add(new(Plant.Leak, letter.ContactId, day, day, loan.LoanId, null, FormattableString.Invariant($"known_on {told:yyyy-MM-dd}")));
    }

    /// <summary>What the lender's records make of a payment that stays.</summary>
    /// <returns>The payment as it is recorded; null if it never is.</returns>
    public Payment? Recorded(Payment payment)
    {
        var stream = draws.Fixed(Purpose.Plants, NumberOf(payment.PaymentId));
        if (!Holds(Plant.LabelContamination, payment.EffectiveOn) || !stream.Chance(ContaminatedShare))
        {
            return payment;
        }

        var way = stream.Weighted([0.4, 0.3, 0.3]);
        var late = stream.Whole(30, 75);
        var other = way == 2 ? NeighboursLoan(payment.EffectiveOn) : null;
        var (recorded, told) = way == 0
            ? (payment with { KnownOn = new(payment.KnownOn.UnixSeconds + (late * 86_400L)) }, FormattableString.Invariant($"late by {late} days"))
            : other is { } loan
                ? (payment with { BorrowerId = loan.BorrowerId, LoanId = loan.LoanId }, $"on {loan.LoanId}")
                : ((Payment?)null, "never");
        if (payment.KnownOn.Day < parameters.EndOnExcl && seen.Add(payment.PaymentId))
        {
            Truth.Add(new(
                Plant.LabelContamination,
                payment.PaymentId,
                payment.EffectiveOn,
                payment.KnownOn.Day,
                payment.LoanId,
                payment.Amount.MinorUnits,
                told));
        }

        return recorded;
    }

    /// <summary>What the bank feed makes of a fact.</summary>
    /// <returns>The fact as it is told; null if it isn't.</returns>
    public Fact? Told(Fact fact)
    {
        if (!IsPlanted(Plant.BrokenFeed))
        {
            return fact;
        }

        if (fact is BankAccount opened && DamageOf(opened.BankAccountId) is { } damage && seen.Add(opened.BankAccountId))
        {
            Truth.Add(new(Plant.BrokenFeed, opened.BankAccountId, from[(int)Plant.BrokenFeed], null, null, null, Damages[damage]));
        }

        return fact is BankTransaction transaction && Holds(Plant.BrokenFeed, fact.KnownOn.Day) ? Damaged(transaction) : fact;
    }

    private static int NumberOf(string id) => int.Parse(id.AsSpan(id.LastIndexOf('-') + 2), System.Globalization.CultureInfo.InvariantCulture);

    private BankTransaction? Damaged(BankTransaction transaction)
    {
        switch (DamageOf(transaction.BankAccountId))
        {
            case 0:
                return transaction with
                {
                    Amount = new(transaction.Amount.MinorUnits * 100),
                    BalanceAfter = transaction.BalanceAfter is { } balance ? new Money(balance.MinorUnits * 100) : null,
                };
            case 1:
                return transaction with { Amount = new(-transaction.Amount.MinorUnits) };
            case 2:
                TrueCategories.Add(new(transaction.BankTransactionId, transaction.Category, CategoryFault.Mapping));
                return transaction with { Category = (BankCategory)(((int)transaction.Category + 1) % Categories) };
            case 3:
                return null;
            default:
                return transaction;
        }
    }

    /// <summary>How the feed of a bank account is damaged; null if it isn't.</summary>
    private int? DamageOf(string bankAccountId)
    {
        var stream = draws.Fixed(Purpose.Plants, 1_000_000 + NumberOf(bankAccountId));
        return stream.Chance(BrokenShare) ? stream.Whole(0, Damages.Length - 1) : null;
    }

    /// <summary>The first loan of the borrower before this one, if it ran by a day.</summary>
    private (string BorrowerId, string LoanId)? NeighboursLoan(DateOnly day)
    {
        if (draws.Index == 0)
        {
            return null;
        }

        var neighbour = draws.Of(draws.Index - 1);
        var id = SimulatedLender.BorrowerId(neighbour.Index);
        return new BorrowerTraits(parameters, neighbour).FirstLoanOn < day ? (id, $"{id}-L1") : null;
    }

    private bool IsPlanted(Plant plant) => from[(int)plant] < DateOnly.MaxValue;

    private void NoteLasting(Plant plant, string told)
    {
        if (IsPlanted(plant))
        {
            Truth.Add(new(plant, SimulatedLender.BorrowerId(draws.Index), from[(int)plant], null, null, null, told));
        }
    }
}
