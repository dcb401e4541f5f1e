using RiskSignals.Borrowers;

namespace RiskSignals.Simulation;

/// <summary>One borrower's life, day by day: income, bills, spending, loans, shocks, and the lender's contacts.</summary>
internal sealed class SimulatedBorrower
{
    private readonly SimulationParameters parameters;
    private readonly Draws draws;
    private readonly FactLog log;
    private readonly BankFeed feed;
    private readonly Purse purse;
    private readonly Contacting contacting;
    private readonly Repayment repayment;
    private readonly Household household;
    private readonly Servicing servicing;
    private readonly List<SimulatedLoan> loans = [];
    private readonly List<SimulatedDecision> decisions;
    private DateOnly? nextLoanOn;
    private DateOnly nextDay;

    /// <param name="decisions">In the order of their days, then ids.</param>
    public SimulatedBorrower(SimulationParameters parameters, Draws draws, IEnumerable<SimulatedDecision> decisions)
    {
        (this.parameters, this.draws, this.decisions) = (parameters, draws, [.. decisions]);
        Traits = new(parameters, draws);
        log = new(SimulatedLender.BorrowerId(draws.Index), parameters.EndOnExcl, Traits.Planted);
        feed = new(parameters, Traits, draws, log);
        purse = new(parameters, Traits, draws, feed);
        contacting = new(parameters, Traits, draws, log, this.decisions);
        repayment = new(parameters, Traits, draws, purse, contacting);
        household = new(parameters, Traits, draws, purse, new ShockSource(parameters, Traits, draws));
        servicing = new(parameters.Repayment, Traits, draws, log, contacting, household);
        (nextLoanOn, nextDay) = (Traits.FirstLoanOn, Traits.StartOn);
    }

    public BorrowerTraits Traits { get; }

    public string BorrowerId => log.BorrowerId;

    public IReadOnlyList<Fact> Facts => log.Facts;

    public IReadOnlyList<Shock> Shocks => household.Shocks;

    public IEnumerable<TrueCategory> TrueCategories => feed.TrueCategories.Concat(Traits.Planted.TrueCategories).DistinctBy(told => told.BankTransactionId);

    public IReadOnlyList<FeedFault> FeedFaults => feed.Faults;

    public IReadOnlyList<SimulatedLoan> Loans => loans;

    /// <summary>Lives on, from the first day or from where life stands.</summary>
    public void Live(DateOnly toExcl)
    {
        for (; nextDay < toExcl; nextDay = nextDay.AddDays(1))
        {
            Step(nextDay);
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
        return copy;
    }

    /// <summary>What the lender learns by the end of a day and wasn't handed before, in the order it arose.</summary>
    public void HandOver(DateOnly day, List<Fact> to) => log.HandOver(day, to);

    public void KeepOnlyTheLendersFacts() => log.KeepOnlyTheLendersFacts();

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

    private void Step(DateOnly day)
    {
        if (day == Traits.FirstLoanOn.AddDays(-2))
        {
            Register(day);
        }

        feed.BeginDay(day);
        purse.BeginDay(day);
        household.BeginDay(day);
        contacting.CarryOut(loans, day);
        Originate(day);
        foreach (var loan in loans)
        {
            if (loan.IsOpen)
            {
                repayment.Collect(loan, day);
            }
        }

        household.PayBills(day);
        foreach (var loan in loans)
        {
            if (loan.IsOpen && day > loan.OriginatedOn)
            {
                repayment.Attend(loan, day, household);
            }

            if (loan.IsOpen)
            {
                repayment.SettleEarly(loan, day);
            }
        }

        household.Spend(day, DueBeforePayday(day), contacting.AttentionOn(day));
        foreach (var loan in loans)
        {
            if (loan.IsOpen)
            {
                servicing.Service(loan, day);
            }
        }

        servicing.EndDay(day);
    }

    private void Register(DateOnly day)
    {
        var pair = draws.Of(draws.Index / 2);
        var shared = pair.Fixed(Purpose.Household).Chance(parameters.Households.Share);
        log.Add(new Borrower(
            log.BorrowerId,
            parameters.Jurisdiction,
            parameters.TimeZone,
            shared ? FormattableString.Invariant($"H{pair.Index:0000000}") : null,
            Instant.At(day, hour: 8)));
    }

    private void Originate(DateOnly day)
    {
        var stream = draws.On(day, Purpose.Origination);
        if (nextLoanOn is null && loans.Count < parameters.Loans.Most && loans.All(loan => !loan.IsOpen || loan.DaysPastDue(day) == 0))
        {
            var running = loans.Count(loan => loan.IsOpen);
            var refused = loans.Any(loan => !loan.IsOpen && !loan.WasPaidOff);
            var perDay = refused || running > 1 ? 0 : running == 1 ? parameters.Loans.SecondPerDay : parameters.Loans.AgainPerDay;
            nextLoanOn = stream.Chance(perDay) ? day.AddDays(stream.Whole(1, 5)) : null;
        }

        if (nextLoanOn != day)
        {
            return;
        }

        nextLoanOn = null;
        var terms = LoanTerms.Draw(parameters.Loans.Instalment, Traits, day, ref stream);
        loans.Add(new(parameters, log, loans.Count + 1, terms));
        purse.Post(terms.Principal, BankCategory.LoanDisbursement, Names.Lender, $"BACS {Names.Lender} {loans[^1].LoanId}");
        household.SpendLoan(terms.Principal, day);
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
