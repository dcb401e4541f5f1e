using RiskSignals.Borrowers;
using RiskSignals.Features;
using static RiskSignals.Tests.Features.Plain.PlainValue;

namespace RiskSignals.Tests.Features.Plain;

/// <summary>Group 3, income, word by word.</summary>
internal static class PlainIncome
{
    public static IEnumerable<(string Name, Func<PlainBorrower, PlainValue> Read)> Columns()
    {
        foreach (var word in new[] { "30d", "60d", "90d", "180d", "31d_60d", "61d_90d" })
        {
            yield return ($"income_total_sum_{word}", one => one.Bank.Total(one.Bank.Income, PlainWindow.Of(word)));
        }

        foreach (var word in new[] { "30d", "90d", "180d" })
        {
            yield return ($"income_salary_sum_{word}", one => one.Bank.Total(Classed(one.Bank, BankCategory.Salary), PlainWindow.Of(word)));
        }

        foreach (var word in new[] { "90d", "180d" })
        {
            yield return ($"income_gig_share_{word}", one =>
                one.Bank.Share(Classed(one.Bank, BankCategory.Gig), one.Bank.Income, PlainWindow.Of(word)));
            yield return ($"income_benefit_share_{word}", one =>
                one.Bank.Share(one.Bank.Benefits, one.Bank.Income, PlainWindow.Of(word)));
        }

        yield return ("income_total_ratio_30d", one => one.Bank.RatioToBaseline(one.Bank.Income));
        yield return ("income_total_z_30d", one => one.Bank.RobustZ(one.Bank.Income));
        yield return ("income_total_cv_180d", one => OverBlocks(one.Bank, PlainStatistics.Deviation));
        yield return ("income_total_slope_180d", one => OverBlocks(one.Bank, blocks => PlainStatistics.Slope(blocks.AsEnumerable().Reverse())));
        yield return ("income_salary_ratio_last", SalaryRatio);
        yield return ("income_salary_gap_ratio_now", one => one.Bank.Read(() =>
            Salary(one) is { Count: >= 3 } stream ? Of(stream.Ago / stream.Cadence, stream.Count) : TooLittle));
        yield return ("income_late_count_180d", one => one.Bank.Read(() => one.Bank.Counted(
            one.IncomeStreams.Where(stream => stream.Count >= 3).Sum(stream => stream.Days.Zip(stream.Days.Skip(1))
                .Count(pair => one.Today - pair.Second < 180 && pair.Second > pair.First + stream.Cadence + 3)),
            PlainWindow.Last(180))));
        yield return ("income_stability_mean_180d", Stability);
        yield return ("income_stream_active_count_now", one => one.Bank.Read(() =>
            one.Bank.Counted(one.IncomeStreams.Count(stream => stream.IsActive), PlainWindow.Last(90))));
        foreach (var days in new[] { 60, 90 })
        {
            yield return ($"income_stream_ended_count_{days}d", one => one.Bank.Read(() => one.Bank.Counted(
                one.IncomeStreams.Count(stream => one.Today - stream.EndDay is >= 0 and var ago && ago < days), PlainWindow.Last(days))));
        }

        yield return ("income_stream_new_count_90d", one => one.Bank.Read(() => one.Bank.Covers(PlainWindow.Last(180))
            ? Of(one.IncomeStreams.Count(stream => stream.IsActive && one.Today - stream.Days[2] < 90))
            : TooLittle));
        yield return ("income_expected_until_next", one => one.Bank.Read(() =>
            NextExpected(one) is { } day ? Of(day - one.Today) : TooLittle));
        yield return ("income_due_gap_value_next", one => one.Bank.Read(() => one.Loan?.NextDueDay is not { } due ? NotApplicable
            : NextExpected(one) is { } day ? Of(due - day)
            : TooLittle));
        yield return ("income_before_due_prob_next", BeforeDue);
    }

    private static IEnumerable<BankTransaction> Classed(PlainBank bank, BankCategory category) =>
        bank.Income.Where(row => row.Category == category);

    private static PlainValue OverBlocks(PlainBank bank, Func<List<double>, double> statistic) => bank.Read(() =>
        bank.Blocks(bank.Income, 0, 5) is { Count: >= 4 } blocks ? Quotient(statistic(blocks), blocks.Average()) : TooLittle);

    private static PlainStream? Salary(PlainBorrower one) => one.IncomeStreams
        .Where(stream => stream.Category == BankCategory.Salary).MinBy(stream => stream.Ago);

    private static PlainValue SalaryRatio(PlainBorrower one) => one.Bank.Read(() =>
        Salary(one) is { } stream && stream.Paid.SkipLast(1).TakeLast(6).Select(paid => (double)paid.Amount).ToList() is { Count: >= 3 } before
            ? Quotient(stream.Paid[^1].Amount, PlainStatistics.Median(before), before.Count + 1)
            : TooLittle);

    /// <summary>A stream counts from four gaps in the window, which its spread needs.</summary>
    private static PlainValue Stability(PlainBorrower one) => one.Bank.Read(() =>
    {
        var streams = one.IncomeStreams.Select(stream => stream.Within(180)).Where(paid => paid.Count >= 5).ToList();
        double Steady(List<double> numbers) => 1 - Math.Min(1, PlainStatistics.Deviation(numbers) / numbers.Average());
        double Weight(List<(int Day, long Amount)> paid) => paid.Sum(each => (double)each.Amount);
        return streams.Count == 0 ? TooLittle : Quotient(
            streams.Sum(paid => Weight(paid) * Steady(PlainStream.GapsOf([.. paid.Select(each => each.Day)]))
                * Steady([.. paid.Select(each => (double)each.Amount)])),
            streams.Sum(Weight),
            streams.Sum(paid => paid.Count));
    });

    private static int? NextExpected(PlainBorrower one) => one.IncomeStreams.Where(stream => stream.IsActive)
        .Select(stream => (int?)stream.NextExpected).Min();

    /// <summary>
    /// One minus the chance that none of the active streams whose larger half is at least the instalment pays before the due date: of the
    /// gaps longer than the present one the share that ends in time, half a case added to either side.
    /// </summary>
    private static PlainValue BeforeDue(PlainBorrower one) => one.Bank.Read(() =>
    {
        if (one.InstalmentCause != MissingCause.None || one.Loan!.NextDueDay is not { } due)
        {
            return Missing(one.InstalmentCause != MissingCause.None ? one.InstalmentCause : MissingCause.NotApplicable);
        }

        var active = one.IncomeStreams.Where(stream => stream.IsActive).ToList();
        var none = 1.0;
        foreach (var stream in active.Where(stream => 2 * stream.Paid.Count(paid => paid.Amount >= one.Loan.InstalmentAmount) > stream.Count))
        {
            var longer = stream.Gaps.Where(gap => gap > stream.Ago).ToList();
            none *= 1 - ((longer.Count(gap => stream.LastDay + gap < due) + 0.5) / (longer.Count + 1));
        }

        return active.Count == 0 ? TooLittle : Of(1 - none);
    });
}
