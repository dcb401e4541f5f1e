using RiskSignals.Borrowers;

namespace RiskSignals.Simulation.Tests;

/// <summary>The mess of bank feeds, counted over the facts by plain means.</summary>
public sealed class FeedTests
{
    private static readonly FeedParameters Stated = Portfolio.Parameters.Feed;

    private static readonly Lazy<SimulatedLife[]> Movers = new(
() => Portfolio.Live(
            Portfolio.Lender(160, months: 12, seed: 8) with { Feed = Stated with { SwitchesPerYear = 0.9, NoBankDataShare = 0 } }));

    [Fact]
    public void Categories_are_missing_or_mistaken_as_often_as_stated()
    {
        var rows = Portfolio.Lives.SelectMany(Portfolio.Posted).ToArray();
        var faults = Portfolio.Lives.SelectMany(life => life.TrueCategories).ToDictionary(told => told.BankTransactionId);
        var (missing, mistaken) = (Share(CategoryFault.Missing), Share(CategoryFault.Mistaken));
        Assert.InRange(missing, 0.0485, 0.0515);
        Assert.InRange(mistaken, 0.0140, 0.0160);
        Assert.InRange(Share(CategoryFault.Misleading), 0.0005, 0.02);
        Assert.All(rows, row => Assert.NotEqual(row.Category, faults.GetValueOrDefault(row.BankTransactionId)?.Category));
        Assert.DoesNotContain(rows, t => t.Category == BankCategory.Uncategorised && !faults.ContainsKey(t.BankTransactionId));

        double Share(CategoryFault fault) => rows.Count(t => faults.GetValueOrDefault(t.BankTransactionId)?.Fault == fault) / (double)rows.Length;
    }

    [Fact]
    public void A_misleading_name_is_wrong_on_every_row_that_no_slip_touched()
    {
        var landlords = 0;
        foreach (var life in Portfolio.Lives)
        {
            var faults = life.TrueCategories.ToDictionary(told => told.BankTransactionId);
            foreach (var misled in life.TrueCategories.Where(told => told is { Fault: CategoryFault.Misleading, Category: BankCategory.Housing }))
            {
                var landlord = Portfolio.Posted(life).FirstOrDefault(t => t.BankTransactionId == misled.BankTransactionId)?.Counterparty;
                Assert.All(
                    Portfolio.Posted(life).Where(t => t.Counterparty == landlord && t.Category == BankCategory.Housing),
                    t => Assert.Fail($"{t.BankTransactionId} tells the truth about {landlord}"));
                landlords++;
            }

            Assert.All(faults.Values, told => Assert.NotEqual(BankCategory.Uncategorised, told.Category));
        }

        Assert.True(landlords > 50, $"{landlords} rents to landlords taken for friends");
    }

    [Fact]
    public void Some_bank_transactions_come_again_under_a_new_id_as_often_as_stated()
    {
        var (rows, copies, equal) = (0, 0, 0);
        foreach (var life in Portfolio.Lives)
        {
            var posted = Portfolio.Posted(life);
            var twice = posted.ToDictionary(t => t.BankTransactionId);
            var told = life.FeedFaults.Where(fault => fault.Kind == FeedFaultKind.Duplicate && twice.ContainsKey(fault.Id!)).ToArray();
            foreach (var fault in told)
            {
                var (copy, meant) = (twice[fault.Id!], twice[fault.TrueId!]);
                Assert.Equal(
                    (meant.BookedOn, meant.Amount, meant.BalanceAfter, meant.Description, meant.BankAccountId),
                    (copy.BookedOn, copy.Amount, copy.BalanceAfter, copy.Description, copy.BankAccountId));
                Assert.True(copy.KnownOn > meant.KnownOn);
            }

            equal += posted
                .GroupBy(t => (t.BankAccountId, t.BookedOn, t.Amount, t.BalanceAfter, t.Description))
                .Sum(group => group.Count() - 1);
            (rows, copies) = (rows + posted.Length, copies + told.Length);
        }

        // Two equal rows with the same balance after them are one bank transaction, but for money that went to and fro on a day.
        Assert.InRange(equal, copies, 1.1 * copies);

        // Rows learnt at a first consent come once; they are about a fifth of all.
        Assert.InRange(copies / (double)rows, 0.65 * Stated.DuplicateShare, 1.1 * Stated.DuplicateShare);
    }

    [Fact]
    public void A_feed_that_is_down_tells_nothing_and_makes_good_two_times_in_three()
    {
        var kinds = new List<FeedFaultKind>();
        var (madeGood, days) = (0, 0.0);
        foreach (var life in Portfolio.Lives.Where(life => life.Facts.Any(fact => fact is BankAccount)))
        {
            var rows = life.Facts.OfType<BankTransaction>().ToArray();
            days += Portfolio.Parameters.EndOnExcl.DayNumber - rows.Min(t => t.BookedOn.DayNumber);
            foreach (var outage in life.FeedFaults.Where(f => f.Kind is FeedFaultKind.OutageLost or FeedFaultKind.OutageMadeGood))
            {
                var booked = rows.Where(t => t.BookedOn >= outage.StartsOn && t.BookedOn < outage.EndsOnExcl).ToArray();
                kinds.Add(outage.Kind);
                madeGood += outage.Kind == FeedFaultKind.OutageMadeGood && booked.Length > 0 ? 1 : 0;
                Assert.True(outage.Kind == FeedFaultKind.OutageMadeGood || booked.Length == 0, $"{booked.Length} rows from {outage}");
                Assert.All(booked, t => Assert.True(t.KnownOn.Day >= outage.EndsOnExcl, $"{t}"));
            }
        }

        Assert.InRange(kinds.Count / (days / 365), 0.8 * Stated.OutagesPerYear, 1.25 * Stated.OutagesPerYear);
        var lost = kinds.Count(kind => kind == FeedFaultKind.OutageLost) / (double)kinds.Count;
        Assert.InRange(lost, Stated.OutageLostShare - 0.12, Stated.OutageLostShare + 0.12);
        Assert.True(madeGood > 30, $"{madeGood} outages made good");
    }

