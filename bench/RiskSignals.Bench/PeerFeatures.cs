using System.Globalization;
using System.Text;
using RiskSignals.Features;

namespace RiskSignals.Bench;

/// <summary>
/// Columns that a database and pandas compute too, each as an expression over sums and counts by measure and 30-day block: sums, counts,
/// ratios, shares, robust z, baseline ratios, variation and slope of bank transactions.
/// </summary>
internal static class PeerFeatures
{
    private static readonly Dictionary<string, (int Newest, int Blocks)> Windows = new(StringComparer.Ordinal)
    {
        ["30d"] = (0, 1), ["60d"] = (0, 2), ["90d"] = (0, 3), ["180d"] = (0, 6), ["31d_60d"] = (1, 1), ["61d_90d"] = (2, 1),
    };

    /// <summary>Attribute, form, measures, windows.</summary>
    private static readonly (string Attribute, Form Form, Measure First, Measure Second, string[] Windows)[] Attributes =
    [
        ("income_total_sum_{w}", Form.Sum, Measure.Income, default, ["30d", "60d", "90d", "180d", "31d_60d", "61d_90d"]),
        ("income_salary_sum_{w}", Form.Sum, Measure.Salary, default, ["30d", "90d", "180d"]),
        ("income_gig_share_{w}", Form.Share, Measure.Gig, Measure.Income, ["90d", "180d"]),
        ("income_total_ratio_30d", Form.BaselineRatio, Measure.Income, default, ["30d"]),
        ("income_total_z_30d", Form.AmountZ, Measure.Income, default, ["30d"]),
        ("income_total_cv_180d", Form.Variation, Measure.Income, default, ["180d"]),
        ("income_total_slope_180d", Form.Slope, Measure.Income, default, ["180d"]),
        ("spend_total_z_30d", Form.AmountZ, Measure.Spending, default, ["30d"]),
        ("spend_income_ratio_{w}", Form.Ratio, Measure.Spending, Measure.Income, ["30d", "90d", "180d"]),
        ("spend_essential_ratio_{w}", Form.Ratio, Measure.Essential, Measure.Income, ["30d", "90d", "180d"]),
        ("spend_essential_z_30d", Form.AmountZ, Measure.Essential, default, ["30d"]),
        ("spend_discretionary_share_{w}", Form.Share, Measure.Discretionary, Measure.Spending, ["30d", "90d"]),
        ("spend_cash_ratio_{w}", Form.Ratio, Measure.CashWithdrawn, Measure.Income, ["30d", "90d"]),
        ("commitment_income_ratio_{w}", Form.Ratio, Measure.Commitment, Measure.Income, ["30d", "90d"]),
        ("commitment_housing_ratio_90d", Form.Ratio, Measure.Housing, Measure.Income, ["90d"]),
        ("debt_service_ratio_{w}", Form.Ratio, Measure.DebtPayment, Measure.Income, ["30d", "90d", "180d"]),
        ("debt_disbursement_count_{w}", Form.Count, Measure.Disbursement, default, ["30d", "90d", "180d"]),
        ("debt_disbursement_ratio_{w}", Form.Ratio, Measure.Disbursement, Measure.Income, ["30d", "90d"]),
        ("debt_high_cost_payment_count_{w}", Form.Count, Measure.HighCostPayment, default, ["30d", "90d"]),
        ("debt_card_cover_ratio_90d", Form.Ratio, Measure.CardPayment, Measure.CardSpending, ["90d"]),
        ("debt_cash_advance_count_{w}", Form.Count, Measure.CashAdvance, default, ["30d", "90d"]),
        ("debt_collector_payment_count_{w}", Form.Count, Measure.CollectorPayment, default, ["90d", "180d"]),
        ("returned_fee_count_{w}", Form.Count, Measure.LackOfFundsFee, default, ["30d", "60d", "90d"]),
        ("returned_fee_ratio_90d", Form.Ratio, Measure.LackOfFundsFee, Measure.Income, ["90d"]),
        ("returned_debit_count_{w}", Form.Count, Measure.ReturnedDebit, default, ["30d", "60d", "90d"]),
        ("distress_family_share_{w}", Form.Share, Measure.FamilyIn, Measure.Inflow, ["30d", "90d"]),
        ("distress_family_z_30d", Form.CountZ, Measure.FamilyIn, default, ["30d"]),
        ("distress_savings_draw_count_{w}", Form.Count, Measure.SavingsDraw, default, ["30d", "90d"]),
        ("distress_food_energy_ratio_30d", Form.BaselineRatio, Measure.FoodAndEnergy, default, ["30d"]),
        ("distress_gambling_ratio_90d", Form.Ratio, Measure.Gambling, Measure.Income, ["90d"]),
        ("data_uncategorised_share_90d", Form.Share, Measure.Unclassed, Measure.Debit, ["90d"]),
    ];

