using System.Globalization;
using RiskSignals.Borrowers;

namespace RiskSignals.Simulation;

/// <summary>A borrower's whole simulated life: the facts a lender sees, and the truth it doesn't.</summary>
/// <param name="Facts">In the order they arose; each is written under the kind that <see cref="FactKinds.Of"/> names.</param>
/// <param name="UnpaidBills">Those not paid on the day they were due.</param>
/// <param name="TrueCategories">Of the bank transactions whose told category is missing or wrong.</param>
/// <param name="FeedFaults">What else went wrong with the feed.</param>
/// <param name="Planted">Faults planted in this life, and what is right instead.</param>
/// <param name="Responses">What was true of each decision that reached the borrower.</param>
/// <param name="PartnerId">The other of the household; null for one who lives alone.</param>
public sealed record SimulatedLife(
    string BorrowerId,
    ResponseState Truth,
    bool DirectDebit,
    IReadOnlyList<Fact> Facts,
    IReadOnlyList<Shock> Shocks,
    IReadOnlyList<UnpaidBill> UnpaidBills,
    IReadOnlyList<TrueCategory> TrueCategories,
    IReadOnlyList<FeedFault> FeedFaults,
    IReadOnlyList<PlantedTruth> Planted,
    IReadOnlyList<TrueResponse> Responses,
    string? PartnerId);

/// <summary>What came of a loan in the 30 days after a decision.</summary>
/// <param name="Paid">Payments that stayed, in minor units.</param>
/// <param name="IsCurrent">Whether nothing is past due at the end of the last day, under the schedule then in force.</param>
/// <param name="PartnerPaid">Payments that stayed on the loans of the other of the household, in minor units; 0 for one who lives alone.</param>
public readonly record struct PaymentAfter(long Paid, bool IsCurrent, long PartnerPaid);

/// <summary>A lender whose truth is known. Every borrower is drawn from the seed and an index alone, so any can be had in any order.</summary>
public sealed class SimulatedLender
{
    private const int DaysAfter = 30;

    private readonly SimulationParameters parameters;

    private readonly ILookup<string, SimulatedDecision> decisions;

    /// <param name="decisions">Treatments applied to borrowers; facts known by the end of a decision's day don't depend on it.</param>
    /// <exception cref="ArgumentException">A parameter is out of bounds, or a decision is of a day or borrower that isn't this lender's.</exception>
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