    [Fact]
    public void Some_posted_bank_transactions_do_not_name_the_pending_one_they_follow_and_some_differ_from_it()
    {
        var (linked, unlinked, differ) = (0, 0, 0);
        foreach (var life in Portfolio.Lives)
        {
            var rows = life.Facts.OfType<BankTransaction>().ToArray();
            var pending = rows.Where(t => t.State == BankTransactionState.Pending).ToDictionary(t => t.BankTransactionId);
            var posted = Portfolio.Posted(life).ToDictionary(t => t.BankTransactionId);
            var removed = rows.Where(t => t.State == BankTransactionState.Removed).Select(t => t.BankTransactionId).ToHashSet();
            linked += posted.Values.Count(t => t.ReplacesId is not null);
            differ += posted.Values.Count(t => t.ReplacesId is { } replaced && pending[replaced].Amount != t.Amount);
            foreach (var fault in life.FeedFaults.Where(f => f.Kind == FeedFaultKind.Unlinked && posted.ContainsKey(f.Id!)))
            {
                Assert.Null(posted[fault.Id!].ReplacesId);
                Assert.Equal(pending[fault.TrueId!].Counterparty, posted[fault.Id!].Counterparty);
                unlinked += removed.Contains(fault.TrueId!) ? 1 : 0;
            }
        }

        Assert.InRange(unlinked / (double)(linked + unlinked), Stated.UnlinkedShare - 0.02, Stated.UnlinkedShare + 0.02);
        Assert.InRange(differ / (double)linked, Stated.PendingDiffersShare - 0.01, Stated.PendingDiffersShare + 0.01);
    }

    [Fact]
    public void Who_moves_to_another_bank_is_paid_there_after_some_weeks_and_the_old_bank_account_falls_silent()
    {
        var (moves, payMoved, returned, gaps) = (0, 0, 0, 0);
        foreach (var life in Movers.Value)
        {
            var known = life.Facts.OfType<BankAccount>().ToDictionary(account => account.BankAccountId);
            var rows = Portfolio.TrulyPosted(life);
            foreach (var move in life.FeedFaults.Where(fault => fault.Kind == FeedFaultKind.Switched && fault.EndsOnExcl < new DateOnly(2024, 11, 1)))
            {
                if (move.StartsOn < life.Facts.OfType<Consent>().Min(consent => consent.GrantedOn) || !known.TryGetValue(move.TrueId!, out var opened))
                {
                    continue;
                }

                moves++;
                var old = rows.Where(t => t.BankAccountId == move.Id).ToArray();
                var young = rows.Where(t => t.BankAccountId == move.TrueId && t.BookedOn < move.EndsOnExcl!.Value.AddDays(90)).ToArray();
                Assert.DoesNotContain(old, t => t.BookedOn > move.EndsOnExcl);
                payMoved += old.Any(IsPay) && young.Any(IsPay) ? 1 : 0;
                returned += old.Count(t => t.BookedOn >= move.StartsOn && t.Category == BankCategory.ReturnedDebit);
                gaps += opened.KnownOn.Day > move.StartsOn ? 1 : 0;
            }
        }

        Assert.True(moves >= 20, $"{moves} moves");
        Assert.True(payMoved > 0.7 * moves, $"pay moved in {payMoved} of {moves}");
        Assert.True(returned > 0.1 * moves, $"{returned} debits returned at the old banks of {moves}");
        Assert.True(gaps > 0.9 * moves, $"{gaps} of {moves} new bank accounts were learnt of late");

        static bool IsPay(BankTransaction t) => t.Category is BankCategory.Salary or BankCategory.Gig or BankCategory.Pension;
    }

    [Fact]
    public void Banks_word_the_same_thing_differently()
    {
        var rows = Portfolio.Lives.SelectMany(Portfolio.Posted).ToArray();
        var grocer = rows.Where(t => t.Counterparty == "BUDGETBASKET").ToArray();
        Assert.True(grocer.Select(t => t.Description).Distinct().Count() > 0.2 * grocer.Length);
        Assert.True(rows.Select(t => t.Description.Split(' ')[0]).Distinct().Count() > 40);
        Assert.DoesNotContain(rows, t => t.Description.Length == 0 || t.Description.Trim() != t.Description);
        Assert.Contains(rows, t => t.Counterparty.Length > 15 && !t.Description.Contains(t.Counterparty, StringComparison.Ordinal));
    }
}
