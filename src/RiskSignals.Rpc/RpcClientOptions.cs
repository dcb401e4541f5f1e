using System.Net.Security;

namespace RiskSignals.Rpc;

/// <summary>How an <see cref="RpcClient"/> calls.</summary>
public sealed record RpcClientOptions
{
    /// <summary>Time each call gets; null for as long as the server allows.</summary>
    public TimeSpan? Deadline { get; init; }

    /// <summary>Text sent with each call, by lower-case name, such as the API key.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    /// <summary>Largest reply message in bytes.</summary>
    public int MessageBytesMax { get; init; } = 4 * 1024 * 1024;

    /// <summary>Decides on the server's certificate in place of the system's own check.</summary>
    public RemoteCertificateValidationCallback? AcceptCertificate { get; init; }

    /// <summary>The clock of deadlines.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
