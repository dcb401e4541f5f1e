using System.Collections.Concurrent;
using RiskSignals.Borrowers;
using RiskSignals.Features;

namespace RiskSignals.Training.Cohorts;

/// <summary>Makes the rows of one borrower; several threads may ask at a time.</summary>
/// <param name="decisions">What was decided, by loan id.</param>
/// <param name="daysToMaturity">Days from the as-of day until what is recorded of a row's decisions counts no more.</param>
/// <param name="labelled">The days of a loan, each with its outcome, or with null and why there is none.</param>
internal sealed class CohortReader(
    ILookup<string, DecidedTreatment> decisions,
    int daysToMaturity,
    Func<BorrowerFile, Loan, IEnumerable<(DateOnly Day, bool? Outcome, string Cause)>> labelled)
{
    public const int PolicyWindowDays = 30;

    /// <summary>Of borrowers done, for the next ones.</summary>
    private readonly ConcurrentBag<Room> rooms = [];

    /// <param name="file">The borrower.</param>
    /// <param name="isRestated">Whether each row is also wanted as it would be had every fact been known on the day it happened.</param>
    public BorrowerRows Read(BorrowerFile file, bool isRestated)
    {
        var rows = new BorrowerRows([], [], [], []);
        var room = TakeRoom();
        foreach (var loan in file.Loans)
        {
            foreach (var (day, outcome, cause) in labelled(file, loan))
            {
                if (outcome is null)
                {
                    rows.LeftOut.Add(cause);
                    continue;
                }

                rows.Vectors.Add(room.Vector(file, loan.LoanId, day));
                rows.Rows.Add(Row(file, loan, room.History, outcome.Value, cause));
            }
        }

        rooms.Add(room);
        if (isRestated)
        {
            Restate(file, rows);
        }

        return rows;
    }

    private void Restate(BorrowerFile file, BorrowerRows rows)
    {
        var (hindsight, room) = (file.Restated(), TakeRoom());
        foreach (var row in rows.Rows)
        {
            rows.Restated.Add(room.Vector(hindsight, row.LoanId, row.AsOf));
        }

        rooms.Add(room);
    }

    private CohortRow Row(BorrowerFile file, Loan loan, BorrowerHistory history, bool outcome, string cause)
    {
        var day = history.AsOf;
        DecidedTreatment[] taken =
        [
            .. decisions[loan.LoanId]
                .Where(decision => decision.DecidedOn >= day && decision.DecidedOn < day.AddDays(PolicyWindowDays))
                .OrderBy(decision => decision.DecidedOn).ThenBy(decision => decision.DecisionId, StringComparer.Ordinal),
        ];
        var ids = taken.Select(decision => decision.DecisionId).ToHashSet(StringComparer.Ordinal);
        Outcome[] recorded = taken.Length == 0
            ? []
            : [.. file.AsOf(day.AddDays(daysToMaturity)).Outcomes.Where(recorded => ids.Contains(recorded.DecisionId))];
        return new(file.BorrowerId, loan.LoanId, day, outcome, cause, taken, recorded)
        {
            Product = loan.Product,
            Jurisdiction = history.Borrower?.Jurisdiction ?? "",
        };
    }

    private Room TakeRoom() => rooms.TryTake(out var room) ? room : new();

    /// <summary>What computing a row needs beside the row, kept from row to row.</summary>
    private sealed class Room
    {
        private static readonly int[] Scored = [.. FeatureCatalog.Scored.Select(feature => FeatureCatalog.IndexOf(feature.Name))];

        private readonly PreparedHistory prepared = new();
        private readonly float[] values = new float[FeatureCatalog.All.Count];
        private readonly MissingCause[] causes = new MissingCause[FeatureCatalog.All.Count];
        private readonly int[] evidence = new int[FeatureCatalog.All.Count];

        /// <summary>What the last row was computed of.</summary>
        public BorrowerHistory History => prepared.History;

        public float[] Vector(BorrowerFile file, string loanId, DateOnly day)
        {
            prepared.Load(file, loanId, day);
            FeatureCatalog.Compute(prepared, values, causes, evidence);
            var vector = new float[Scored.Length];
            for (var i = 0; i < vector.Length; i++)
            {
                vector[i] = values[Scored[i]];
            }

            return vector;
        }
    }
}

/// <summary>What one borrower adds to a cohort.</summary>
/// <param name="Rows">In order of loan, then day.</param>
/// <param name="Vectors">The scored features, one array a row.</param>
/// <param name="Restated">The same with hindsight; empty if not asked for.</param>
/// <param name="LeftOut">A state and cause for each loan and day without a label.</param>
internal sealed record BorrowerRows(List<CohortRow> Rows, List<float[]> Vectors, List<float[]> Restated, List<string> LeftOut);
