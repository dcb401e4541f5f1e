using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace RiskSignals.Rpc;

/// <summary>What a handler may know of the call it serves. Not to be used after the handler has ended.</summary>
public sealed class CallContext(HttpContext http, DateTimeOffset deadline, CancellationToken cancellationToken)
{
    /// <summary>Fires when the deadline passes or the client leaves; the handler must then stop.</summary>
    public CancellationToken CancellationToken { get; } = cancellationToken;

    /// <summary>When the call must have ended: the client's deadline, or the server's own where that comes first.</summary>
    public DateTimeOffset Deadline { get; } = deadline;

    /// <summary>What the client sent beside its message.</summary>
    public RequestMetadata Metadata { get; } = new(http.Request.Headers);

    /// <summary>What the handler sends after its last message; also sent when the call fails.</summary>
    public ResponseTrailers Trailers { get; } = new();

    /// <summary>Who calls, as authentication found out.</summary>
    public ClaimsPrincipal User => http.User;

    /// <summary>Address and port of the other end of the connection, or "unknown".</summary>
    public string Peer => http.Connection.RemoteIpAddress is { } address
        ? new System.Net.IPEndPoint(address, http.Connection.RemotePort).ToString()
        : "unknown";
}
