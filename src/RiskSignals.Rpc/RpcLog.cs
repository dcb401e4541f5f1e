using Microsoft.Extensions.Logging;

namespace RiskSignals.Rpc;

/// <summary>Everything this project logs. Messages of callers never go to the log: they may hold personal data.</summary>
internal static partial class RpcLog
{
    [LoggerMessage(1, LogLevel.Error, "{Method} failed on call {CallId}.")]
    public static partial void HandlerFailed(ILogger log, Exception failure, string method, string callId);

    [LoggerMessage(2, LogLevel.Warning, "{Method} failed after its deadline had passed.")]
    public static partial void LateFailure(ILogger log, Exception failure, string method);

    [LoggerMessage(3, LogLevel.Information, "{Method} exceeded its deadline.")]
    public static partial void DeadlineExceeded(ILogger log, string method);

    [LoggerMessage(4, LogLevel.Debug, "{Method}: the client left.")]
    public static partial void ClientLeft(ILogger log, string method);

    [LoggerMessage(5, LogLevel.Debug, "{Method} ended with {Code}.")]
    public static partial void Refused(ILogger log, string method, RpcCode code);
}
