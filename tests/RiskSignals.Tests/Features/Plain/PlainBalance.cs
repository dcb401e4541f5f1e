using RiskSignals.Borrowers;
using RiskSignals.Features;
using static RiskSignals.Tests.Features.Plain.PlainValue;

namespace RiskSignals.Tests.Features.Plain;

/// <summary>Group 4, balance, word by word.</summary>
internal static class PlainBalance
{
    public static IEnumerable<(string Name, Func<PlainBorrower, PlainValue> Read)> Columns()
    {
        foreach (var (statistic, share, words) in new[]
        {
            ("p10", 0.1, new[] { "30d", "60d", "90d", "31d_60d", "61d_90d" }), ("p50", 0.5, ["30d", "60d", "90d", "31d_60d", "61d_90d"]),
            ("p90", 0.9, ["30d", "60d", "90d"]), ("min", 0, ["30d", "90d"]),
        })
        {
            foreach (var word in words)
            {
                yield return ($"balance_eod_{statistic}_{word}", one => ToInstalment(one, instalment =>
                    one.Current.In(PlainWindow.Of(word)) is { Count: >= 3 } days
                        ? Of(PlainStatistics.Percentile(days, share) / instalment, days.Count)
                        : TooLittle));
            }
        }

        yield return ("balance_eod_ratio_30d", one => Known(one, () =>
            one.Current.AgoOn(149) is null ? TooLittle
            : PlainStatistics.Median(one.Current.In(new PlainWindow(30, 209))) is > 0 and var usual
                ? Of(PlainStatistics.Median(one.Current.In(PlainWindow.Last(30))) / usual, 30)
            : NotApplicable));
        foreach (var days in new[] { 30, 90 })
        {
            var window = PlainWindow.Last(days);
            yield return ($"balance_eod_slope_{days}d", one => Known(one, () => Covers(one, window) && Outflow(one) is { } outflow
                ? Quotient(PlainStatistics.Slope(one.Current.In(window)), outflow, one.Current.In(window).Count)
                : TooLittle));
            yield return ($"balance_below_instalment_days_count_{days}d", one => ToInstalment(one, instalment =>
                DaysBelow(one, window, instalment)));
            yield return ($"balance_overdraft_ratio_{days}d", one => ToLimit(one, limit =>
                one.Current.In(window) is not { Count: >= 3 } balances ? TooLittle
                : Quotient(balances.Average(balance => Math.Max(0, -balance)), limit, balances.Count)));
            yield return ($"balance_unarranged_days_count_{days}d", one => ToLimit(one, limit => DaysBelow(one, window, -limit)));
        }

        foreach (var days in new[] { 30, 90, 180 })
        {
            yield return ($"balance_negative_days_count_{days}d", one => Known(one, () => DaysBelow(one, PlainWindow.Last(days), 0)));
        }

        yield return ("balance_negative_since_life", one => Known(one, () => Enumerable.Range(0, one.Bank.Began + 1)
            .Where(ago => one.Current.AgoOn(ago) < 0).Select(ago => (double?)ago).FirstOrDefault() is { } ago ? Of(ago, 1) : NotApplicable));
        yield return ("balance_instalment_ratio_now", one => ToInstalment(one, instalment => Of(one.Current.AgoOn(0)!.Value / instalment, 1)));
        yield return ("balance_runway_value_now", one => Known(one, () =>
            Outflow(one) is { } outflow ? Quotient(one.Current.AgoOn(0)!.Value, outflow, 1) : TooLittle));
        yield return ("balance_at_due_mean_180d", one => Known(one, () => one.OfLoan(loan => loan.Due
            .Where(due => loan.IsWithin(due.DueDay, 180)).Select(due => one.Current.On(due.DueDay - 1) / due.Amount).OfType<double>()
            .ToList() is { Count: >= 3 } opened
                ? Of(opened.Average(), opened.Count)
                : TooLittle)));
        foreach (var days in new[] { 90, 180 })
        {
            yield return ($"balance_savings_ratio_{days}d", one => one.Bank.Read(() =>
                !one.Savings.IsKnown ? NoData
                : one.Savings.AgoOn(days - 1) is { } then ? Quotient(one.Savings.AgoOn(0)!.Value, then, 2)
                : TooLittle));
        }

        yield return ("balance_shortfall_prob_next", Shortfall);
    }

    public static PlainValue Known(PlainBorrower one, Func<PlainValue> read) => one.Bank.Read(() => one.Current.IsKnown ? read() : NoData);

    private static PlainValue ToInstalment(PlainBorrower one, Func<double, PlainValue> read) => Known(one, () =>
        one.InstalmentCause == MissingCause.None ? read(one.Loan!.InstalmentAmount) : Missing(one.InstalmentCause));

    /// <summary>The limits of all current bank accounts together; nothing is known if one is not.</summary>
    private static PlainValue ToLimit(PlainBorrower one, Func<double, PlainValue> read) => Known(one, () =>
        one.Bank.Accounts.Where(account => account.Kind == BankAccountKind.Current).ToList() is var current
            && current.TrueForAll(account => account.ArrangedOverdraft is not null)
            ? read(current.Sum(account => (double)account.ArrangedOverdraft!.Value.MinorUnits))
            : NoData);

    private static bool Covers(PlainBorrower one, PlainWindow window) => 10 * one.Current.In(window).Count >= 9 * window.DaysAgo.Count();

    private static PlainValue DaysBelow(PlainBorrower one, PlainWindow window, double level) =>
        one.Current.In(window).Count(balance => balance < level) is var count && (count > 0 || Covers(one, window))
            ? Of(count, one.Current.In(window).Count)
            : TooLittle;

    /// <summary>The median over the baseline blocks of the outflow of a day.</summary>
    private static double? Outflow(PlainBorrower one) =>
        one.Bank.Blocks(one.Bank.Outflow, 1, 6) is { Count: >= 4 } blocks ? PlainStatistics.Median(blocks) / 30 : null;

    /// <summary>
    /// At the same phase of the last six months, three days either way: how far the balance fell at most until the opening of a due date
    /// as far ahead as the next one. The share of those falls that would take today's balance below the instalment, half a case added to
    /// either side; three months' worth of them at least.
    /// </summary>
    private static PlainValue Shortfall(PlainBorrower one) => ToInstalment(one, instalment =>
    {
        if (one.Loan!.NextDueDay is not { } due)
        {
            return NotApplicable;
        }

        var ahead = due - 1 - one.Today;
        var falls = (
            from month in Enumerable.Range(1, 6)
            from shift in Enumerable.Range(-3, 7)
            let start = (int)Math.Round(month * 30.4375) + shift
            where start >= ahead && one.Current.AgoOn(start) is not null
            select Enumerable.Range(start - ahead, ahead + 1).Min(ago => one.Current.AgoOn(ago)!.Value) - one.Current.AgoOn(start)!.Value).ToList();
        return falls.Count < 21
            ? TooLittle
            : Of((falls.Count(fall => one.Current.AgoOn(0) + fall < instalment) + 0.5) / (falls.Count + 1), falls.Count);
    });
}
