using RiskSignals.Borrowers;

namespace RiskSignals.Storage.Tests;

public sealed class TrialStoreTests
{
    private static readonly DateOnly Day = new(2024, 3, 31);

    private static readonly TrialRow Trial = new() { TrialId = "plan-offer", Salt = "s1", Plan = "{\"arms\":2}", StartedOn = Day };

    [Theory, OnSqlite, OnPostgres]
    public void A_registered_plan_never_changes(string system)
    {
        using var test = new TestDatabase(system);
        var store = new TrialStore(test.Database);

        Assert.True(store.Register(Trial));
        Assert.False(store.Register(Trial with { Plan = "{\"arms\":3}" }));
        Assert.True(store.End(Trial.TrialId, Day.AddDays(60)));
        Assert.False(store.End(Trial.TrialId, Day.AddDays(90)));
        Assert.True(store.Register(Trial));

        Assert.Equal(Trial with { EndedOn = Day.AddDays(60) }, store.Find(Trial.TrialId));
        Assert.Equal([Trial.TrialId], store.All().Select(trial => trial.TrialId));
        Assert.Null(store.Find("none"));
    }

    [Theory, OnSqlite, OnPostgres]
    public void Of_a_borrower_the_first_assignment_exposure_and_outcome_stay(string system)
    {
        using var test = new TestDatabase(system);
        var store = new TrialStore(test.Database);
        store.Register(Trial);

        Assert.Equal(2, store.Assign([Assignment("B1", "offer"), Assignment("B2", "nothing")]));
        Assert.Equal(0, store.Assign([Assignment("B1", "nothing")]));
        Assert.Equal(1, store.Expose([Exposure(Day.AddDays(2)), Exposure(Day.AddDays(3))]));
        Assert.Equal(1, store.Mature([Matured(1)]));
        Assert.Equal(0, store.Mature([Matured(0)]));

        Assert.Equal(
            [("B1", "offer", Day.AddDays(2), 1.0, Day.AddDays(40)), ("B2", "nothing", (DateOnly?)null, (double?)null, (DateOnly?)null)],
            store.Borrowers(Trial.TrialId).Select(row => (row.BorrowerId, row.Arm, row.ExposedOn, row.Value, row.MaturedOn)));
        Assert.Equal([Assignment("B2", "nothing")], store.AssignmentsOf(["B2", "B3"]));
    }

    [Theory, OnSqlite, OnPostgres]
    public void An_imported_outcome_of_the_day_s_decision_is_an_exposure_and_one_of_another_day_is_not(string system)
    {
        using var test = new TestDatabase(system);
        var store = new TrialStore(test.Database);
        store.Register(Trial);
        store.Assign([Assignment("B1", "offer"), Assignment("B2", "offer")]);
        new TreatmentStore(test.Database).Add(
            [TreatmentStoreTests.Decision("B1", "D1", Day), TreatmentStoreTests.Decision("B2", "D2", Day.AddDays(-30))]);
        new FactStore(test.Database).Add([.. Ledger.WithOneLoan("B1"), .. Ledger.WithOneLoan("B2"), Exposed("B1", "D1"), Exposed("B2", "D2")]);

        Assert.Equal(
            [("B1", Day.AddDays(3)), ("B2", (DateOnly?)null)],
            store.Borrowers(Trial.TrialId).Select(row => (row.BorrowerId, row.ExposedOn)));
    }

    internal static AssignmentRow Assignment(string borrowerId, string arm) => new()
    {
        BorrowerId = borrowerId,
        TrialId = Trial.TrialId,
        Unit = borrowerId,
        Arm = arm,
        Probability = 0.5,
        AssignedOn = Day,
    };

    private static Outcome Exposed(string borrowerId, string decisionId) => new(
        borrowerId, $"O-{borrowerId}", decisionId, $"{borrowerId}-L", OutcomeKind.Exposed, Amount: null, Day.AddDays(3), Ledger.On(4, month: 4));

    private static ExposureRow Exposure(DateOnly day) => new() { BorrowerId = "B1", TrialId = Trial.TrialId, ExposedOn = day, DecisionId = "D1" };

    private static MaturedOutcomeRow Matured(double value) =>
        new() { BorrowerId = "B1", TrialId = Trial.TrialId, Value = value, MaturedOn = Day.AddDays(40) };
}
