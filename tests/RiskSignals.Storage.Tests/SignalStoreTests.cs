namespace RiskSignals.Storage.Tests;

public sealed class SignalStoreTests
{
    private static readonly DateOnly Day = new(2024, 3, 31);

    [Theory, OnSqlite, OnPostgres]
    public void A_signal_is_open_from_its_first_day_to_the_day_before_it_closed(string system)
    {
        using var test = new TestDatabase(system);
        var store = new SignalStore(test.Database);
        var signal = Signal("B1", Day);
        store.Change([signal], []);

        store.Change([], [Closing(signal, Day.AddDays(10))]);

        Assert.Empty(store.Open(Day.AddDays(-1)));
        Assert.Single(store.Open(Day));
        Assert.Single(store.Open(Day.AddDays(9)));
        Assert.Empty(store.Open(Day.AddDays(10)));
        Assert.Equal(signal with { ClosedOn = Day.AddDays(10), ClosedByRunId = "r2" }, Assert.Single(store.Of("B1")));
    }

    [Theory, OnSqlite, OnPostgres]
    public void Opening_and_closing_again_change_nothing(string system)
    {
        using var test = new TestDatabase(system);
        var store = new SignalStore(test.Database);
        var signal = Signal("B1", Day);
        store.Change([signal], []);
        store.Change([signal with { Priority = 99 }], [Closing(signal, Day.AddDays(1))]);

        store.Change([signal], [Closing(signal, Day.AddDays(5))]);

        Assert.Equal((1, Day.AddDays(1)), (store.Of("B1")[0].Priority, store.Of("B1")[0].ClosedOn));
    }

    [Theory, OnSqlite, OnPostgres]
    public void The_early_warning_list_is_cut_to_capacity_by_priority(string system)
    {
        using var test = new TestDatabase(system);
        var store = new SignalStore(test.Database);
        store.Change([Signal("B1", Day, 1), Signal("B3", Day, 7), Signal("B2", Day, 7), Signal("B4", Day, 3), Signal("B5", Day, 2)], []);

        Assert.Equal(["B2", "B3", "B4"], store.Open(Day, most: 3).Select(signal => signal.BorrowerId));
        Assert.Equal(["B1", "B4"], store.OpenOf(["B4", "B1", "B9"]).Select(signal => signal.BorrowerId));
    }

    internal static SignalRow Signal(string borrowerId, DateOnly openedOn, double priority = 1) => new()
    {
        BorrowerId = borrowerId,
        LoanId = $"{borrowerId}-L",
        Rule = "INCOME_DROP@1",
        OpenedOn = openedOn,
        OpenedByRunId = "r1",
        Priority = priority,
        Payload = "{\"evidence\":[\"T1\"]}",
    };

    private static SignalClosing Closing(SignalRow signal, DateOnly closedOn) => new()
    {
        BorrowerId = signal.BorrowerId,
        LoanId = signal.LoanId,
        Rule = signal.Rule,
        OpenedOn = signal.OpenedOn,
        ClosedOn = closedOn,
        ClosedByRunId = "r2",
    };
}
