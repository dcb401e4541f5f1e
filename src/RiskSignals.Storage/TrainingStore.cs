using Dapper;

namespace RiskSignals.Storage;

/// <summary>An attempt of a host at training a target anew.</summary>
public sealed record TrainingRow
{
    public required string Target { get; init; }

    /// <summary>From 1 for each target.</summary>
    public long Number { get; init; }

    /// <summary>By the database's time, in Unix milliseconds.</summary>
    public long BegunAt { get; init; }

    /// <summary>The day it was for the host.</summary>
    public DateOnly BegunOn { get; init; }

    /// <summary>The schedule, or the drift that was seen.</summary>
    public required string Why { get; init; }

    /// <summary>Null while it runs, and for ever if its host died.</summary>
    public long? EndedAt { get; init; }

    /// <summary>What came of it, in words; null as <see cref="EndedAt"/>.</summary>
    public string? Outcome { get; init; }
}

/// <summary>Keeps the attempts at training, so that an operator sees why each began, and none follows too soon upon another.</summary>
public sealed class TrainingStore(Database database)
{
    private const string Columns = "target, number, begun_at, begun_on, why, ended_at, outcome";

    /// <summary>Notes that a training begins. Of hosts that try at once one has its number, and the others don't begin.</summary>
    /// <param name="on">The day it is for the host.</param>
    /// <param name="unlessAfter">It doesn't begin if another of the target began after this day; null begins it always.</param>
    /// <returns>Null if it may not begin.</returns>
    public TrainingRow? Begin(string target, DateOnly on, string why, DateOnly? unlessAfter) => database.Write(transaction =>
        transaction.Connection!.Query<TrainingRow>(
            $"""
            INSERT INTO trainings (target, number, begun_at, begun_on, why)
            SELECT @target, (SELECT count(*) + 1 FROM trainings WHERE target = @target), {database.NowMilliseconds}, @on, @why
            WHERE NOT EXISTS (SELECT 1 FROM trainings WHERE target = @target AND begun_on > @after)
            ON CONFLICT DO NOTHING RETURNING {Columns}
            """,
            new { target, on, why, after = unlessAfter ?? DateOnly.MaxValue },
            transaction).SingleOrDefault());

    /// <summary>Notes what came of one.</summary>
    public void End(TrainingRow training, string outcome) => database.Write(transaction => transaction.Connection!.Execute(
        $"UPDATE trainings SET ended_at = {database.NowMilliseconds}, outcome = @outcome WHERE target = @Target AND number = @Number",
        new { training.Target, training.Number, outcome },
        transaction));

    /// <summary>The newest first.</summary>
    public IReadOnlyList<TrainingRow> Newest(int most = 10)
    {
        using var connection = database.Connect();
        return [.. connection.Query<TrainingRow>(
            $"SELECT {Columns} FROM trainings ORDER BY begun_at DESC, target, number DESC LIMIT @most", new { most })];
    }
}
