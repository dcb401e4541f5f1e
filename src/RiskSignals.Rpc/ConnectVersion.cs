namespace RiskSignals.Rpc;

/// <summary>The version header of Connect: optional, and 1 where it is sent.</summary>
internal static class ConnectVersion
{
    public const string HeaderName = "connect-protocol-version";

    public static void Check(string? version)
    {
        if (version is not (null or "1"))
        {
            throw new RpcFailure(RpcCode.InvalidArgument, $"Header {HeaderName} is '{version}'; expected 1.");
        }
    }
}
