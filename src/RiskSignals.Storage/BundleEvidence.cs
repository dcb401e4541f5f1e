using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using RiskSignals.Scoring;

namespace RiskSignals.Storage;

/// <summary>What the ledger notes of the evidence for a bundle when it is registered.</summary>
/// <param name="TrainedTo">The last as-of day it was fitted on: only later days can judge it.</param>
/// <param name="MetricsSha256">Hash of <c>metrics.json</c>, lower-case hexadecimal.</param>
public sealed record BundleEvidence(DateOnly TrainedTo, string MetricsSha256)
{
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Strict) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>Reads the <c>metrics.json</c> that training wrote beside a bundle.</summary>
    /// <exception cref="FormatException">It is no such file, or of another bundle; the message says which.</exception>
    public static BundleEvidence Of(Bundle bundle, ReadOnlyMemory<byte> metrics)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        try
        {
            using var document = JsonDocument.Parse(metrics);
            var of = document.RootElement.GetProperty("bundle_sha256").GetString();
            var days = document.RootElement.GetProperty("train_days").GetString()!;
            if (of != bundle.Hash)
            {
                throw new FormatException($"metrics.json is of bundle {of}, not of {bundle.Hash}; take the file that training wrote beside it.");
            }

            return new(
                DateOnly.ParseExact(days.Split(' ')[^1], "yyyy-MM-dd", CultureInfo.InvariantCulture),
                Convert.ToHexStringLower(SHA256.HashData(metrics.Span)));
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException
            && !error.Message.StartsWith("metrics.json is of", StringComparison.Ordinal))
        {
            throw new FormatException(
                $"metrics.json doesn't say of which bundle it is and on which days that was trained: {error.Message} Take the file that training wrote.",
                error);
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote on a line of registration.</summary>
    /// <exception cref="FormatException">The line holds none.</exception>
    public static BundleEvidence Of(LedgerEntry registration)
    {
        ArgumentNullException.ThrowIfNull(registration);
        try
        {
            return JsonSerializer.Deserialize<BundleEvidence>(registration.Done.Evidence, Form)!;
        }
        catch (JsonException error)
        {
            throw new FormatException($"Line {registration.Number} of the model ledger holds no evidence: {error.Message}", error);
        }
    }

    /// <summary>How the scores of the training rows are spread, by models that hadn't seen their borrowers.</summary>
    /// <returns>Null if the evidence doesn't tell: that of a model from elsewhere, or of an earlier program.</returns>
    public static StabilityReference? TrainingScores(ReadOnlyMemory<byte> metrics)
    {
        try
        {
            using var document = JsonDocument.Parse(metrics);
            var score = document.RootElement.GetProperty("stability").GetProperty("score");
            var trained = document.RootElement.GetProperty("cross_validated");
            return StabilityReference.Of(
                score.GetProperty("bins").Deserialize<StabilityBin[]>(Form)!,
                trained.GetProperty("rows").GetInt32(),
                trained.GetProperty("borrowers").GetInt32());
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException or FormatException)
        {
            return null;
        }
    }

    public string Write() => JsonSerializer.Serialize(this, Form);
}