    private enum Form
    {
        Sum,
        Count,
        Ratio,
        Share,
        BaselineRatio,
        AmountZ,
        CountZ,
        Variation,
        Slope,
    }

    /// <summary>The columns, in the order the peers write them; those a catalogue does not hold are left out.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Columns().Select(column => column.Name)];

    /// <summary>
    /// The query, by hand put into buckets first: rows to (borrower, day, block, measures), those to one row a borrower and day with the
    /// sums asked for, and those to features.
    /// </summary>
    public static string Sql()
    {
        var sums = new SortedSet<string>(StringComparer.Ordinal);
        var joins = new StringBuilder();
        var columns = Columns().Select(column => $"{Expression(column, sums, joins)} AS {column.Name}").ToArray();
        return $"""
            CREATE TEMP TABLE found AS
            WITH bucket AS (
                SELECT d.borrower, d.as_of, (d.as_of - r.booked) / 30 AS block, r.measures, sum(r.amount)::bigint AS amount, count(*) AS n
                FROM as_of_day d
                JOIN bank_row r ON r.borrower = d.borrower AND r.booked <= d.as_of AND r.booked > d.as_of - 210
                    AND r.valid_from <= d.as_of AND r.valid_to >= d.as_of
                GROUP BY 1, 2, 3, 4),
            s AS (
                SELECT borrower, as_of,
                    {string.Join(",\n        ", sums.Select(Aggregate))}
                FROM bucket GROUP BY 1, 2),
            t AS (
                SELECT d.borrower, d.as_of, d.as_of - d.began AS began, least(7, (d.as_of - d.began + 1) / 30) AS complete,
                    {string.Join(",\n        ", sums.Select(sum => $"coalesce({sum}, 0)::double precision AS {sum}"))}
                FROM as_of_day d LEFT JOIN s USING (borrower, as_of))
            SELECT borrower, as_of,
                {string.Join(",\n    ", columns)}
            FROM t{joins}
            """;
    }

    /// <summary>The columns as Python reads them: name, form, bits of the measures, first block and number of blocks.</summary>
    public static string Table() => string.Concat(Columns().Select(column => string.Create(
        CultureInfo.InvariantCulture,
        $"{column.Name},{column.Form},{(int)column.First},{(int)column.Second},{column.Newest},{column.Blocks}\n")));

    private static IEnumerable<(string Name, Form Form, Measure First, Measure Second, int Newest, int Blocks)> Columns() =>
        from attribute in Attributes
        from window in attribute.Windows
        let name = attribute.Attribute.Replace("{w}", window, StringComparison.Ordinal)
        where FeatureCatalog.Holds(name)
        select (name, attribute.Form, attribute.First, attribute.Second, Windows[window].Newest, Windows[window].Blocks);

    private static string Expression(
        (string Name, Form Form, Measure First, Measure Second, int Newest, int Blocks) column, SortedSet<string> sums, StringBuilder joins)
    {
        string Sum(string kind, Measure measure, int newest, int blocks)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{kind}_{(int)measure}_{newest}_{blocks}");
            sums.Add(name);
            return name;
        }

