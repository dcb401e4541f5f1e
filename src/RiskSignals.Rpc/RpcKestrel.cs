using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace RiskSignals.Rpc;

/// <summary>
/// Kestrel's limits. Mind when listening: without TLS a port speaks either HTTP/1.1 or HTTP/2, so browsers and gRPC need two ports;
/// with TLS one port serves both.
/// </summary>
public static class RpcKestrel
{
    /// <summary>Room beside the largest message; on the routes of services each message is checked by itself instead.</summary>
    private const int BodySlackBytes = 64 * 1024;

    /// <summary>Sets the limits under which a slow, greedy or hostile client can't starve the others.</summary>
    public static void UseRpcLimits(this KestrelServerOptions server, RpcOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(server);
        server.AddServerHeader = false;
        var limits = server.Limits;
        limits.MaxConcurrentConnections = 2_000;
        limits.KeepAliveTimeout = TimeSpan.FromSeconds(120);
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        limits.MaxRequestHeadersTotalSize = 16 * 1024;
        limits.MaxRequestBodySize = (options ?? new RpcOptions()).MessageBytesMax + BodySlackBytes;
        limits.Http2.MaxStreamsPerConnection = 100;
        limits.Http2.MaxRequestHeaderFieldSize = 16 * 1024;
        limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(30);
        limits.Http2.KeepAlivePingTimeout = TimeSpan.FromSeconds(20);
    }
}
