using RiskSignals.Borrowers;

namespace RiskSignals.Simulation.Tests;

public sealed class ProductsTests
{
    private static readonly Lazy<SimulatedLife[]> Cards = new(() => Live("credit-card", borrowers: 60, months: 12));

    private static readonly Lazy<SimulatedLife[]> Shorts = new(() => Live("short-loans", borrowers: 60, months: 10));

    [Fact]
    public void A_card_adds_a_minimum_payment_a_month_and_never_asks_for_more_than_is_owed()
    {
        var statements = 0;
        foreach (var life in Cards.Value.Where(life => life.Facts.OfType<Loan>().Any()))
        {
            var loan = Assert.Single(life.Facts.OfType<Loan>().DistinctBy(loan => loan.LoanId));
            Assert.True(loan.Limit is { MinorUnits: > 0 } && loan.Principal.MinorUnits <= loan.Limit.Value.MinorUnits);
            var file = new BorrowerFile(life.BorrowerId, life.Facts);
            foreach (var version in life.Facts.OfType<ScheduleVersion>().Where(version => version.Reason == ScheduleReason.Statement))
            {
                var known = file.AsOf(version.KnownOn.Day).Loan(loan.LoanId)!;
                var owed = known.Ledger.Owed(version.KnownOn.Day).MinorUnits;

                // Up to two days pass until the lender knows of a purchase or payment.
                var balance = file.AsOf(version.KnownOn.Day.AddDays(3)).Loan(loan.LoanId)!;
                Assert.True(owed <= ChargedBy(balance, version.KnownOn.Day) - PaidBy(balance, version.KnownOn.Day), $"{loan.LoanId} v{version.Version}");
                Assert.InRange(known.Schedule[^1].DueOn.DayNumber - version.KnownOn.Day.DayNumber, 0, 120);
                statements++;
            }

            var days = Portfolio.Lender(1, 12).EndOnExcl.DayNumber - loan.OriginatedOn.DayNumber;
            var versions = life.Facts.OfType<ScheduleVersion>().Count(version => version.Reason == ScheduleReason.Statement);
            Assert.InRange(versions, 0, (days / 30) + 1);
        }

        Assert.True(statements > 250, $"{statements}");
    }

    [Fact]
    public void Cards_are_drawn_charged_interest_and_fees_and_some_go_over_their_limit()
    {
        var charges = Cards.Value.SelectMany(life => life.Facts.OfType<LoanCharge>()).ToLookup(charge => charge.Kind);
        Assert.All(Enum.GetValues<LoanChargeKind>(), kind => Assert.True(charges[kind].Count() > 5, $"{kind} {charges[kind].Count()}"));
        var over = Cards.Value.Count(life => life.Facts.OfType<Loan>().Any(loan =>
            Enumerable.Range(0, 12).Any(month => new BorrowerFile(life.BorrowerId, life.Facts)
                .AsOf(Portfolio.Parameters.StartOn.AddMonths(month + 1).AddDays(-1)).Loan(loan.LoanId)?.Balance.MinorUnits > loan.Limit!.Value.MinorUnits)));
        Assert.InRange(over, 3, 40);
    }

    [Fact]
    public void The_organised_pay_their_cards_without_interest_far_more_often_than_those_in_tight_means()
    {
        var (organised, tight) = (FreeShare(Persona.Organised), FreeShare(Persona.Stretched, Persona.OverCommitted));
        Assert.True(organised > 0.2 && organised > 2 * tight, $"organised {organised}, tight {tight}");

        static double FreeShare(params Persona[] personas) => Cards.Value
            .Where(life => personas.Contains(life.Truth.Persona) && life.Facts.Any(fact => fact is LoanCharge))
            .Average(life => life.Facts.OfType<LoanCharge>().Any(charge => charge.Kind == LoanChargeKind.Interest) ? 0 : 1.0);
    }

    [Fact]
    public void Short_loans_are_due_within_weeks_and_borrowed_again()
    {
        var loans = Shorts.Value.SelectMany(life => life.Facts.OfType<Loan>().Select(loan => (life, loan))).ToArray();
        foreach (var (life, loan) in loans)
        {
            var first = life.Facts.OfType<Instalment>().Where(i => i.LoanId == loan.LoanId && i.Version == 1).ToArray();
            Assert.InRange(first[0].DueOn.DayNumber - loan.OriginatedOn.DayNumber, 14, 35);
            Assert.InRange(first.Length, 1, 4);
            Assert.InRange(first.Sum(i => i.Amount.MinorUnits), loan.Principal.MinorUnits, 2 * loan.Principal.MinorUnits);
        }

        var borrowers = loans.Select(each => each.life.BorrowerId).Distinct().Count();
        Assert.True(loans.Length > 2.5 * borrowers, $"{loans.Length} loans of {borrowers} borrowers");
    }

