using System.Globalization;
using RiskSignals.Borrowers;

namespace RiskSignals.Simulation;

/// <summary>A borrower's whole simulated life: the facts a lender sees, and the truth it doesn't.</summary>
/// <param name="Facts">In the order they arose; each is written under the kind that <see cref="FactKinds.Of"/> names.</param>
/// <param name="TrueCategories">Of the bank transactions whose told category is missing or wrong.</param>
/// <param name="FeedFaults">What else went wrong with the feed.</param>
/// <param name="Planted">Faults planted in this life, and what is right instead.</param>
public sealed record SimulatedLife(
    string BorrowerId,
    ResponseState Truth,
    bool DirectDebit,
    IReadOnlyList<Fact> Facts,
    IReadOnlyList<Shock> Shocks,
    IReadOnlyList<TrueCategory> TrueCategories,
    IReadOnlyList<FeedFault> FeedFaults,
    IReadOnlyList<PlantedTruth> Planted);

/// <summary>What came of a loan in the 30 days after a decision.</summary>
/// <param name="Paid">Payments that stayed, in minor units.</param>
/// <param name="IsCurrent">Whether nothing is past due at the end of the last day, under the schedule then in force.</param>
public readonly record struct PaymentAfter(long Paid, bool IsCurrent);

/// <summary>A lender whose truth is known. Every borrower is drawn from the seed and an index alone, so any can be had in any order.</summary>
public sealed class SimulatedLender
{
    private const int DaysAfter = 30;

    private readonly SimulationParameters parameters;

    private readonly ILookup<string, SimulatedDecision> decisions;

    /// <param name="decisions">Treatments applied to borrowers; facts known by the end of a decision's day don't depend on it.</param>
    /// <exception cref="ArgumentException">A parameter is out of bounds, or a decision is about another lender's borrower.</exception>
    public SimulatedLender(SimulationParameters parameters, IReadOnlyList<SimulatedDecision>? decisions = null)
    {
        parameters.Check();
        this.parameters = parameters;
        Response = new(parameters.Responses);
        if (decisions?.FirstOrDefault(decision => !IsKnown(decision.BorrowerId)) is { } stranger)
        {
            throw new ArgumentException(
                $"Decision '{stranger.DecisionId}' is about borrower '{stranger.BorrowerId}'; "
                + $"this lender has {BorrowerId(0)} to {BorrowerId(parameters.Borrowers - 1)}.");
        }

        this.decisions = (decisions ?? [])
            .OrderBy(decision => decision.DecidedOn)
            .ThenBy(decision => decision.DecisionId, StringComparer.Ordinal)
            .ToLookup(decision => decision.BorrowerId, StringComparer.Ordinal);
    }

    /// <summary>The law that borrowers answer treatments by.</summary>
    public TreatmentResponse Response { get; }

    /// <summary>Id of the borrower with an index, which counts from 0.</summary>
    public static string BorrowerId(int index) => string.Create(CultureInfo.InvariantCulture, $"B{index + 1:0000000}");

    /// <summary>Lives the life of one borrower.</summary>
    /// <param name="index">From 0.</param>
    public SimulatedLife Live(int index)
    {
        var borrower = Run(new Draws(parameters.Seed, index), decisions[BorrowerId(index)]);
        var traits = borrower.Traits;
        return new(
            borrower.BorrowerId,
            new ResponseState(traits.Persona, traits.Readiness, traits.Capacity),
            traits.DirectDebit,
            borrower.Facts,
            borrower.Shocks,
            [.. borrower.TrueCategories],
            borrower.FeedFaults,
            traits.Planted.Truth);
    }

    /// <summary>Whether a fact is learnt within the part that is asked for.</summary>
    public bool Writes(Fact fact) => parameters.KnownFrom is not { } from || fact.KnownOn.Day >= from;

    /// <summary>Decisions of one borrower, by day.</summary>
    public IEnumerable<SimulatedDecision> DecisionsOf(int index) => decisions[BorrowerId(index)];

    /// <summary>What comes of a loan in the 30 days after a decision, with its treatment and, all else equal, with none.</summary>
    public (PaymentAfter Treated, PaymentAfter Untreated) PaidAfter(int index, SimulatedDecision decision) =>
        (Paid(index, decision, decision.Treatment), Paid(index, decision, Treatment.None));

    /// <summary>
    /// The true chance that a loan is paid something in the 30 days after a day under a treatment given then, by replaying the life with
    /// the same past and another course of chance each time.
    /// </summary>
    /// <returns>Share of the replays in which a payment stayed; its standard error is at most 0.5 ÷ √replays.</returns>
    public double PayProbability(int index, string loanId, DateOnly day, Treatment treatment, int replays)
    {
        var id = BorrowerId(index);
        var decision = new SimulatedDecision(id, loanId, day, treatment, DecisionId: "replay");
        var before = decisions[id].Where(past => past.DecidedOn < day).Append(decision).ToArray();
        var paid = 0;
        for (var replay = 1; replay <= replays; replay++)
        {
            var life = Run(new Draws(parameters.Seed, index, day.AddDays(1), replay), before, lastDay: day.AddDays(DaysAfter));
            paid += After(life, decision).Paid > 0 ? 1 : 0;
        }

        return paid / (double)replays;
    }

    private bool IsKnown(string borrowerId) =>
        borrowerId.Length == BorrowerId(0).Length
        && int.TryParse(borrowerId.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number >= 1
        && number <= parameters.Borrowers
        && borrowerId[0] == 'B';

    private static PaymentAfter After(SimulatedBorrower borrower, SimulatedDecision decision)
    {
        var lastDay = decision.DecidedOn.AddDays(DaysAfter);
        var loan = borrower.Loans.FirstOrDefault(loan => loan.LoanId == decision.LoanId)
            ?? throw new ArgumentException(
                $"Decision '{decision.DecisionId}' is about loan '{decision.LoanId}', "
                + $"which '{decision.BorrowerId}' didn't have by {lastDay:yyyy-MM-dd}.");
        return new(
            loan.PaidOn.Where(paid => paid.Day > decision.DecidedOn && paid.Day <= lastDay).Sum(paid => paid.Amount),
            loan.WasPaidOff || (loan.IsOpen && loan.DaysPastDue(lastDay) == 0));
    }

    private PaymentAfter Paid(int index, SimulatedDecision decision, Treatment treatment)
    {
        var all = decisions[decision.BorrowerId].Select(other => other == decision ? other with { Treatment = treatment } : other).ToArray();
        return After(Run(new Draws(parameters.Seed, index), all, lastDay: decision.DecidedOn.AddDays(DaysAfter)), decision);
    }

    private SimulatedBorrower Run(Draws draws, IEnumerable<SimulatedDecision> taken, DateOnly? lastDay = null)
    {
        var borrower = new SimulatedBorrower(parameters, draws, [.. taken]);
        borrower.Live(toExcl: lastDay?.AddDays(1) ?? parameters.EndOnExcl);
        return borrower;
    }
}
