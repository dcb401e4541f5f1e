using RiskSignals.Borrowers;
using RiskSignals.Features;
using RiskSignals.Scoring;
using RiskSignals.Training.Cohorts;

namespace RiskSignals.Training.Tests.Cohorts;

public class CohortTests
{
    private static readonly DateOnly FirstDue = new(2024, 2, 1);

    private static readonly CohortChoice Monthly = new() { FirstDay = new(2024, 1, 10), LastDay = new(2024, 6, 30) };

    [Fact]
    public void A_row_holds_what_was_known_on_its_day_and_the_outcome_known_at_maturity()
    {
        var file = File("B", paidInstalments: 3);
        var cohort = Cohort.Build([file], Target.Miss30, Monthly, knownBy: new(2024, 12, 31), NoDecisions);
        Assert.NotEmpty(cohort.Rows);
        for (var i = 0; i < cohort.Rows.Count; i++)
        {
            var row = cohort.Rows[i];
            Assert.Equal(LabelState.One == Target.Miss30.Label(file, row.LoanId, row.AsOf, new(2024, 12, 31)).State, row.Outcome);
            var alone = FeatureCatalog.Compute(file.AsOf(row.AsOf), row.LoanId);
            Assert.All(
                Enumerable.Range(0, cohort.Features.Names.Count),
                column => Assert.Equal(alone[cohort.Features.Names[column]], cohort.Features.Column(column)[i]));
        }

        Assert.Contains(cohort.Rows, row => row.Outcome);
        Assert.Contains(cohort.Rows, row => !row.Outcome);
        Assert.Equal(cohort.Rows.Count, cohort.Table().Rows);
    }

    [Fact]
    public void Labels_that_have_not_matured_and_loans_out_of_the_population_are_counted_and_left_out()
    {
        var cohort = Cohort.Build([File("B", paidInstalments: 12)], Target.Miss30, Monthly, knownBy: new(2024, 5, 1), NoDecisions);
        Assert.All(cohort.Rows, row => Assert.True(Target.Miss30.MaturesOn(row.AsOf) <= new DateOnly(2024, 5, 1)));
        Assert.Contains("immature/immature", cohort.LeftOut.Keys);
    }

    [Fact]
    public void A_recorded_outcome_reaches_the_row_of_its_decision_with_the_policy_that_took_it()
    {
        var file = File("B", paidInstalments: 3);
        var day = Cohort.Build([file], Target.Pay30, Monthly, new(2024, 12, 31), NoDecisions).Rows[1].AsOf;
        var decision = new DecidedTreatment("D1", "L-B", day.AddDays(3), "SMS_DAY_2", "trial-1", Probability: 0.5);
        var exposed = new Outcome("B", "O1", "D1", "L-B", OutcomeKind.Exposed, Amount: null, day.AddDays(4), Instant.At(day.AddDays(4)));
        var late = new Outcome("B", "O2", "D1", "L-B", OutcomeKind.Complained, Amount: null, day.AddDays(90), Instant.At(day.AddDays(90)));
        var cohort = Cohort.Build(
            [File("B", paidInstalments: 3, exposed, late)],
            Target.Pay30,
            Monthly,
            knownBy: new(2024, 12, 31),
            new[] { decision }.ToLookup(taken => taken.LoanId, StringComparer.Ordinal));
        var row = Assert.Single(cohort.Rows, row => row.Decisions.Count > 0);
        Assert.Equal(day, row.AsOf);
        Assert.Equal([decision], row.Decisions);
        Assert.Equal([exposed], row.Outcomes);
        Assert.True(row.Exposed);
    }

    [Fact]
    public void External_labels_replace_days_and_outcomes()
    {
        var labels = ExternalLabels.Parse(["loan_id,as_of,label", "L-B,2024-03-15,1", "L-B,2024-02-15,0", "L-X,2024-02-15,1"]);
        var cohort = Cohort.Build([File("B", paidInstalments: 12)], labels, NoDecisions);
        Assert.Equal(3, labels.Count);
        Assert.Equal([(new DateOnly(2024, 2, 15), false), (new DateOnly(2024, 3, 15), true)], cohort.Rows.Select(row => (row.AsOf, row.Outcome)));
    }

    [Theory]
    [InlineData("loan,as_of,label", "line 1")]
    [InlineData("loan_id,as_of,label|L1,2024-02-30,1", "line 2")]
    [InlineData("loan_id,as_of,label|L1,2024-02-01,yes", "line 2")]
    [InlineData("loan_id,as_of,label|L1,2024-02-01,1|L1,2024-02-01,0", "line 3 repeats")]
    public void A_label_that_does_not_fit_is_named_by_its_line(string lines, string expected) =>
        Assert.Contains(expected, Assert.Throws<FormatException>(() => ExternalLabels.Parse(lines.Split('|'))).Message, StringComparison.Ordinal);

