using RiskSignals.Borrowers;

namespace RiskSignals.Simulation.Tests;

public sealed class RealismTests
{
    [Fact]
    public void Between_a_twelfth_and_a_sixth_of_the_loans_miss_an_instalment_in_30_days_and_personas_differ()
    {
        var misses = Enum.GetValues<Persona>().ToDictionary(persona => persona, _ => new List<bool>());
        foreach (var life in Portfolio.Lives)
        {
            foreach (var loan in life.Facts.OfType<Loan>())
            {
                for (var day = Portfolio.Parameters.StartOn.AddDays(90); day < Portfolio.Parameters.EndOnExcl.AddDays(-48); day = day.AddDays(30))
                {
                    if (Portfolio.Misses(life, loan, day) is { } missed)
                    {
                        misses[life.Truth.Persona].Add(missed);
                    }
                }
            }
        }

        var all = misses.Values.SelectMany(list => list).Average(missed => missed ? 1.0 : 0);
        Assert.InRange(all, 0.08, 0.16);
        Assert.True(Rate(Persona.Organised) < 0.03, $"organised {Rate(Persona.Organised)}");
        foreach (var persona in Enum.GetValues<Persona>().Except([Persona.Organised]))
        {
            Assert.True(Rate(persona) > 2 * Rate(Persona.Organised) && Rate(persona) < 0.5, $"{persona} {Rate(persona)}");
        }

        double Rate(Persona persona) => misses[persona].Average(missed => missed ? 1.0 : 0);
    }

    [Fact]
    public void A_lost_job_shows_as_missing_pay()
    {
        var before = 0.0;
        var after = 0.0;
        foreach (var life in Portfolio.Lives)
        {
            var rows = Portfolio.TrulyPosted(life).Where(t => t.Category is BankCategory.Salary or BankCategory.Gig).ToArray();
            foreach (var shock in life.Shocks.Where(shock => shock.Kind == ShockKind.JobLoss))
            {
                before += rows.Where(t => t.BookedOn >= shock.BitesOn.AddDays(-50) && t.BookedOn < shock.BitesOn).Sum(t => t.Amount.MinorUnits);
                after += rows.Where(t => t.BookedOn > shock.BitesOn && t.BookedOn < shock.BitesOn.AddDays(50)).Sum(t => t.Amount.MinorUnits);
            }
        }

        Assert.True(before > 1_000_000, $"{before}");
        Assert.True(after < 0.2 * before, $"{after} of {before}");
    }

    [Fact]
    public void A_borrower_shows_thirty_to_eighty_bank_transactions_a_month()
    {
        foreach (var life in Portfolio.Lives)
        {
            var rows = Portfolio.Posted(life);
            if (rows.Length > 0 && rows[^1].BookedOn.DayNumber - rows[0].BookedOn.DayNumber is var days and > 150)
            {
                Assert.InRange(rows.Length * 30.4 / days, 25, 80);
            }
        }
    }

    [Fact]
    public void Some_share_no_bank_data_and_some_consents_end()
    {
        var known = Portfolio.Lives.Where(life => life.Facts.Count > 0).ToArray();
        var silent = known.Count(life => !life.Facts.Any(fact => fact is BankAccount)) / (double)known.Length;
        Assert.InRange(silent, 0.06, 0.18);
        var lapsed = known.Count(life =>
            life.Facts.OfType<Consent>().Any() && life.Facts.OfType<Consent>().Max(c => c.ExpiresOn) < Portfolio.Parameters.EndOnExcl);
        Assert.InRange(lapsed, 5, 150);
    }
}
