using System.Text.RegularExpressions;
using RiskSignals.Borrowers;
using RiskSignals.Features;

namespace RiskSignals.Tests.Features;

/// <summary>What every feature must hold to, discovered over the catalogue and tried on histories drawn at random.</summary>
public sealed partial class FeatureContractTests
{
    private const string LoanId = "loan1";

    private const int Seeds = 60;

    private static readonly DateOnly Today = GeneratedFacts.Today;

    private static readonly IReadOnlyList<Fact>[] Facts = [.. Enumerable.Range(1, Seeds).Select(GeneratedFacts.Of)];

    private static readonly BorrowerHistory[] Histories = [.. Facts.Select(facts => GeneratedFacts.AsOf(facts, Today))];

    private static readonly FeatureRow[] Rows = [.. Histories.Select(history => FeatureCatalog.Compute(history, LoanId))];

    private static readonly Lazy<FeatureRow[]> KnownOnly = new(() =>
        [.. Facts.Select(facts => Row(facts.Where(fact => fact.KnownOn.Day <= Today)))]);

    private static readonly Lazy<FeatureRow[]> Shuffled = new(() => [.. Facts.Select((facts, seed) => Row(Shuffle(facts, seed)))]);

    private static readonly Lazy<FeatureRow[]> Scaled = new(() => [.. Facts.Select(facts => Row(GeneratedFacts.Scaled(facts, 10)))]);

    private static readonly Lazy<FeatureRow[]> WithoutConsent = new(() => [.. Facts.Select(facts => Row(facts.Select(Expired)))]);

    private static readonly Lazy<FeatureRow[]> WithoutBank = new(() =>
        [.. Facts.Select(facts => Row(facts.Where(fact => fact is not (BankAccount or BankTransaction or Consent))))]);

    private static readonly Lazy<FeatureRow[]> WithoutLoan = new(() => [.. Facts.Select(facts => Row(facts.Where(fact => fact is not (
        Loan or ScheduleVersion or Instalment or Payment or PaymentReversal or LoanEvent))))]);

    private static readonly Lazy<FeatureRow[]> WithoutContacts = new(() =>
        [.. Facts.Select(facts => Row(facts.Where(fact => fact is not Contact)))]);

    private static readonly Lazy<FeatureRow[]> Batch = new(ComputeBatch);

    /// <summary>Days of a batch over one borrower's file: forwards, the same again, backwards, before anything was known.</summary>
    private static readonly DateOnly[] Days =
    [
        .. Enumerable.Range(0, 12).Select(month => Today.AddDays(-(365 - (30 * month)))), Today, Today, Today.AddDays(-1), Today.AddDays(-200),
        Today.AddDays(-2_000), Today.AddDays(-30),
    ];

    private static readonly Lazy<(FeatureRow[] Batch, FeatureRow[] Singles)> OverDays = new(ComputeOverDays);

    public static TheoryData<string> Names => [.. FeatureCatalog.All.Select(feature => feature.Name)];

    public static TheoryData<string> FromBank => [.. FeatureCatalog.All.Where(IsFromBank).Select(feature => feature.Name)];

    public static TheoryData<string> FromLoan => [.. FeatureCatalog.All
        .Where(feature => feature.Group is FeatureGroup.Repayment or FeatureGroup.Loan
            || IsReturnedToUs(feature))
        .Select(feature => feature.Name)];

