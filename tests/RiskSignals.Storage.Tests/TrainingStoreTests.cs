namespace RiskSignals.Storage.Tests;

public sealed class TrainingStoreTests
{
    private static readonly DateOnly Day = new(2024, 3, 31);

    [Theory, OnSqlite, OnPostgres]
    public void A_training_begins_unless_another_of_its_target_began_too_lately(string system)
    {
        using var test = new TestDatabase(system);
        var store = new TrainingStore(test.Database);

        var first = store.Begin("MISS30@1", Day, "drift", unlessAfter: Day.AddDays(-30))!;
        Assert.Equal(("MISS30@1", Day, "drift", null, null), (first.Target, first.BegunOn, first.Why, first.EndedAt, first.Outcome));
        Assert.Null(store.Begin("MISS30@1", Day.AddDays(29), "drift", unlessAfter: Day.AddDays(-1)));
        Assert.NotNull(store.Begin("PAY30@1", Day, "drift", unlessAfter: Day.AddDays(-30)));
        store.End(first, "failed, exit code 137");
        Assert.Null(store.Begin("MISS30@1", Day.AddDays(1), "again", unlessAfter: Day.AddDays(-29)));
        Assert.NotNull(store.Begin("MISS30@1", Day.AddDays(30), "later", unlessAfter: Day));

        var kept = store.Newest().Where(row => row.Target == "MISS30@1").OrderBy(row => row.BegunOn).ToArray();
        Assert.Equal(["drift", "later"], kept.Select(row => row.Why));
        Assert.Equal(("failed, exit code 137", true), (kept[0].Outcome, kept[0].EndedAt >= kept[0].BegunAt));
        Assert.Null(kept[1].Outcome);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Of_several_hosts_that_begin_at_once_one_does(string system)
    {
        using var test = new TestDatabase(system);
        var begun = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(
            () => new TrainingStore(test.Open()).Begin("MISS30@1", Day, "drift", unlessAfter: Day.AddDays(-30)))));
        Assert.Single(begun, row => row is not null);
    }
}
