using RiskSignals.Borrowers;

namespace RiskSignals.Simulation;

/// <summary>One borrower's life, day by day: income, bills, spending, loans, shocks, and the lender's contacts.</summary>
internal sealed class SimulatedBorrower
{
    /// <summary>Day past due on which the lender looks for those who don't answer.</summary>
    private const int TracedOnDayPastDue = 55;

    private readonly SimulationParameters parameters;
    private readonly Draws draws;
    private readonly FactLog log;
    private readonly BankFeed feed;
    private readonly Purse purse;
    private readonly Contacting contacting;
    private readonly Repayment repayment;
    private readonly Household household;
    private readonly Servicing servicing;
    private readonly AddressBook book;
    private readonly PortalVisits portal;
    private readonly DirectDebits debits;
    private readonly List<SimulatedLoan> loans = [];
    private readonly List<SimulatedDecision> decisions;
    private DateOnly? nextLoanOn;
    private DateOnly nextDay;

    /// <param name="decisions">In the order of their days, then ids.</param>
    private SimulatedBorrower(SimulationParameters parameters, Draws draws, IEnumerable<SimulatedDecision> decisions)
    {
        (this.parameters, this.draws, this.decisions) = (parameters, draws, [.. decisions]);
        Traits = new(parameters, draws);
        log = new(SimulatedLender.BorrowerId(draws.Index), parameters.EndOnExcl, Traits.Planted);
        feed = new(parameters, Traits, draws, log);
        purse = new(parameters, Traits, draws, feed);
        (book, portal, debits) = (new(draws, log), new(draws, log), new(log, feed));
        contacting = new(parameters, Traits, draws, log, book, this.decisions);
        repayment = new(parameters, Traits, draws, purse, contacting);
        household = new(
            parameters, Traits, draws, purse, new CreditCard(Traits, draws, purse, feed), new ShockSource(parameters, Traits, draws), debits);
        servicing = new(parameters.Repayment, Traits, draws, log, contacting, household);
        (nextLoanOn, nextDay) = (Traits.FirstLoanOn, Traits.StartOn);
    }

    public BorrowerTraits Traits { get; }

    /// <summary>The other of the household, who is lived along with this one; null for one who lives alone.</summary>
    public SimulatedBorrower? Partner { get; private set; }

    public string BorrowerId => log.BorrowerId;

    public IReadOnlyList<Fact> Facts => log.Facts;

    public IReadOnlyList<Shock> Shocks => household.Shocks;

    public IReadOnlyList<UnpaidBill> UnpaidBills => household.UnpaidBills;

    public IEnumerable<TrueCategory> TrueCategories => feed.TrueCategories.Concat(Traits.Planted.TrueCategories).DistinctBy(told => told.BankTransactionId);

    public IReadOnlyList<FeedFault> FeedFaults => feed.Faults;

    public IReadOnlyList<TrueResponse> TrueResponses => contacting.TrueResponses;

    public IReadOnlyList<SimulatedLoan> Loans => loans;

    /// <summary>A life that stands before its first day, with that of the other of the household if there is one.</summary>
    /// <param name="decisionsOf">Decisions of the borrower with an index.</param>
    public static SimulatedBorrower Begin(SimulationParameters parameters, int index, Func<int, IEnumerable<SimulatedDecision>> decisionsOf)
    {
        var draws = new Draws(parameters.Seed, index);
        var borrower = new SimulatedBorrower(parameters, draws, decisionsOf(index));
        if (draws.Of(index / 2).Fixed(Purpose.Household).Chance(parameters.Households.Share))
        {
            var other = new SimulatedBorrower(parameters, draws.Of(index ^ 1), decisionsOf(index ^ 1));
            (borrower.Partner, other.Partner) = (other, borrower);
            (borrower.contacting.Other, other.contacting.Other) = (other.contacting, borrower.contacting);
        }

        return borrower;
    }

    /// <summary>Lives on, from the first day or from where life stands; those of a household day by day, the lower index first.</summary>
    public void Live(DateOnly toExcl)
    {
        var first = Partner is not null && Partner.draws.Index < draws.Index ? Partner : this;
        for (var day = Partner is null || nextDay < Partner.nextDay ? nextDay : Partner.nextDay; day < toExcl; day = day.AddDays(1))
        {
            first.LiveThrough(day);
            first.Partner?.LiveThrough(day);
        }
    }

    /// <summary>A state that can go on apart from this one.</summary>
    public SimulatedBorrower Copy() => StateCopy.Of(this);

    /// <summary>A state with the same past, and from the next day on another course of chance.</summary>
    /// <param name="replay">Which course, from 1.</param>
    public SimulatedBorrower Replayed(int replay)
    {
        var copy = Copy();
        copy.draws.Replay(nextDay, replay);
        copy.Partner?.draws.Replay(copy.Partner.nextDay, replay);
        return copy;
    }

    /// <summary>What the lender learns by the end of a day and wasn't handed before, in the order it arose.</summary>
    public void HandOver(DateOnly day, List<Fact> to) => log.HandOver(day, to);