        var covered = string.Create(
            CultureInfo.InvariantCulture, $"least(began, {(30 * (column.Newest + column.Blocks)) - 1}) - {30 * column.Newest} + 1 >= {27 * column.Blocks}");
        string Amount(Measure measure) => Sum("a", measure, column.Newest, column.Blocks);
        var ratio = $"CASE WHEN {covered} THEN {Amount(column.First)} / nullif({Amount(column.Second)}, 0) END";
        switch (column.Form)
        {
            case Form.Sum:
                return $"CASE WHEN {covered} THEN {Amount(column.First)} / 100 END";
            case Form.Count:
                var count = Sum("n", column.First, column.Newest, column.Blocks);
                return $"CASE WHEN {count} > 0 OR {covered} THEN {count} END";
            case Form.Ratio:
                return ratio;
            case Form.Share:
                var rows = Sum("n", column.Second, column.Newest, column.Blocks);
                return $"CASE WHEN NOT ({rows} > 0 AND {rows} < 3) THEN {ratio} END";
        }

        var kind = column.Form == Form.CountZ ? "n" : "a";
        var isOverSix = column.Form is Form.Variation or Form.Slope;
        var first = isOverSix ? 0 : 1;
        var blocks = string.Join(", ", Enumerable.Range(first, 6).Select(block => Sum(kind, column.First, block, 1)));
        var has = $"least(6, complete - {first})";
        var array = $"(ARRAY[{blocks}])[1:{has}]";
        var value = Sum(kind, column.First, 0, 1);
        var of = column.Name;
        joins.Append(CultureInfo.InvariantCulture, $"\n");
        switch (column.Form)
        {
            case Form.Variation:
                Join($"CROSS JOIN LATERAL (SELECT stddev_samp(v) / nullif(avg(v), 0) AS v FROM unnest({array}) v) j_{of}");
                return $"CASE WHEN {has} >= 4 THEN j_{of}.v END";
            case Form.Slope:
                Join($"CROSS JOIN LATERAL (SELECT regr_slope(v, -i) / nullif(avg(v), 0) AS v");
                Join($" FROM unnest({array}) WITH ORDINALITY u(v, i)) j_{of}");
                return $"CASE WHEN {has} >= 4 THEN j_{of}.v END";
        }

        Join($"CROSS JOIN LATERAL (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY v) AS v FROM unnest({array}) v) j_{of}");
        if (column.Form == Form.BaselineRatio)
        {
            return $"CASE WHEN {has} >= 4 THEN {value} / nullif(j_{of}.v, 0) END";
        }

        Join($"\nCROSS JOIN LATERAL (SELECT greatest(1.4826 * percentile_cont(0.5) WITHIN GROUP (ORDER BY abs(v - j_{of}.v)),");
        Join($" 0.05 * abs(j_{of}.v)) AS v FROM unnest({array}) v) k_{of}");
        return $"CASE WHEN {has} >= 4 THEN CASE WHEN {value} = 0 AND j_{of}.v = 0 THEN 0 ELSE ({value} - j_{of}.v) / nullif(k_{of}.v, 0) END END";

        void Join(FormattableString text) => joins.Append(text.ToString(CultureInfo.InvariantCulture));
    }

    private static string Aggregate(string name)
    {
        var parts = name.Split('_');
        var (measure, newest, blocks) = (parts[1], int.Parse(parts[2], CultureInfo.InvariantCulture), int.Parse(parts[3], CultureInfo.InvariantCulture));
        var where = string.Create(CultureInfo.InvariantCulture, $"(measures >> {measure}) & 1 = 1 AND block >= {newest} AND block < {newest + blocks}");
        return $"sum({(parts[0] == "a" ? "amount" : "n")}) FILTER (WHERE {where}) AS {name}";
    }
}