        if (decisions?.FirstOrDefault(decision => decision.DecidedOn < parameters.StartOn || decision.DecidedOn >= parameters.EndOnExcl) is { } outside)
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"Decision '{outside.DecisionId}' is of {outside.DecidedOn:yyyy-MM-dd}; this lender's days are {parameters.StartOn:yyyy-MM-dd} to ")
                + FormattableString.Invariant($"{parameters.EndOnExcl.AddDays(-1):yyyy-MM-dd}."));
        }

        this.decisions = (decisions ?? [])
            .Order(SimulatedDecision.ByDayAndId)
            .ToLookup(decision => decision.BorrowerId, StringComparer.Ordinal);
    }

    /// <summary>The reference law of treatments. True effects as lived come from <see cref="PayProbability"/>.</summary>
    public TreatmentResponse Response { get; }

    /// <summary>How borrowers live together.</summary>
    public HouseholdsParameters Households => parameters.Households;

    /// <summary>Id of the borrower with an index, which counts from 0.</summary>
    public static string BorrowerId(int index) => string.Create(CultureInfo.InvariantCulture, $"B{index + 1:0000000}");

    /// <summary>Lives the life of one borrower.</summary>
    /// <param name="index">From 0.</param>
    public SimulatedLife Live(int index)
    {
        var borrower = Begin(index);
        borrower.Live(parameters.EndOnExcl);
        var traits = borrower.Traits;
        return new(
            borrower.BorrowerId,
            new ResponseState(traits.Persona, traits.Readiness, traits.Capacity),
            traits.DirectDebit,
            borrower.Facts,
            borrower.Shocks,
            borrower.UnpaidBills,
            [.. borrower.TrueCategories],
            borrower.FeedFaults,
            traits.Planted.Truth,
            borrower.TrueResponses,
            borrower.Partner?.BorrowerId);
    }

    /// <summary>Whether a fact is learnt within the part that is asked for.</summary>
    public bool Writes(Fact fact) => parameters.KnownFrom is not { } from || fact.KnownOn.Day >= from;

    /// <summary>What comes of a loan in the 30 days after a decision, with its treatment and, all else equal, with none.</summary>
    /// <exception cref="ArgumentException">The lender wasn't given the decision for this borrower, or the borrower never had the loan.</exception>
    public (PaymentAfter Treated, PaymentAfter Untreated) PaidAfter(int index, SimulatedDecision decision) =>
        decisions[BorrowerId(index)].Contains(decision)
            ? PaidAfter(LivedTo(index, decision.DecidedOn), decision)
            : throw new ArgumentException(
                $"Decision '{decision.DecisionId}' isn't among those this lender was given for borrower '{BorrowerId(index)}'; "
                + "give it to the lender's constructor.");

    /// <summary>As <see cref="PaidAfter(int, SimulatedDecision)"/> for each decision of a borrower, by day, in one life.</summary>
    public IEnumerable<(SimulatedDecision Decision, PaymentAfter Treated, PaymentAfter Untreated)> EffectsOf(int index)
    {
        var borrower = Begin(index);
        foreach (var decision in decisions[BorrowerId(index)])
        {
            borrower.Live(toExcl: decision.DecidedOn.AddDays(1));
            var (treated, untreated) = PaidAfter(borrower, decision);
            yield return (decision, treated, untreated);
        }
    }

    /// <summary>
    /// The true chance that a loan is paid something in the 30 days after a day under a treatment given then, by replaying the life with
    /// the same past and another course of chance each time.
    /// </summary>
    /// <exception cref="ArgumentException">The borrower has no such loan within the 30 days.</exception>
    public TrueChance PayProbability(int index, string loanId, DateOnly day, Treatment treatment, int replays)
    {
        var saved = LivedTo(index, day);
        var decision = new SimulatedDecision(saved.BorrowerId, loanId, day, treatment, DecisionId: "replay");
        saved.Decide(decision);
        var paid = 0;
        for (var replay = 1; replay <= replays; replay++)
        {
            paid += After(saved.Replayed(replay), decision).Paid > 0 ? 1 : 0;
        }

        return new(paid, replays, Censored: 0);
    }

    /// <summary>
    /// The true chance that a loan misses an instalment in the 30 days after a day (MISS30 of the glossary), by replaying the life with the
    /// same past and another course of chance each time.
    /// </summary>
    /// <returns>Null if the loan isn't in the population of the target on that day.</returns>
    /// <exception cref="ArgumentException">The day isn't one of the lender's period.</exception>
    public TrueChance? MissProbability(int index, string loanId, DateOnly day, int replays)
    {
        CheckAsOf(day);
        return MissTruth.Chance(LivedTo(index, day), loanId, day, replays);
    }

    /// <summary>As <see cref="MissProbability"/> for each loan that a borrower has been granted by the end of a day, in one life.</summary>
    public IEnumerable<(string LoanId, TrueChance? Miss)> MissProbabilities(int index, DateOnly day, int replays)
    {
        var saved = LivedTo(index, day);
        return saved.Loans.Select(loan => (loan.LoanId, MissTruth.Chance(saved, loan.LoanId, day, replays)));
    }

    /// <summary>The loans that a borrower has been granted by the end of a day.</summary>
    public IReadOnlyList<string> LoansOf(int index, DateOnly day) => [.. LivedTo(index, day).Loans.Select(loan => loan.LoanId)];

    /// <summary>The indexes of all borrowers in an order that chance decides, the same for the same seed.</summary>
    internal IEnumerable<int> Shuffled() => Enumerable.Range(0, parameters.Borrowers).OrderBy(index => RandomStream.KeyOf(~parameters.Seed, index));

    /// <exception cref="ArgumentException">The day isn't one of the lender's period.</exception>
    internal void CheckAsOf(DateOnly day)
    {
        if (day < parameters.StartOn || day >= parameters.EndOnExcl)
        {
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture,
                $"True chances as of {day:yyyy-MM-dd} can't be told: this lender's period is {parameters.StartOn:yyyy-MM-dd} to "
                + $"{parameters.EndOnExcl.AddDays(-1):yyyy-MM-dd}. Choose a day in it, or give more months."));
        }
    }

    /// <summary>A life that stands before its first day.</summary>
    internal SimulatedBorrower Begin(int index) => SimulatedBorrower.Begin(parameters, index, each => decisions[BorrowerId(each)]);

    private bool IsKnown(string borrowerId) =>
        borrowerId.Length == BorrowerId(0).Length
        && int.TryParse(borrowerId.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number >= 1
        && number <= parameters.Borrowers
        && borrowerId[0] == 'B';

    private static (PaymentAfter Treated, PaymentAfter Untreated) PaidAfter(SimulatedBorrower saved, SimulatedDecision decision)
    {
        var untreated = saved.Copy();
        untreated.Change(decision, Treatment.None);
        return (After(saved.Copy(), decision), After(untreated, decision));
    }

    private static PaymentAfter After(SimulatedBorrower borrower, SimulatedDecision decision)
    {
        var lastDay = decision.DecidedOn.AddDays(DaysAfter);
        borrower.Live(toExcl: lastDay.AddDays(1));
        var loan = borrower.Loans.FirstOrDefault(loan => loan.LoanId == decision.LoanId)
            ?? throw new ArgumentException(
                $"Decision '{decision.DecisionId}' is about loan '{decision.LoanId}', "
                + $"which '{decision.BorrowerId}' didn't have by {lastDay:yyyy-MM-dd}.");
        return new(
            PaidOn(loan),
            loan.WasPaidOff || (loan.IsOpen && loan.DaysPastDue(lastDay) == 0),
            borrower.Partner?.Loans.Sum(PaidOn) ?? 0);

        long PaidOn(SimulatedLoan loan) => loan.PaidOn.Where(paid => paid.Day > decision.DecidedOn && paid.Day <= lastDay).Sum(paid => paid.Amount);
    }

    /// <summary>A state at the end of a day, with the lender's facts however late they are learnt: replays go beyond the period.</summary>
    private SimulatedBorrower LivedTo(int index, DateOnly day)
    {
        var borrower = Begin(index);
        borrower.KeepOnlyTheLendersFacts();
        borrower.Live(toExcl: day.AddDays(1));
        return borrower;
    }
}