    public void KeepOnlyTheLendersFacts()
    {
        log.KeepOnlyTheLendersFacts();
        Partner?.log.KeepOnlyTheLendersFacts();
    }

    /// <summary>Adds a decision; it reaches the borrower after its day.</summary>
    public void Decide(SimulatedDecision decision)
    {
        var at = decisions.Count;
        while (at > 0 && SimulatedDecision.ByDayAndId.Compare(decisions[at - 1], decision) > 0)
        {
            at--;
        }

        decisions.Insert(at, decision);
    }

    /// <summary>Puts a treatment in the place of a decision's, as if it had been taken from the start.</summary>
    public void Change(SimulatedDecision decision, Treatment treatment) =>
        decisions[decisions.IndexOf(decision)] = decision with { Treatment = treatment };

    private void LiveThrough(DateOnly day)
    {
        if (nextDay == day)
        {
            Step(day);
            nextDay = day.AddDays(1);
        }
    }

    private void Step(DateOnly day)
    {
        if (day == Traits.FirstLoanOn.AddDays(-2))
        {
            Register(day);
        }

        book.BeginDay(day);
        feed.BeginDay(day);
        purse.BeginDay(day);
        household.BeginDay(day);
        contacting.CarryOut(loans, day);
        Originate(day);
        foreach (var loan in loans)
        {
            if (loan.IsOpen)
            {
                repayment.RollOver(loan, day);
                repayment.Collect(loan, day);
            }
        }

        household.PayBills(day);
        foreach (var loan in loans)
        {
            if (loan.IsOpen && day > loan.OriginatedOn)
            {
                repayment.Attend(loan, day, household, contacting);
            }

            if (loan.IsOpen)
            {
                repayment.PayAhead(loan, day);
            }
        }

        if (Partner is not null)
        {
            AttendJointLoans(Partner, day);
        }

        household.Spend(day, DueBeforePayday(day), contacting.AttentionOn(day));
        foreach (var loan in loans)
        {
            if (loan.IsOpen)
            {
                loan.Line?.Use(day, purse);
                servicing.Service(loan, day);
                if (loan.DaysPastDue(day) == TracedOnDayPastDue)
                {
                    book.Trace(loan, day);
                }
            }
        }

        servicing.EndDay(day);
        debits.EndDay(day);
        if (loans.Find(loan => loan.IsOpen) is { } open)
        {
            portal.EndDay(open, day);
        }
    }

    private void Register(DateOnly day)
    {
        log.Add(new Borrower(
            log.BorrowerId,
            parameters.Jurisdiction,
            parameters.TimeZone,
            Partner is null ? null : FormattableString.Invariant($"H{draws.Index / 2:0000000}"),
            Instant.At(day, hour: 8)));
        book.Register(day);
    }

    private void Originate(DateOnly day)
    {
        var stream = draws.On(day, Purpose.Origination);
        if (nextLoanOn is null && loans.Count < parameters.Loans.Most && AsksForLoan(day, ref stream))
        {
            nextLoanOn = day.AddDays(stream.Whole(1, 5));
        }

        if (nextLoanOn != day)
        {
            return;
        }

        nextLoanOn = null;
        var kind = (ProductKind)stream.Weighted(parameters.Loans.Products.Values);
        var terms = LoanTerms.Draw(parameters.Loans, kind, Traits, day, ref stream);
        loans.Add(new(parameters, Traits, draws, log, loans.Count + 1, terms));
        if (Partner is { } other && day >= other.Traits.FirstLoanOn && kind != ProductKind.Short && stream.Chance(parameters.Households.JointLoanShare))
        {
            loans[^1].JoinWith(other.BorrowerId);
        }

        if (terms.Limit is not null)
        {
            return;
        }

        purse.Post(terms.Principal, BankCategory.LoanDisbursement, Names.Lender, $"BACS {Names.Lender} {loans[^1].LoanId}");
        household.SpendLoan(terms.Principal, day);
    }

    private bool AsksForLoan(DateOnly day, ref RandomStream stream)
    {
        var running = 0;
        foreach (var loan in loans)
        {
            if (loan.IsOpen ? loan.DaysPastDue(day) > 0 : !loan.WasPaidOff)
            {
                return false;
            }

            running += loan.IsOpen ? 1 : 0;
        }

        return stream.Chance(running > 1 ? 0 : running == 1 ? parameters.Loans.SecondPerDay : parameters.Loans.AgainPerDay);
    }

    /// <summary>Pays on loans kept under the other's name, as attentive as to own ones.</summary>
    private void AttendJointLoans(SimulatedBorrower other, DateOnly day)
    {
        foreach (var loan in other.loans)
        {
            if (loan.IsOpen && loan.IsJoint && day > loan.OriginatedOn)
            {
                repayment.Attend(loan, day, household, other.contacting);
            }
        }
    }

    private long DueBeforePayday(DateOnly day)
    {
        var payday = Traits.PayCycle.NextAfter(day);
        var due = 0L;
        foreach (var loan in loans)
        {
            due += loan.IsOpen ? loan.OpenBy(payday) : 0;
        }

        return due;
    }
}
