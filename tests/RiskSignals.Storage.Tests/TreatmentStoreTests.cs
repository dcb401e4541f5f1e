namespace RiskSignals.Storage.Tests;

public sealed class TreatmentStoreTests
{
    private static readonly DateOnly Day = new(2024, 3, 31);

    [Theory, OnSqlite, OnPostgres]
    public void A_borrower_has_one_decision_a_day_and_slot(string system)
    {
        using var test = new TestDatabase(system);
        var store = new TreatmentStore(test.Database);
        var decision = Decision("B1", "D1", Day) with { Channel = "sms", ContactOn = Day.AddDays(1), ContactState = ContactState.Reserved, RunId = "r1" };

        var first = store.Add([decision, Decision("B2", "D2", Day)]);
        var second = store.Add([decision, Decision("B1", "D3", Day), Decision("B1", "D4", Day.AddDays(1)), Decision("B1", "D5", Day) with { Slot = "pm" }]);

        Assert.Equal((2, 2), (first, second));
        Assert.Equal(decision, store.Find("D1"));
        Assert.Null(store.Find("D3"));
        Assert.Equal(["D1", "D5", "D4"], store.Of(["B1"], Day, Day.AddDays(1)).Select(one => one.DecisionId));
        Assert.Equal(["D4"], store.Of(["B1", "B2"], Day.AddDays(1), Day.AddDays(1)).Select(one => one.DecisionId));
        Assert.Equal(["D1"], store.OfRun("r1").Select(one => one.DecisionId));
    }

    [Theory, OnSqlite, OnPostgres]
    public void A_contact_is_moved_on_once(string system)
    {
        using var test = new TestDatabase(system);
        var store = new TreatmentStore(test.Database);
        store.Add([Decision("B1", "D1", Day) with { Channel = "sms", ContactOn = Day, ContactState = ContactState.Reserved }]);

        Assert.True(store.MoveContact("D1", from: ContactState.Reserved, to: ContactState.Sent));
        Assert.False(store.MoveContact("D1", from: ContactState.Reserved, to: ContactState.Sent));
        Assert.Equal(ContactState.Sent, store.Find("D1")!.ContactState);
    }

    internal static DecisionRow Decision(string borrowerId, string decisionId, DateOnly decidedOn) => new()
    {
        BorrowerId = borrowerId,
        DecisionId = decisionId,
        LoanId = $"{borrowerId}-L",
        DecidedOn = decidedOn,
        Slot = "day",
        Treatment = "nothing",
        Record = "{}",
    };
}
