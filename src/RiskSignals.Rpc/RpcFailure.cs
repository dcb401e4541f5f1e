namespace RiskSignals.Rpc;

/// <summary>
/// A call that ended with a code other than <see cref="RpcCode.Ok"/>. Thrown by a handler, code and message reach the client as they
/// are, so the message must be fit for a stranger. Any other exception of a handler reaches the client as INTERNAL without detail.
/// </summary>
public sealed class RpcFailure : Exception
{
    public RpcFailure(RpcCode code, string message)
        : base(message)
    {
        if (code == RpcCode.Ok || !Enum.IsDefined(code))
        {
            throw new ArgumentOutOfRangeException(nameof(code), code, "A failure needs one of the codes 1 to 16.");
        }

        Code = code;
    }

    /// <summary>Why the call failed; never <see cref="RpcCode.Ok"/>.</summary>
    public RpcCode Code { get; }
}
