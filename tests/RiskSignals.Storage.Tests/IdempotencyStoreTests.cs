namespace RiskSignals.Storage.Tests;

public sealed class IdempotencyStoreTests
{
    private static readonly byte[] Request = [1, 2, 3];

    [Theory, OnSqlite, OnPostgres]
    public void A_repeated_call_has_one_effect_and_the_same_reply(string system)
    {
        using var test = new TestDatabase(system);
        var store = new IdempotencyStore(test.Database);

        var first = store.Once("t", "k", Request, transaction => Add(test, transaction, "B1"));
        var second = store.Once("t", "k", Request, transaction => Add(test, transaction, "B2"));
        var other = store.Once("t", "k", [9], transaction => Add(test, transaction, "B3"));
        var elsewhere = store.Once("t2", "k", Request, transaction => Add(test, transaction, "B4"));

        Assert.Equal(
            [IdempotentOutcome.Done, IdempotentOutcome.Repeated, IdempotentOutcome.OtherRequest, IdempotentOutcome.Done],
            new[] { first, second, other, elsewhere }.Select(result => result.Outcome));
        Assert.Equal(first.Reply!.GrpcStatus, second.Reply!.GrpcStatus);
        Assert.Equal(first.Reply.Response, second.Reply.Response);
        Assert.Null(other.Reply);
        Assert.Equal(["B1", "B4"], test.Facts.Stream().Select(file => file.BorrowerId));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Fifty_copies_at_once_have_one_effect_and_one_reply(string system)
    {
        using var test = new TestDatabase(system);
        var store = new IdempotencyStore(test.Database);
        var effects = 0;

        var results = (await Task.WhenAll(Enumerable.Range(0, 10).Select(client => Task.Factory.StartNew(
            () => Enumerable.Range(client * 5, 5).Select(Call).ToList(),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)))).SelectMany(replies => replies).ToList();

        Assert.Equal(1, effects);
        Assert.Single(results, result => result.Outcome == IdempotentOutcome.Done);
        Assert.Single(results.Select(result => Convert.ToHexString(result.Reply!.Response)).Distinct());
        Assert.Single(test.Facts.Stream());

        IdempotentResult Call(int copy)
        {
            while (true)
            {
                var result = store.Once("t", "k", Request, transaction =>
                {
                    Interlocked.Increment(ref effects);
                    return Add(test, transaction, $"B{copy}");
                });
                if (result.Outcome != IdempotentOutcome.InProgress)
                {
                    return result;
                }
            }
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public void An_effect_that_fails_leaves_the_key_free(string system)
    {
        using var test = new TestDatabase(system);
        var store = new IdempotencyStore(test.Database);

        Assert.Throws<InvalidOperationException>(() => store.Once("t", "k", Request, transaction =>
        {
            Add(test, transaction, "B1");
            throw new InvalidOperationException("fails late");
        }));

        Assert.Empty(test.Facts.Stream());
        Assert.Equal(IdempotentOutcome.Done, store.Once("t", "k", Request, transaction => Add(test, transaction, "B1")).Outcome);
    }

    [Theory, OnSqlite, OnPostgres]
    public void An_expired_reply_is_forgotten(string system)
    {
        using var test = new TestDatabase(system);
        var store = new IdempotencyStore(test.Database);
        var expired = TimeSpan.FromSeconds(-1);
        store.Once("t", "k", Request, _ => new Reply(0, [1]), expired);

        Assert.Equal(IdempotentOutcome.Done, store.Once("t", "k", [9], _ => new Reply(0, [2]), expired).Outcome);
        store.Once("t", "k2", Request, _ => new Reply(0, []));
        Assert.Equal(1, store.Forget());
        Assert.Equal(IdempotentOutcome.Repeated, store.Once("t", "k2", Request, _ => new Reply(0, [7])).Outcome);
    }

    private static Reply Add(TestDatabase test, System.Data.Common.DbTransaction transaction, string borrowerId)
    {
        test.Facts.Add(Ledger.WithOneLoan(borrowerId), transaction);
        return new Reply(0, System.Text.Encoding.UTF8.GetBytes(borrowerId));
    }
}