    [Fact]
    public void A_rollover_puts_the_rest_off_against_interest_and_forgives_nothing()
    {
        var rollovers = 0;
        foreach (var life in Shorts.Value)
        {
            foreach (var version in life.Facts.OfType<ScheduleVersion>().Where(v => v.Reason == ScheduleReason.BorrowerRequest))
            {
                var before = Sum(life, version.LoanId, version.Version - 1);
                var after = Sum(life, version.LoanId, version.Version);
                Assert.True(after >= before, $"{version.LoanId}: {before} became {after}");
                rollovers += after > before ? 1 : 0;
            }
        }

        Assert.True(rollovers > 10, $"{rollovers}");
    }

    [Fact]
    public void Instalments_of_a_credit_union_follow_the_pay_of_those_not_paid_monthly()
    {
        var lives = Live("credit-union", borrowers: 80, months: 8);
        var everyWeek = 0;
        var everyMonth = 0;
        foreach (var loan in lives.SelectMany(life => life.Facts.OfType<Instalment>().Where(i => i.Version == 1).GroupBy(i => i.LoanId)))
        {
            var due = loan.Select(instalment => instalment.DueOn.DayNumber).Order().ToArray();
            var steps = due.Zip(due.Skip(1), (one, next) => next - one).Distinct().ToArray();
            everyWeek += steps is [7] or [14] or [28] ? 1 : 0;
            everyMonth += steps.All(step => step is >= 28 and <= 31) && steps is not [28] ? 1 : 0;
        }

        Assert.True(everyWeek > 15 && everyMonth > 25, $"{everyWeek} with pay, {everyMonth} monthly");
    }

    [Fact]
    public void A_backdated_pause_is_known_later_than_it_starts_and_the_schedule_puts_off_what_fell_due_meanwhile()
    {
        var lender = Portfolio.Lender(borrowers: 60, months: 14, seed: 8);
        var lives = Portfolio.Live(lender with { Repayment = lender.Repayment with { PausesPerYear = 1, LatePausesPerYear = 2 } });
        var backdated = 0;
        foreach (var life in lives)
        {
            foreach (var pause in life.Facts.OfType<LoanEvent>().Where(e => e.Kind == LoanEventKind.Moratorium && e.StartsOn < e.KnownOn.Day))
            {
                backdated++;
                Assert.InRange(pause.KnownOn.Day.DayNumber - pause.StartsOn.DayNumber, 5, 40);
                var file = new BorrowerFile(life.BorrowerId, life.Facts);
                var (before, after) = (file.AsOf(pause.KnownOn.Day.AddDays(-1)).Loan(pause.LoanId)!, file.AsOf(pause.KnownOn.Day).Loan(pause.LoanId)!);
                Assert.Equal(before.Schedule.Sum(i => i.Amount.MinorUnits), after.Schedule.Sum(i => i.Amount.MinorUnits));
                Assert.DoesNotContain(after.Schedule, i => i.DueOn > pause.StartsOn && i.DueOn <= pause.EndsOn!.Value.AddDays(-3) && i.Amount.MinorUnits > 0);
                Assert.Equal(0, after.DaysPastDue);
            }
        }

        Assert.True(backdated > 8, $"{backdated}");
    }

    private static long Sum(SimulatedLife life, string loanId, int version) =>
        life.Facts.OfType<Instalment>().Where(i => i.LoanId == loanId && i.Version == version).Sum(i => i.Amount.MinorUnits);

    private static long ChargedBy(LoanHistory loan, DateOnly day) =>
        loan.Charges.Where(charge => charge.ChargedOn <= day).Sum(charge => charge.Amount.MinorUnits);

    private static long PaidBy(LoanHistory loan, DateOnly day) =>
        loan.CountedPayments.Where(payment => payment.EffectiveOn <= day).Sum(payment => payment.Amount.MinorUnits);

    private static SimulatedLife[] Live(string lender, int borrowers, int months) =>
        Portfolio.Live(ShippedLenders.Read(lender) with { Borrowers = borrowers, Months = months, Seed = 3 });
}