    public static TheoryData<string> FromContacts => [.. FeatureCatalog.All
        .Where(feature => feature.Group == FeatureGroup.Contact && feature.Use != FeatureUse.RuleInput && !DetailWords().IsMatch(feature.Name))
        .Select(feature => feature.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void No_history_is_missing_with_a_cause(string name)
    {
        var row = FeatureCatalog.Compute(GeneratedFacts.AsOf([], Today), LoanId);
        Assert.True(float.IsNaN(row[name]));
        Assert.Equal(MissingCause.NoData, row.Cause(name));
        Assert.Empty(FeatureCatalog.Explain(GeneratedFacts.AsOf([], Today), LoanId, name));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Has_a_value_in_some_history(string name) => Assert.Contains(Rows, row => !float.IsNaN(row[name]));

    [Theory]
    [MemberData(nameof(Names))]
    public void What_becomes_known_later_changes_nothing(string name) => AssertSame(Rows, KnownOnly.Value, name);

    [Theory]
    [MemberData(nameof(Names))]
    public void Order_of_arrival_changes_nothing(string name) => AssertSame(Rows, Shuffled.Value, name);

    [Theory]
    [MemberData(nameof(Names))]
    public void One_row_is_the_batch_row_whatever_was_loaded_before(string name) => AssertSame(Rows, Batch.Value, name);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_row_of_a_batch_over_days_is_the_row_of_its_day_alone(string name) =>
        AssertSame(OverDays.Value.Singles, OverDays.Value.Batch, name);

    [Theory]
    [MemberData(nameof(Names))]
    public void Is_finite_or_NaN_and_NaN_only_with_a_cause(string name)
    {
        foreach (var row in Rows)
        {
            Assert.False(float.IsInfinity(row[name]));
            Assert.Equal(float.IsNaN(row[name]), row.Cause(name) != MissingCause.None);
            Assert.True(row.EvidenceCount(name) >= 0);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Shares_probabilities_flags_and_counts_are_in_range(string name)
    {
        var unit = FeatureCatalog.Find(name).Unit;
        foreach (var value in Rows.Select(row => row[name]).Where(value => !float.IsNaN(value)))
        {
            Assert.True(unit is not ("share" or "probability" or "0–1") || value is >= 0 and <= 1, $"{value} is no {unit}");
            Assert.True(unit is not "flag" || value is 0 or 1, $"{value} is no flag");
            Assert.True(unit is not ("count" or "blocks") || (value >= 0 && value == MathF.Floor(value)), $"{value} is no count");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Evidence_rows_sum_to_the_value(string name)
    {
        var feature = FeatureCatalog.Find(name);
        for (var i = 0; i < Seeds; i++)
        {
            if (float.IsNaN(Rows[i][name]))
            {
                continue;
            }

            var evidence = FeatureCatalog.Explain(Histories[i], LoanId, name);
            if (feature.Total(evidence) is { } total)
            {
                Assert.Equal(Rows[i][name], (float)total);
            }
            else
            {
                Assert.True(evidence.Count > 0 || Rows[i].EvidenceCount(name) == 0 || Rows[i][name] == 0, "no rows behind the value");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Ten_times_the_money_changes_nothing_but_money(string name)
    {
        var factor = FeatureCatalog.Find(name).Unit == "money" ? 10 : 1;
        for (var i = 0; i < Seeds; i++)
        {
            var (before, after) = (Rows[i][name] * factor, Scaled.Value[i][name]);
            Assert.Equal(Rows[i].Cause(name), Scaled.Value[i].Cause(name));
            Assert.True(
                float.IsNaN(before) || Math.Abs(after - before) <= 1e-6 * Math.Max(1e-3, Math.Abs(before)), $"seed {i + 1}: {before} became {after}");
        }
    }

    [Theory]
    [MemberData(nameof(FromBank))]
    public void Without_consent_bank_data_is_not_read(string name) => AssertMissing(WithoutConsent.Value, name, MissingCause.Consent);

    [Theory]
    [MemberData(nameof(FromBank))]
    public void Without_bank_data_there_is_no_value(string name) => AssertMissing(WithoutBank.Value, name, MissingCause.NoData);

    [Theory]
    [MemberData(nameof(FromLoan))]
    public void Without_the_loan_there_is_no_value(string name) => AssertMissing(WithoutLoan.Value, name, MissingCause.NoData);

    [Theory]
    [MemberData(nameof(FromContacts))]
    public void Without_contacts_there_is_no_value(string name) => AssertMissing(WithoutContacts.Value, name, MissingCause.NoData);

    [Theory]
    [MemberData(nameof(Names))]
    public void Is_named_by_the_grammar(string name) => Assert.Matches(Grammar(), name);

    [Theory]
    [MemberData(nameof(Names))]
    public void Only_a_directed_score_feature_gives_a_reason(string name)
    {
        var feature = FeatureCatalog.Find(name);
        Assert.Equal(feature.ReasonText is not null, feature.Direction != RiskDirection.None);
        Assert.True(feature.ReasonText is null || feature.Use == FeatureUse.Score);
        Assert.Equal(feature.Use == FeatureUse.Score, FeatureCatalog.Scored.Contains(feature));
    }

    [Fact]
    public void Nothing_protected_or_support_only_can_be_scored()
    {
        Assert.DoesNotContain(FeatureCatalog.Scored, feature => UnscorableWords().IsMatch(feature.Name));
        Assert.Contains(FeatureCatalog.All, feature => UnscorableWords().IsMatch(feature.Name));
    }

    [Fact]
    public void Gambling_and_health_rows_move_nothing_that_can_be_scored_but_balances()
    {
        // Balances are what the bank states; the rows here state none, so that nothing else may tell them from their absence.
        var facts = Facts[0].Where(fact => fact is not BankTransaction { Category: BankCategory.Gambling or BankCategory.HealthLike }).ToArray();
        var account = facts.OfType<BankAccount>().First(one => one.Kind == BankAccountKind.Current);
        var planted = Enumerable.Range(0, 40).Select(i => new BankTransaction(
            GeneratedFacts.BorrowerId, $"zz{i}", account.BankAccountId, Today.AddDays(-2 * i), new Money(-5000), null, BankTransactionState.Posted,
            i % 2 == 0 ? BankCategory.Gambling : BankCategory.HealthLike, "Bets", "", null, null, Instant.At(Today)));
        var (without, with) = (Row(facts), Row(facts.Concat(planted)));
        foreach (var feature in FeatureCatalog.Scored.Where(feature => feature.Group is not (FeatureGroup.Balance or FeatureGroup.Distress)
            && feature.Name != "bill_cover_prob_next"))
        {
            Assert.Equal(without[feature.Name], with[feature.Name]);
        }

        Assert.NotEqual(without["distress_gambling_ratio_90d"], with["distress_gambling_ratio_90d"]);
    }

    [Fact]
    public void Names_do_not_repeat() =>
        Assert.Equal(FeatureCatalog.All.Count, FeatureCatalog.All.Select(feature => feature.Name).Distinct().Count());

    [Fact]
    public void A_matrix_holds_the_named_columns_of_its_rows()
    {
        string[] names = ["balance_eod_p10_30d", "repayment_dpd_value_now"];
        var matrix = FeatureCatalog.Matrix(Rows, names);
        Assert.Equal(Rows.Select(row => row[names[0]]), matrix.Column(0).ToArray());
        Assert.Equal(Rows.Select(row => row[names[1]]), matrix.Column(1).ToArray());
    }

    [Fact]
    public void Equal_rows_have_equal_hashes_and_other_rows_others()
    {
        Assert.Equal(Rows[0].VectorHash, Batch.Value[0].VectorHash);
        Assert.Equal(Seeds, Rows.Select(row => row.VectorHash).Distinct().Count());
    }

    [Fact]
    public void An_unknown_name_is_refused_with_where_to_look() =>
        Assert.Contains("docs/features.md", Assert.Throws<ArgumentException>(() => FeatureCatalog.Find("no_such_thing")).Message);

    private static FeatureRow Row(IEnumerable<Fact> facts) => FeatureCatalog.Compute(GeneratedFacts.AsOf(facts, Today), LoanId);

    private static Fact[] Shuffle(IReadOnlyList<Fact> facts, int seed)
    {
        var shuffled = facts.ToArray();
        new Random(seed).Shuffle(shuffled);
        return shuffled;
    }

    private static Fact Expired(Fact fact) => fact is Consent consent ? consent with { ExpiresOn = Today } : fact;

    private static FeatureRow[] ComputeBatch()
    {
        var prepared = new PreparedHistory();
        var rows = new FeatureRow[Seeds];
        for (var i = Seeds - 1; i >= 0; i--)
        {
            prepared.Load(Histories[i], "loan2");
            FeatureCatalog.Compute(prepared);
            prepared.Load(Histories[i], LoanId);
            rows[i] = FeatureCatalog.Compute(prepared);
        }

        return rows;
    }

    private static (FeatureRow[] Batch, FeatureRow[] Singles) ComputeOverDays()
    {
        var prepared = new PreparedHistory();
        var (batch, singles) = (new List<FeatureRow>(), new List<FeatureRow>());
        foreach (var file in Facts.Select(facts => new BorrowerFile(GeneratedFacts.BorrowerId, [.. facts])))
        {
            foreach (var loanId in new[] { LoanId, "loan2" })
            {
                batch.AddRange(FeatureCatalog.Compute(file, loanId, Days, prepared));
                singles.AddRange(Days.Select(day => FeatureCatalog.Compute(file.AsOf(day), loanId)));
            }
        }

        return ([.. batch], [.. singles]);
    }

    /// <summary>Our own collections are in the lender's books.</summary>
    private static bool IsReturnedToUs(Feature feature) => feature.Name.StartsWith("returned_own", StringComparison.Ordinal)
        || feature.Name.StartsWith("returned_next", StringComparison.Ordinal);

    private static bool IsFromBank(Feature feature) => feature.Group switch
    {
        FeatureGroup.Income or FeatureGroup.Balance or FeatureGroup.Spending or FeatureGroup.Debt or FeatureGroup.Bills => true,
        FeatureGroup.Returned => !IsReturnedToUs(feature),
        FeatureGroup.Distress => !feature.Name.EndsWith("_flag_now", StringComparison.Ordinal),
        FeatureGroup.DataQuality => !ConsentWords().IsMatch(feature.Name),
        _ => false,
    };

    private static void AssertSame(FeatureRow[] expected, FeatureRow[] actual, string name)
    {
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.True(
                BitConverter.SingleToInt32Bits(expected[i][name]) == BitConverter.SingleToInt32Bits(actual[i][name])
                && expected[i].Cause(name) == actual[i].Cause(name) && expected[i].EvidenceCount(name) == actual[i].EvidenceCount(name),
                $"seed {(i * Seeds / expected.Length) + 1}, {expected[i].LoanId} as of {expected[i].AsOf}: {expected[i][name]} ({expected[i].Cause(name)}) "
                + $"became {actual[i][name]} ({actual[i].Cause(name)})");
        }
    }

    /// <summary>Histories whose bank accounts are all in another currency have no data rather than no consent.</summary>
    private static void AssertMissing(FeatureRow[] rows, string name, MissingCause cause)
    {
        for (var i = 0; i < Seeds; i++)
        {
            var hasAccount = Facts[i].Any(fact => fact is BankAccount { Currency: "EUR" });
            var expected = cause == MissingCause.Consent && !hasAccount ? MissingCause.NoData : cause;
            Assert.True(float.IsNaN(rows[i][name]));
            Assert.Equal(expected, rows[i].Cause(name));
        }
    }

    [GeneratedRegex("^[a-z]+(_[a-z0-9]+)*_(value|count|sum|mean|min|max|p10|p50|p90|sd|cv|slope|ratio|share|z|since|until|prob|flag)_"
        + "(7d|30d|60d|90d|180d|365d|31d_60d|61d_90d|now|next|last|life)$")]
    private static partial Regex Grammar();

    [GeneratedRegex("gambling|health|vulnerab|hardship|moratorium|complaint|dispute|opt_out|benefit|consent|^data_")]
    private static partial Regex UnscorableWords();

    [GeneratedRegex("contact_detail|contact_unreachable")]
    private static partial Regex DetailWords();

    [GeneratedRegex("bank_account_count|consent_until|correction_count")]
    private static partial Regex ConsentWords();
}
