using RiskSignals.Borrowers;

namespace RiskSignals.Simulation.Tests;

/// <summary>Contact details, mandates, visits and rates as the simulated lender tells them.</summary>
public sealed class ReachTests
{
    [Fact]
    public void Of_each_kind_a_borrower_has_at_most_one_detail_in_force_and_a_change_follows_on_the_end_of_the_one_before()
    {
        var (changed, failed, mended) = (0, 0, 0);
        foreach (var life in Portfolio.Lives)
        {
            var versions = life.Facts.OfType<ContactDetail>().GroupBy(detail => detail.ContactDetailId).ToArray();
            var newest = versions.Select(detail => detail.MaxBy(version => version.KnownOn)!).ToArray();
            foreach (var kind in newest.GroupBy(detail => detail.Kind))
            {
                var ordered = kind.OrderBy(detail => detail.StartsOn).ToArray();
                Assert.All(ordered.Zip(ordered.Skip(1)), pair => Assert.Equal(pair.First.EndsOn, pair.Second.StartsOn.AddDays(-1)));
                changed += ordered.Length - 1;
            }

            failed += versions.Count(detail => detail.Any(version => version.FailedOn is not null));
            mended += versions.Count(detail => detail.OrderBy(version => version.KnownOn).SkipWhile(version => version.FailedOn is null)
                .Any(version => version.FailedOn is null));
        }

        Assert.True(changed > 50 && failed > 10 && mended > 3, $"changed {changed}, failed {failed}, mended {mended}");
    }

    [Fact]
    public void A_reversal_for_a_cancelled_mandate_comes_with_the_end_of_the_mandate()
    {
        var seen = 0;
        foreach (var life in Portfolio.Lives)
        {
            foreach (var reversal in life.Facts.OfType<PaymentReversal>().Where(one => one.Reason == ReversalReason.MandateCancelled))
            {
                var payment = life.Facts.OfType<Payment>().First(one => one.PaymentId == reversal.PaymentId);
                Assert.Contains(life.Facts.OfType<Mandate>(), mandate =>
                    mandate.LoanId == reversal.LoanId && mandate.CancelledOn == payment.EffectiveOn && mandate.KnownOn >= Instant.At(reversal.ReversedOn));
                seen++;
            }
        }

        Assert.True(seen > 0);
    }

    [Fact]
    public void Mandates_of_others_are_told_under_consent_and_some_are_cancelled_before_a_bill_that_is_not_paid()
    {
        var (others, cancelled) = (0, 0);
        foreach (var life in Portfolio.Lives)
        {
            var consents = life.Facts.OfType<Consent>().ToArray();
            foreach (var mandate in life.Facts.OfType<Mandate>().Where(mandate => mandate.LoanId is null))
            {
                Assert.Contains(consents, consent => consent.BankAccountId == mandate.BankAccountId && consent.HoldsOn(mandate.KnownOn.Day));
                others++;
                cancelled += mandate.CancelledOn is null ? 0 : 1;
            }
        }

        Assert.True(others > 500 && cancelled > 20, $"{others} mandates of others, {cancelled} cancelled");
    }

    [Fact]
    public void Visits_to_the_portal_are_more_frequent_just_before_a_due_day()
    {
        var (near, days) = (0, 0);
        foreach (var life in Portfolio.Lives)
        {
            foreach (var visit in life.Facts.OfType<Contact>().Where(contact => contact.Channel == ContactChannel.Portal))
            {
                var due = life.Facts.OfType<Instalment>().Where(one => one.LoanId == visit.LoanId && one.Version == 1).Select(one => one.DueOn);
                near += due.Any(day => day.DayNumber - visit.HappenedOn.DayNumber is >= 1 and <= 3) ? 1 : 0;
                days++;
            }
        }

        Assert.True(days > 500 && near > 0.15 * days, $"{near} of {days}");
    }

    [Fact]
    public void A_cards_rate_moves_now_and_then_and_nothing_else_of_the_loan()
    {
        var lives = Portfolio.Live(ShippedLenders.Read("credit-card") with { Borrowers = 60, Months = 14, Seed = 3 });
        var changes = 0;
        foreach (var life in lives)
        {
            foreach (var loans in life.Facts.OfType<Loan>().GroupBy(loan => loan.LoanId))
            {
                var versions = loans.OrderBy(version => version.KnownOn).ToArray();
                changes += versions.Zip(versions.Skip(1)).Count(pair => pair.First.AnnualRateBasisPoints != pair.Second.AnnualRateBasisPoints);
                Assert.All(versions, version => Assert.Equal(
                    versions[0], version with { KnownOn = versions[0].KnownOn, AnnualRateBasisPoints = versions[0].AnnualRateBasisPoints }));
            }
        }

        Assert.InRange(changes, 5, 60);
    }
}