    [Fact]
    public void Rows_of_many_borrowers_are_those_of_each_alone_in_their_order()
    {
        BorrowerFile[] files = [.. Enumerable.Range(0, 300).Select(number => File($"B{number:000}", paidInstalments: number % 13))];
        var told = new List<CohortProgress>();
        var cohort = Cohort.Build(files, Target.Miss30, Monthly, new(2024, 12, 31), NoDecisions, new Told(told));
        var first = 0;
        foreach (var (file, place) in files.Select((file, place) => (file, place)))
        {
            var alone = Cohort.Build([file], Target.Miss30, Monthly, new(2024, 12, 31), NoDecisions);
            Assert.Equal(Keys(alone.Rows), Keys(cohort.Rows.Skip(first).Take(alone.Rows.Count)));
            for (var column = 0; column < alone.Features.Names.Count; column++)
            {
                Assert.Equal(alone.Features.Column(column), cohort.Features.Column(column).Slice(first, alone.Rows.Count));
            }

            first += alone.Rows.Count;
            Assert.Equal(new(place + 1, first), told[place]);
        }

        Assert.Equal(cohort.Rows.Count, first);

        static IEnumerable<(string, DateOnly)> Keys(IEnumerable<CohortRow> rows) => rows.Select(row => (row.BorrowerId, row.AsOf));
    }

    [Fact]
    public void A_few_borrowers_are_in_memory_at_a_time()
    {
        var files = new List<WeakReference>();
        var alive = 0;
        var cohort = Cohort.Build(Made(), Target.Miss30, Monthly, new(2024, 12, 31), NoDecisions);
        Assert.NotEmpty(cohort.Rows);
        Assert.InRange(alive, 1, 12 * Environment.ProcessorCount);

        IEnumerable<BorrowerFile> Made()
        {
            for (var number = 0; number < 800; number++)
            {
                yield return Noted(number);
            }

            GC.Collect();
            alive = files.Count(file => file.IsAlive);
        }

        BorrowerFile Noted(int number)
        {
            var file = File($"B{number:000}", paidInstalments: number % 13);
            files.Add(new(file));
            return file;
        }
    }

    [Fact]
    public void A_cancelled_cohort_ends_between_two_borrowers()
    {
        using var cancel = new CancellationTokenSource();
        var read = 0;
        var files = Enumerable.Range(0, 500).Select(number =>
        {
            if (++read == 20)
            {
                cancel.Cancel();
            }

            return File($"B{number:000}", paidInstalments: 3);
        });
        Assert.Throws<OperationCanceledException>(
            () => Cohort.Build(files, Target.Miss30, Monthly, new(2024, 12, 31), NoDecisions, progress: null, cancel.Token));
        Assert.Equal(20, read);
    }

    private sealed class Told(List<CohortProgress> all) : IProgress<CohortProgress>
    {
        public void Report(CohortProgress value) => all.Add(value);
    }

    private static ILookup<string, DecidedTreatment> NoDecisions { get; } =
        Array.Empty<DecidedTreatment>().ToLookup(decided => decided.LoanId, StringComparer.Ordinal);

    /// <summary>A borrower with a loan of twelve monthly instalments, of which the first are paid on their day.</summary>
    private static BorrowerFile File(string borrowerId, int paidInstalments, params Fact[] more)
    {
        var loanId = "L-" + borrowerId;
        var known = Instant.At(FirstDue.AddMonths(-1));
        List<Fact> facts =
        [
            new Borrower(borrowerId, "UK", "Europe/London", HouseholdId: null, known),
            new Loan(borrowerId, loanId, "personal", "GBP", FirstDue.AddMonths(-1), new Money(120_000), 990, Limit: null, known),
            new ScheduleVersion(borrowerId, loanId, Version: 1, ScheduleReason.Original, known),
            .. more,
        ];
        for (var i = 0; i < 12; i++)
        {
            var due = FirstDue.AddMonths(i);
            facts.Add(new Instalment(borrowerId, loanId, Version: 1, i + 1, due, new Money(10_000), known));
            if (i < paidInstalments)
            {
                facts.Add(new Payment(borrowerId, $"P{i}", loanId, new Money(10_000), due, PaymentMethod.Transfer, Instant.At(due)));
            }
        }

        return new BorrowerFile(borrowerId, facts);
    }
}
