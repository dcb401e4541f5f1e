using RiskSignals.Borrowers;

namespace RiskSignals.Simulation.Tests;

public sealed class FactsTests
{
    [Fact]
    public void No_two_rows_are_one_version_of_a_fact()
    {
        foreach (var life in Portfolio.Lives)
        {
            var keys = life.Facts.Select(fact => (fact.GetType(), fact.Key, fact.KnownOn, (fact as Contact)?.Result)).ToArray();
            Assert.Equal(keys.Length, keys.Distinct().Count());
            Assert.DoesNotContain(life.Facts, fact => fact.BorrowerId != life.BorrowerId);
        }
    }

    [Fact]
    public void Facts_refer_only_to_facts_that_are_there()
    {
        foreach (var life in Portfolio.Lives.Where(life => life.Facts.Count > 0))
        {
            var borrower = Assert.Single(life.Facts.OfType<Borrower>());
            var loans = life.Facts.OfType<Loan>().Select(loan => loan.LoanId).ToHashSet();
            var accounts = life.Facts.OfType<BankAccount>().Select(account => account.BankAccountId).ToHashSet();
            var payments = life.Facts.OfType<Payment>().Select(payment => payment.PaymentId).ToHashSet();
            var pending = life.Facts.OfType<BankTransaction>().Where(t => t.State == BankTransactionState.Pending).ToDictionary(t => t.Key);
            var posted = Portfolio.Posted(life).ToDictionary(t => t.Key);
            Assert.Equal(life.Facts.Min(fact => fact.KnownOn), borrower.KnownOn);
            Assert.All(life.Facts.OfType<Payment>(), payment => Assert.Contains(payment.LoanId, loans));
            Assert.All(life.Facts.OfType<PaymentReversal>(), reversal => Assert.Contains(reversal.PaymentId, payments));
            Assert.All(life.Facts.OfType<Contact>(), contact => Assert.Contains(contact.LoanId!, loans));
            Assert.All(life.Facts.OfType<Consent>(), consent => Assert.Contains(consent.BankAccountId, accounts));
            foreach (var transaction in posted.Values)
            {
                Assert.Contains(transaction.BankAccountId, accounts);
                if (transaction.ReplacesId is { } replaced)
                {
                    Assert.Equal(transaction.Counterparty, pending[replaced].Counterparty);
                    Assert.True(pending[replaced].KnownOn < transaction.KnownOn);
                }

                if (transaction.ReturnsId is { } returned && posted.TryGetValue(returned, out var debit))
                {
                    Assert.Equal(transaction.Amount, -debit.Amount);
                }
            }
        }
    }

    [Fact]
    public void Nothing_is_known_before_it_happened_but_a_schedule_ahead()
    {
        var (from, toExcl) = (Portfolio.Parameters.StartOn, Portfolio.Parameters.EndOnExcl);
        var facts = Portfolio.Lives.SelectMany(life => life.Facts).ToArray();
        Assert.DoesNotContain(facts, fact => fact is not Instalment && fact.HappenedOn > fact.KnownOn.Day);
        Assert.DoesNotContain(facts, fact => fact.KnownOn.Day < from || fact.KnownOn.Day >= toExcl);
    }

    [Fact]
    public void Balances_add_up_from_one_posted_bank_transaction_to_the_next()
    {
        var accounts = 0;
        foreach (var life in Portfolio.Lives)
        {
            foreach (var account in life.Facts.OfType<BankAccount>())
            {
                var consents = life.Facts.OfType<Consent>().Where(c => c.BankAccountId == account.BankAccountId).ToArray();
                if (consents.Any(c => c.WithdrawnOn is not null) || consents.Zip(consents.Skip(1)).Any(p => p.Second.GrantedOn > p.First.ExpiresOn))
                {
                    continue;
                }

                accounts++;
                var copies = life.FeedFaults.Where(fault => fault.Kind == FeedFaultKind.Duplicate).Select(fault => fault.Id).ToHashSet();
                var lost = life.FeedFaults.Where(fault => fault.Kind == FeedFaultKind.OutageLost).ToArray();
                var rows = Portfolio.Posted(life)
                    .Where(t => t.BankAccountId == account.BankAccountId && !copies.Contains(t.BankTransactionId))
                    .ToArray();
                foreach (var (before, after) in rows.Zip(rows.Skip(1)).Where(pair =>
                    pair.Second.BookedOn < Portfolio.Parameters.EndOnExcl.AddDays(-14)
                    && !lost.Any(outage => outage.StartsOn <= pair.Second.BookedOn && outage.EndsOnExcl > pair.First.BookedOn)))
                {
                    Assert.Equal(before.BalanceAfter!.Value + after.Amount, after.BalanceAfter!.Value);
                }
            }
        }

        Assert.True(accounts > 150, $"only {accounts} bank accounts were read without a gap");
    }

    [Fact]
    public void Payments_that_stay_never_exceed_what_the_newest_schedule_asks()
    {
        foreach (var life in Portfolio.Lives)
        {
            var reversed = life.Facts.OfType<PaymentReversal>().Select(reversal => reversal.PaymentId).ToHashSet();
            foreach (var loan in life.Facts.OfType<Loan>())
            {
                var paid = life.Facts.OfType<Payment>()
                    .Where(payment => payment.LoanId == loan.LoanId && !reversed.Contains(payment.PaymentId))
                    .DistinctBy(payment => payment.PaymentId)
                    .Sum(payment => payment.Amount.MinorUnits);
                var newest = life.Facts.OfType<ScheduleVersion>().Where(version => version.LoanId == loan.LoanId).Max(version => version.Version);
                var versions = life.Facts.OfType<Instalment>().Where(i => i.LoanId == loan.LoanId).ToLookup(i => i.Version);
                var asked = versions[newest].Sum(i => i.Amount.MinorUnits);
                Assert.InRange(paid, 0, asked);
                Assert.Equal(versions[1].Sum(i => i.Amount.MinorUnits), asked);
                Assert.Equal(paid == asked, life.Facts.OfType<LoanEvent>().Any(e => e.LoanId == loan.LoanId && e.Kind == LoanEventKind.PaidOff));
            }
        }
    }

    [Fact]
    public void A_debit_returned_for_lack_of_funds_leaves_its_trace_at_the_lender_and_at_the_bank()
    {
        var seen = 0;
        foreach (var life in Portfolio.Lives)
        {
            var rows = Portfolio.Posted(life).ToLookup(t => t.BookedOn);
            foreach (var reversal in life.Facts.OfType<PaymentReversal>().Where(r => r.Reason == ReversalReason.InsufficientFunds))
            {
                var payment = life.Facts.OfType<Payment>().First(p => p.PaymentId == reversal.PaymentId);
                Assert.InRange(reversal.KnownOn.Day.DayNumber - payment.EffectiveOn.DayNumber, 3, 6);
                var debit = rows[payment.EffectiveOn].FirstOrDefault(t => t.Amount == -payment.Amount && t.Counterparty == "TALLOWGATE LOANS");
                var credit = rows[reversal.ReversedOn].FirstOrDefault(t => t.ReturnsId is not null && t.ReturnsId == debit?.BankTransactionId);
                if (debit is not null && credit is not null)
                {
                    Assert.Equal(payment.Amount, credit.Amount);
                    seen++;
                }
            }
        }

        var all = Portfolio.Lives.Where(life => life.Facts.Any(fact => fact is BankAccount))
            .Sum(life => life.Facts.OfType<PaymentReversal>().Count(r => r.Reason == ReversalReason.InsufficientFunds));
        Assert.True(seen > 0.8 * all, $"{seen} of {all} returned debits show at the bank");
    }
}
