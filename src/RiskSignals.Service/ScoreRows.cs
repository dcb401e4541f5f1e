using System.Text.Json;
using RiskSignals.Borrowers;
using RiskSignals.Scoring;
using RiskSignals.Storage;

namespace RiskSignals.Service;

/// <summary>A reason as it is kept with a score.</summary>
/// <param name="Value">The feature's value; null when it was missing.</param>
internal sealed record KeptReason(string Id, string Text, string Feature, double Contribution, float? Value);

/// <summary>Scores as the store keeps them.</summary>
internal static class ScoreRows
{
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Strict) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>One row a target.</summary>
    public static IEnumerable<ScoreRow> Of(string runId, LoanScore score) => score.Targets.Select(result => new ScoreRow
    {
        RunId = runId,
        BorrowerId = score.Features.BorrowerId,
        LoanId = score.Features.LoanId,
        AsOf = score.Features.AsOf,
        Target = result.Served.Target.Id,
        Status = result.Excluded ?? Codes<ScoreStatus>.Word(result.Result!.Status),
        Probability = result.Result?.Score?.Probability,
        Margin = result.Result?.Score?.Margin,
        Band = result.Result?.Score?.Band,
        Reasons = result.Result?.Score is { } scored ? JsonSerializer.Serialize(scored.Reasons.Select(Kept), Form) : null,
        BundleHash = result.Served.Bundle.Hash,
        VectorHash = score.Features.VectorHash,
    });

    /// <summary>The reasons of a row, strongest first; none if it has no score.</summary>
    public static IReadOnlyList<KeptReason> Reasons(ScoreRow row) =>
        row.Reasons is null ? [] : JsonSerializer.Deserialize<KeptReason[]>(row.Reasons, Form)!;

    private static KeptReason Kept(Reason reason) =>
        new(reason.Id, reason.Text, reason.Feature, reason.Contribution, float.IsNaN(reason.Value) ? null : reason.Value);
}
