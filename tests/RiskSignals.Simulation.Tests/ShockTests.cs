using System.Globalization;
using RiskSignals.Borrowers;
using Xunit.Abstractions;

namespace RiskSignals.Simulation.Tests;

/// <summary>Every shock shows in the bank feed before an instalment is missed. Counted over the facts with their true categories.</summary>
public sealed class ShockTests(ITestOutputHelper output)
{
    private static readonly Lazy<SimulatedLife[]> Struck = new(() => Portfolio.Live(Often(Portfolio.Lender(320, months: 14, seed: 77))));

    [Fact]
    public void Pay_falls_to_the_true_share_after_hours_are_cut_and_to_nothing_after_a_job_is_lost()
    {
        var cut = Ratios(ShockKind.HoursCut, (life, shock) =>
            Ratio(life, IsPay, shock.BitesOn.AddDays(-90), shock.BitesOn, shock.BitesOn, shock.BitesOn.AddDays(60)) / shock.Size);
        Assert.InRange(Median(cut), 0.85, 1.15);
        var lost = Ratios(ShockKind.JobLoss, (life, shock) =>
            Ratio(life, IsPay, shock.StartsOn.AddDays(-60), shock.StartsOn, shock.BitesOn.AddDays(1), shock.BitesOn.AddDays(45)));
        Assert.InRange(lost.Average(), 0, 0.15);
        var looming = Ratios(ShockKind.JobLoss, (life, shock) =>
        {
            var rows = Portfolio.TrulyPosted(life).Where(t => t.Category == BankCategory.Salary).ToArray();
            var usual = rows.Where(t => t.BookedOn < shock.StartsOn).Select(t => (double)t.Amount.MinorUnits).ToArray();
            var last = rows.Where(t => t.BookedOn > shock.StartsOn.AddDays(6) && t.BookedOn < shock.BitesOn).Select(t => (double)t.Amount.MinorUnits).ToArray();
            return usual.Length > 2 && last.Length > 0 ? last.Average() / Median(usual) : null;
        });
        Assert.True(looming.Length > 8, $"{looming.Length}");
        Assert.InRange(Median(looming), 0.80, 0.93);
    }

    [Fact]
    public void Another_payer_pays_after_a_new_job_and_after_unemployment()
    {
        var (changed, seen) = (0, 0);
        foreach (var (life, shock) in Shocks(ShockKind.NewJob).Concat(Shocks(ShockKind.JobLoss)))
        {
            var from = shock.Kind == ShockKind.NewJob ? shock.StartsOn : shock.EndsOnExcl!.Value;
            var rows = Portfolio.TrulyPosted(life).Where(t => t.Category == BankCategory.Salary).ToArray();
            var old = rows.Where(t => t.BookedOn < shock.StartsOn && t.BookedOn >= shock.StartsOn.AddDays(-70)).Select(t => t.Counterparty).LastOrDefault();
            var young = rows.Where(t => t.BookedOn > from.AddDays(40) && t.BookedOn < from.AddDays(120)).Select(t => t.Counterparty).FirstOrDefault();
            if (old is not null && young is not null)
            {
                (changed, seen) = (changed + (old != young ? 1 : 0), seen + 1);
            }
        }

        Assert.True(seen > 40 && changed > 0.9 * seen, $"{changed} of {seen}");
    }

    [Fact]
    public void A_late_employer_pays_late_by_the_true_number_of_days_and_some_go_under()
    {
        var (late, seen) = (0, 0);
        foreach (var (life, shock) in Shocks(ShockKind.LateEmployer))
        {
            var pay = Portfolio.TrulyPosted(life).Where(t => t.Category == BankCategory.Salary).Select(t => t.BookedOn.DayNumber).Distinct().ToArray();
            var gaps = pay.Zip(pay.Skip(1), (a, b) => (Day: b, Gap: b - a)).ToArray();
            var usual = gaps.Where(g => g.Day < shock.StartsOn.DayNumber).Select(g => (double)g.Gap).ToArray();
            var first = gaps.FirstOrDefault(g => g.Day >= shock.StartsOn.DayNumber + (int)shock.Size);
            if (usual.Length >= 3 && first.Gap > 0 && !OthersAround(life, shock))
            {
                (late, seen) = (late + (first.Gap >= Median(usual) + (shock.Size / 2) ? 1 : 0), seen + 1);
            }
        }

        var lost = Shocks(ShockKind.LateEmployer).Count(pair =>
            pair.Life.Shocks.Any(s => s.Kind == ShockKind.JobLoss && s.StartsOn == pair.Shock.EndsOnExcl));
        Assert.True(seen > 12 && late > 0.6 * seen, $"{late} of {seen} gaps are longer");
        Assert.InRange(lost / (double)Shocks(ShockKind.LateEmployer).Count(), 0.12, 0.40);
    }

