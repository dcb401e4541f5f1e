using RiskSignals.Borrowers;

namespace RiskSignals.Simulation;

/// <summary>
/// A simulated lender lived day by day: each step tells what the lender learns that day, and decisions taken on it reach the borrowers from
/// the next. All steps together tell what <see cref="SimulatedLender.Live"/> tells at once under the same decisions.
/// </summary>
public sealed class SimulationRun
{
    private readonly SimulationParameters parameters;

    private readonly SimulatedLender lender;

    private readonly SimulatedBorrower[] borrowers;

    private readonly Dictionary<string, SimulatedBorrower> byId;

    private readonly List<Fact>[] learnt;

    /// <param name="first">Index of the first borrower, an even number from 0: borrowers 2n and 2n + 1 may be a household.</param>
    /// <param name="count">Number of borrowers; null for all from the first on. The last of an odd number may have a partner who isn't told about.</param>
    /// <exception cref="ArgumentException">A parameter is out of bounds, or the range splits a household or isn't the lender's.</exception>
    public SimulationRun(SimulationParameters parameters, int first = 0, int? count = null)
    {
        (this.parameters, lender) = (parameters, new SimulatedLender(parameters));
        var number = count ?? (parameters.Borrowers - first);
        if (first < 0 || first % 2 != 0 || number < 1 || number > parameters.Borrowers - first)
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"A range of {number} borrowers from index {first} can't be lived; expected an even index, for households are of borrowers 2n ")
                + FormattableString.Invariant($"and 2n + 1, and a range within the lender's {parameters.Borrowers} borrowers."));
        }

        borrowers = new SimulatedBorrower[number];
        for (var i = 0; i < borrowers.Length; i++)
        {
            borrowers[i] = i > 0 && borrowers[i - 1].Partner is { } partner && partner.BorrowerId == SimulatedLender.BorrowerId(first + i)
                ? partner
                : lender.Begin(first + i);
        }

        byId = borrowers.ToDictionary(borrower => borrower.BorrowerId, StringComparer.Ordinal);
        learnt = [.. borrowers.Select(_ => new List<Fact>())];
        Today = parameters.StartOn.AddDays(-1);
    }

    /// <summary>The day lived last; the day before the first at the beginning.</summary>
    public DateOnly Today { get; private set; }

    /// <summary>Whether the last day of the parameters' period is lived.</summary>
    public bool IsOver => Today.AddDays(1) >= parameters.EndOnExcl;

    /// <summary>Lives the next day.</summary>
    /// <returns>What was learnt by its end and not told before, by borrower, in the order it arose.</returns>
    /// <exception cref="InvalidOperationException">The period is over.</exception>
    public IReadOnlyList<Fact> Step() => StepTo(Today.AddDays(1));

    /// <summary>Lives all days up to one, that one included.</summary>
    /// <inheritdoc cref="Step"/>
    public IReadOnlyList<Fact> StepTo(DateOnly day)
    {
        if (day <= Today || day >= parameters.EndOnExcl)
        {
            throw new InvalidOperationException(FormattableString.Invariant(
                $"{day:yyyy-MM-dd} can't be lived next: {Today:yyyy-MM-dd} was lived last and {parameters.EndOnExcl:yyyy-MM-dd} is past the period."));
        }

        Today = day;
        Parallel.For(0, borrowers.Length, i =>
        {
            // The second of a household is lived with the first.
            if (i > 0 && borrowers[i].Partner == borrowers[i - 1])
            {
                return;
            }

            borrowers[i].Live(toExcl: day.AddDays(1));
            HandOver(i);
            if (i + 1 < borrowers.Length && borrowers[i].Partner == borrowers[i + 1])
            {
                HandOver(i + 1);
            }
        });
        return [.. learnt.SelectMany(facts => facts).Where(lender.Writes)];
    }

    /// <summary>Takes decisions of today; they reach the borrowers from tomorrow.</summary>
    /// <exception cref="ArgumentException">A decision is of another day, or about a borrower or loan that isn't here; none is taken.</exception>
    public void Decide(IReadOnlyList<SimulatedDecision> decisions)
    {
        foreach (var decision in decisions)
        {
            if (decision.DecidedOn != Today)
            {
                throw new ArgumentException(FormattableString.Invariant(
                    $"Decision '{decision.DecisionId}' is of {decision.DecidedOn:yyyy-MM-dd}; expected {Today:yyyy-MM-dd}."));
            }

            if (!byId.TryGetValue(decision.BorrowerId, out var borrower) || borrower.Loans.All(loan => loan.LoanId != decision.LoanId))
            {
                throw new ArgumentException(
                    $"Decision '{decision.DecisionId}' is about loan '{decision.LoanId}' of borrower '{decision.BorrowerId}', which isn't here today.");
            }
        }

        foreach (var decision in decisions)
        {
            byId[decision.BorrowerId].Decide(decision);
        }
    }

    private void HandOver(int i)
    {
        learnt[i].Clear();
        borrowers[i].HandOver(Today, learnt[i]);
    }
}
