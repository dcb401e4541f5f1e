using System.Text.Json;
using System.Text.Json.Serialization;
using RiskSignals.Signals;
using RiskSignals.Storage;

namespace RiskSignals.Service.Jobs;

/// <summary>Signals as the store keeps them.</summary>
internal static class SignalRows
{
    /// <summary>The form of every payload about signals; the order of members is that of the records.</summary>
    public static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    public static SignalRow Opened(string runId, WarningEntry entry, Signal signal) => new()
    {
        BorrowerId = signal.BorrowerId,
        LoanId = signal.LoanId,
        Rule = Rule(signal),
        OpenedOn = signal.OpenedOn,
        OpenedByRunId = runId,
        Priority = entry.ExpectedLossMinorUnits ?? 0,
        Payload = JsonSerializer.Serialize(signal, Form),
    };

    public static SignalClosing Closed(string runId, Signal signal) => new()
    {
        BorrowerId = signal.BorrowerId,
        LoanId = signal.LoanId,
        Rule = Rule(signal),
        OpenedOn = signal.OpenedOn,
        ClosedOn = signal.ClosedOn!.Value,
        ClosedByRunId = runId,
    };

    /// <summary>The signal as it was when it opened.</summary>
    public static Signal Signal(SignalRow row) => JsonSerializer.Deserialize<Signal>(row.Payload, Form)!;

    private static string Rule(Signal signal) => FormattableString.Invariant($"{signal.RuleId}@{signal.RuleVersion}");
}
