using System.Text;
using Dapper;
using RiskSignals.Features;
using RiskSignals.Scoring;

namespace RiskSignals.Storage.Tests;

public sealed class ModelStoreTests
{
    [Theory, OnSqlite, OnPostgres]
    public void A_bundle_comes_back_byte_for_byte_with_its_evidence(string system)
    {
        using var test = new TestDatabase(system);
        var store = new ModelStore(test.Database);
        var bundle = Stump("1");

        Assert.Equal((0, ""), store.Head());
        var line = store.Register(bundle, "{}"u8.ToArray(), "trainer", "first", "{\"trained_to\": \"2024-12-31\"}");
        Assert.Null(store.Register(bundle, "{}"u8.ToArray(), "trainer", "again", ""));

        Assert.Equal((1, line!.Hash), store.Head());
        Assert.Equal(line, Assert.Single(store.Ledger().Entries));
        Assert.Equal(bundle.Json.ToArray(), store.Find(bundle.Hash)!.Json.ToArray());
        Assert.Equal("{}"u8.ToArray(), store.Metrics(bundle.Hash));
        Assert.Null(store.Find("none"));
        Assert.Null(store.Metrics("none"));
        Assert.Throws<InvalidOperationException>(() => store.Register(Stump("1", value: 0.25f), default, "trainer", "other", ""));
    }

    [Theory, OnSqlite, OnPostgres]
    public void The_ledger_reads_back_with_every_part_of_every_line(string system)
    {
        using var test = new TestDatabase(system);
        var store = new ModelStore(test.Database);
        store.Register(Stump("1"), default, "trainer", "first", "");
        store.Register(Stump("2"), default, "trainer", "second", "");
        store.Write(ledger => ledger.Assign("MISS30@1", "2", BundleRole.Challenger, "anna", "try it, \"please\" – ja", "{}"));
        var proposed = store.Write(ledger => ledger.Propose("MISS30@1", "1", null, "anna", "the first", ""))!;
        var approved = store.Write(ledger => ledger.Approve(proposed.Number, "boris", "agreed"))!;
        Assert.Null(store.Write(_ => null));

        var ledger = new ModelStore(test.Open()).Ledger();
        Assert.Equal(approved, ledger.Holder("MISS30@1", BundleRole.Champion));
        Assert.Equal("try it, \"please\" – ja", ledger.Holder("MISS30@1", BundleRole.Challenger)!.Done.Why);
        Assert.Equal([1, 2, 3, 4, 5], ledger.Entries.Select(one => one.Number));
    }

    [Theory, OnSqlite, OnPostgres]
    public void Lines_changed_in_the_store_are_detected_and_nothing_is_added_to_them(string system)
    {
        foreach (var damage in (string[])
        [
            "UPDATE model_ledger SET by_whom = 'mallory' WHERE number = 2", "DELETE FROM model_ledger WHERE number = 1",
            "UPDATE model_ledger SET act = 'crowned' WHERE number = 2", "UPDATE model_ledger SET at = at + 1 WHERE number = 1",
        ])
        {
            using var test = new TestDatabase(system);
            var store = new ModelStore(test.Database);
            store.Register(Stump("1"), default, "trainer", "first", "");
            store.Write(ledger => ledger.Propose("MISS30@1", "1", null, "anna", "the first", ""));
            Execute(test, damage);

            Assert.Contains("of the model ledger", Assert.Throws<FormatException>(store.Ledger).Message, StringComparison.Ordinal);
            Assert.Throws<FormatException>(() => store.Write(ledger => ledger.Approve(2, "boris", "agreed")));
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public void A_bundle_changed_in_the_store_is_refused(string system)
    {
        using var test = new TestDatabase(system);
        var store = new ModelStore(test.Database);
        var (one, other) = (Stump("1"), Stump("2"));
        store.Register(one, default, "trainer", "first", "");
        store.Register(other, default, "trainer", "second", "");

        Execute(test, "UPDATE bundles SET model_json = @model WHERE hash = @Hash", new { one.Hash, model = new byte[] { 1, 2, 3 } });
        Assert.Throws<FormatException>(() => store.Find(one.Hash));
        Execute(
            test,
            "UPDATE bundles SET bundle_json = @json, model_json = @model WHERE hash = @Hash",
            new { one.Hash, json = other.Json.ToArray(), model = other.ModelJson.ToArray() });
        Assert.Contains($"keeps the bundle {other.Hash}", Assert.Throws<FormatException>(() => store.Find(one.Hash)).Message, StringComparison.Ordinal);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Writers_at_once_leave_one_whole_chain_and_one_approval(string system)
    {
        using var test = new TestDatabase(system);
        var store = new ModelStore(test.Database);
        store.Register(Stump("0"), default, "trainer", "first", "");
        var proposal = store.Write(ledger => ledger.Propose("MISS30@1", "0", null, "anna", "the first", ""))!.Number;
        using var start = new Barrier(6);

        var approved = await Task.WhenAll(Enumerable.Range(1, 6).Select(writer => Task.Factory.StartNew(
            () =>
            {
                var own = new ModelStore(test.Open());
                start.SignalAndWait();
                own.Register(Stump($"{writer}"), default, $"trainer{writer}", "more", "");
                try
                {
                    return own.Write(ledger => ledger.Approve(proposal, $"approver{writer}", "agreed")) is not null;
                }
                catch (InvalidOperationException)
                {
                    return false;
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));

        Assert.Single(approved, true);
        Assert.Equal(2 + 6 + 1, store.Ledger().Entries.Count);
    }

    /// <summary>A bundle of one split.</summary>
    internal static Bundle Stump(string version, float value = 0.5f)
    {
        var feature = FeatureCatalog.Find("repayment_dpd_value_now");
        var model = FormattableString.Invariant(
            $$$"""
            {"learner": {
              "learner_model_param": {"num_feature": "1", "num_class": "0", "base_score": "5E-1"},
              "objective": {"name": "binary:logistic"},
              "gradient_booster": {"name": "gbtree", "model": {"trees": [
                {"left_children": [1, -1, -1], "right_children": [2, -1, -1], "split_indices": [0, 0, 0],
                 "split_conditions": [5, -{{{value}}}, {{{value}}}], "sum_hessian": [100, 70, 30], "default_left": [1, 0, 0]}]}}
            }}
            """);
        return Bundle.Create(
            "MISS30@1", version, higherIsRiskier: true, FeatureCatalog.HashOf([feature.Name]), [ModelFeature.Of(feature)], Encoding.UTF8.GetBytes(model),
            new(CalibrationKind.Platt, 1, 0, 0, [], []), [new("low", 0.5), new("high", 1)], "low", new(1, [0]));
    }

    private static void Execute(TestDatabase test, string sql, object? values = null)
    {
        using var connection = test.Database.Connect();
        connection.Execute(sql, values);
    }
}