    [Theory]
    [InlineData(ShockKind.RentRise)]
    [InlineData(ShockKind.InterestRateRise)]
    public void Rent_or_mortgage_step_up_by_the_true_share(ShockKind kind)
    {
        var steps = Ratios(kind, (life, shock) =>
        {
            var rows = Portfolio.TrulyPosted(life).Where(t => t.Category == BankCategory.Housing).ToArray();
            var before = rows.LastOrDefault(t => t.BookedOn < shock.StartsOn);
            var after = rows.FirstOrDefault(t => t.BookedOn > shock.StartsOn.AddDays(2));
            return before is null || after is null || before.Counterparty != after.Counterparty ? null
                : (after.Amount.MinorUnits / (double)before.Amount.MinorUnits) - 1 - shock.Size;
        });
        Assert.True(steps.Length > 20, $"{steps.Length}");
        Assert.InRange(Median(steps), -0.002, 0.002);
    }

    [Fact]
    public void A_breakdown_shows_legal_fees_then_another_home_or_a_partner_who_pays_no_more()
    {
        var (legal, parted, seen) = (0, 0, 0);
        foreach (var (life, shock) in Shocks(ShockKind.RelationshipBreakdown))
        {
            var rows = Portfolio.TrulyPosted(life);
            if (rows.Length == 0 || rows[0].BookedOn > shock.StartsOn || rows[^1].BookedOn < shock.BitesOn.AddDays(60))
            {
                continue;
            }

            seen++;
            legal += rows.Any(t => t.BookedOn >= shock.StartsOn && t.BookedOn <= shock.BitesOn.AddDays(4) && IsLegal(t)) ? 1 : 0;
            var maintenance = rows.Any(t => t.BookedOn > shock.BitesOn && t.Description.Contains("MAINT", StringComparison.Ordinal));
            var partner = rows.Where(t => t.Description.EndsWith("BILLS", StringComparison.Ordinal)).Select(t => t.BookedOn).ToArray();
            parted += maintenance || (partner.Length > 0 && partner.Max() < shock.BitesOn) ? 1 : 0;
        }

        Assert.True(seen > 30 && legal > 0.5 * seen && parted > 0.6 * seen, $"{legal} fees and {parted} partings of {seen}");

        static bool IsLegal(BankTransaction t) =>
            t.Counterparty.Contains("SOLICITORS", StringComparison.Ordinal) || t.Counterparty.Contains("LAW", StringComparison.Ordinal);
    }

    [Fact]
    public void Gambling_multiplies_in_an_episode_and_illness_shows_at_the_pharmacy()
    {
        var (during, before) = (0.0, 0.0);
        foreach (var (life, shock) in Shocks(ShockKind.GamblingEpisode))
        {
            var length = shock.EndsOnExcl!.Value.DayNumber - shock.BitesOn.DayNumber;
            during += -Sum(life, t => t.Category == BankCategory.Gambling && t.Amount.MinorUnits < 0, shock.BitesOn, shock.EndsOnExcl.Value);
            before += -Sum(
                life, t => t.Category == BankCategory.Gambling && t.Amount.MinorUnits < 0, shock.BitesOn.AddDays(-length), shock.BitesOn);
        }

        Assert.True(during > 3 * before && during > 0, $"{during} after {before}");
        var ill = Shocks(ShockKind.Illness).Sum(pair => Count(pair.Life, BankCategory.HealthLike, pair.Shock.StartsOn, pair.Shock.BitesOn.AddDays(21)));
        var well = Shocks(ShockKind.Illness).Sum(pair =>
        {
            var days = pair.Shock.BitesOn.DayNumber + 21 - pair.Shock.StartsOn.DayNumber;
            return Count(pair.Life, BankCategory.HealthLike, pair.Shock.StartsOn.AddDays(-days), pair.Shock.StartsOn);
        });
        Assert.True(ill > 2 * well, $"{ill} purchases of the ill, {well} before");
    }

    [Fact]
    public void Pay_that_goes_elsewhere_is_a_false_alarm_that_own_transfers_make_up_for()
    {
        var (pay, own, usual) = (0L, 0L, 0L);
        foreach (var (life, shock) in Shocks(ShockKind.PayElsewhere).Where(pair => !OthersAround(pair.Life, pair.Shock)))
        {
            var from = shock.StartsOn.AddDays(7);
            pay += Sum(life, IsPay, from, from.AddDays(37));
            own += Sum(life, t => t.Category == BankCategory.OwnTransfer && t.Amount.MinorUnits > 0, from, from.AddDays(37));
            usual += Sum(life, IsPay, shock.StartsOn.AddDays(-37), shock.StartsOn);
        }

        Assert.True(usual > 0 && pay < 0.35 * usual && own > 0.5 * usual, $"pay {pay}, own {own}, before {usual}");
    }

    [Fact]
    public void Traces_come_before_the_first_miss_and_many_are_false_alarms()
    {
        foreach (var kind in new[]
        {
            ShockKind.JobLoss, ShockKind.HoursCut, ShockKind.Illness, ShockKind.SpendingShock, ShockKind.LateEmployer,
            ShockKind.RelationshipBreakdown, ShockKind.InterestRateRise, ShockKind.GamblingEpisode, ShockKind.PayElsewhere, ShockKind.HighCostBorrowing,
        })
        {
            var leads = new List<double>();
            var alarms = 0;
            foreach (var (life, shock) in Shocks(kind).Where(pair => pair.Shock.StartsOn < Portfolio.Parameters.EndOnExcl.AddDays(-130)))
            {
                var misses = Misses(life).ToArray();
                if (misses.Any(day => day > shock.StartsOn.AddDays(-60) && day <= shock.StartsOn))
                {
                    continue;
                }

                alarms++;
                if (misses.FirstOrDefault(day => day > shock.StartsOn) is var first && first > shock.StartsOn && first <= shock.StartsOn.AddDays(120))
                {
                    leads.Add(first.DayNumber - shock.StartsOn.DayNumber);
                }
            }

            leads.Sort();
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{kind}: {alarms} traces, {leads.Count} misses in 120 days; ")
                + (leads.Count == 0 ? "" : $"lead p10 {At(0.1)} p25 {At(0.25)} median {At(0.5)} p75 {At(0.75)} p90 {At(0.9)} days"));
            Assert.True(alarms > 15, $"{kind}: {alarms}");
            Assert.True(leads.Count < 0.9 * alarms, $"{kind}: {leads.Count} of {alarms} traces are followed by a miss: no false alarms");
            Assert.True(leads.Count > 0 && At(0.5) >= 7, $"{kind}: {leads.Count} misses");

            double At(double share) => leads[(int)(share * (leads.Count - 1))];
        }
    }

    [Fact]
    public void A_recession_raises_the_rates_within_its_days_alone()
    {
        var lender = Portfolio.Lender(250, months: 18, seed: 4);
        var calm = lender with { Shocks = lender.Shocks with { Scale = 4 } };
        var bad = calm with { Shocks = calm.Shocks with { Recession = new(new(2024, 7, 1), Depth: 1, Days: 300, PayGrowthLost: 0.05) } };
        var (fair, hard) = (Portfolio.Live(calm), Portfolio.Live(bad));
        Assert.Equal(Losses(fair, new(2023, 1, 1), new(2024, 7, 1)), Losses(hard, new(2023, 1, 1), new(2024, 7, 1)));
        var (usual, raised) = (Losses(fair, new(2024, 7, 1), new(2025, 4, 27)), Losses(hard, new(2024, 7, 1), new(2025, 4, 27)));
        Assert.True(raised > 2.5 * usual && usual > 0, $"{raised} jobs lost or hours cut in the recession, {usual} without");
        Assert.Equal(0, bad.Shocks.Recession.DepthOn(new(2025, 4, 27)));
        Assert.Equal(1, bad.Shocks.Recession.DepthOn(new(2024, 12, 1)), 12);

        // One shock is sure for some, recession or not.
        static int Losses(SimulatedLife[] lives, DateOnly from, DateOnly toExcl) =>
            lives.Where(life => life.Truth.Persona != Persona.Shocked).Sum(life => life.Shocks.Count(
            shock => shock.Kind is ShockKind.JobLoss or ShockKind.HoursCut && shock.StartsOn >= from && shock.StartsOn < toExcl));
    }

    /// <summary>The default lender with shocks so frequent that each kind can be counted, and a feed that is always read.</summary>
    private static SimulationParameters Often(SimulationParameters lender)
    {
        var kinds = lender.Shocks.Kinds;
        return lender with
        {
            Feed = lender.Feed with { NoBankDataShare = 0, ConsentLapseShare = 0, SwitchesPerYear = 0, OutagesPerYear = 0 },
            People = lender.People with { MortgageShare = 0.4 },
            Shocks = lender.Shocks with
            {
                Kinds = new(
                    kinds.JobLoss with { PerYear = 0.25 },
                    kinds.HoursCut with { PerYear = 0.25 },
                    kinds.Illness with { PerYear = 0.25 },
                    kinds.SpendingShock with { PerYear = 0.25 },
                    kinds.NewJob with { PerYear = 0.25 },
                    kinds.RentRise with { PerYear = 0.25 },
                    kinds.LateEmployer with { PerYear = 0.25 },
                    kinds.RelationshipBreakdown with { PerYear = 0.25 },
                    kinds.InterestRateRise with { PerYear = 0.35 },
                    kinds.GamblingEpisode with { PerYear = 0.25 },
                    kinds.PayElsewhere with { PerYear = 0.25 }),
            },
        };
    }

    private static IEnumerable<(SimulatedLife Life, Shock Shock)> Shocks(ShockKind kind) =>
        Struck.Value.SelectMany(life => life.Shocks.Where(shock => shock.Kind == kind).Select(shock => (life, shock)));

    private static double[] Ratios(ShockKind kind, Func<SimulatedLife, Shock, double?> ratio) =>
        [.. Shocks(kind).Where(pair => !OthersAround(pair.Life, pair.Shock)).Select(pair => ratio(pair.Life, pair.Shock))
            .Where(value => value is not null && double.IsFinite(value.Value)).Select(value => value!.Value)];

    /// <summary>Whether another shock of the same kind of money lies near, so that the trace of one can't be told from that of the other.</summary>
    private static bool OthersAround(SimulatedLife life, Shock shock) => life.Shocks.Any(other => !ReferenceEquals(other, shock)
        && IsOfHome(other.Kind) == IsOfHome(shock.Kind)
        && other.Kind is not (ShockKind.SpendingShock or ShockKind.HighCostBorrowing or ShockKind.GamblingEpisode)
        && (shock.Kind != ShockKind.LateEmployer || other.Kind is not (ShockKind.HoursCut or ShockKind.Illness or ShockKind.NewJob))
        && other.StartsOn < (shock.EndsOnExcl ?? shock.BitesOn).AddDays(60)
        && (other.EndsOnExcl ?? other.BitesOn) > shock.StartsOn.AddDays(-95));

    private static bool IsOfHome(ShockKind kind) =>
        kind is ShockKind.RentRise or ShockKind.InterestRateRise or ShockKind.RelationshipBreakdown;

    private static bool IsPay(BankTransaction t) => t.Category is BankCategory.Salary or BankCategory.Gig or BankCategory.Pension;

    private static long Sum(SimulatedLife life, Func<BankTransaction, bool> counts, DateOnly from, DateOnly toExcl) =>
        Portfolio.TrulyPosted(life).Where(t => t.BookedOn >= from && t.BookedOn < toExcl && counts(t)).Sum(t => t.Amount.MinorUnits);

    private static int Count(SimulatedLife life, BankCategory category, DateOnly from, DateOnly toExcl) =>
        Portfolio.TrulyPosted(life).Count(t => t.BookedOn >= from && t.BookedOn < toExcl && t.Category == category);

    /// <summary>What comes in a day in one period, divided by the same in an earlier one; null where the earlier one has next to nothing.</summary>
    private static double? Ratio(
        SimulatedLife life, Func<BankTransaction, bool> counts, DateOnly fromA, DateOnly toA, DateOnly fromB, DateOnly toB)
    {
        var before = Sum(life, counts, fromA, toA) / (double)(toA.DayNumber - fromA.DayNumber);
        var after = Sum(life, counts, fromB, toB) / (double)(toB.DayNumber - fromB.DayNumber);
        return before > 2000 ? after / before : null;
    }

    private static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);

    /// <summary>Due days of instalments of first schedules that are not paid within seven days.</summary>
    private static IEnumerable<DateOnly> Misses(SimulatedLife life)
    {
        var reversed = life.Facts.OfType<PaymentReversal>().Select(reversal => reversal.PaymentId).ToHashSet();
        var paid = life.Facts.OfType<Payment>().Where(p => !reversed.Contains(p.PaymentId)).DistinctBy(p => p.PaymentId).ToLookup(p => p.LoanId);
        foreach (var loan in life.Facts.OfType<Instalment>().Where(i => i.Version == 1).GroupBy(i => i.LoanId))
        {
            var due = 0L;
            foreach (var instalment in loan.OrderBy(i => i.DueOn))
            {
                due += instalment.Amount.MinorUnits;
                var end = instalment.DueOn.AddDays(7);
                if (end < Portfolio.Parameters.EndOnExcl && paid[loan.Key].Where(p => p.EffectiveOn <= end).Sum(p => p.Amount.MinorUnits) < due)
                {
                    yield return instalment.DueOn;
                }
            }
        }
    }
}
