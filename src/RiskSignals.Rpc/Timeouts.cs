using System.Globalization;

namespace RiskSignals.Rpc;

/// <summary>Deadlines as they are written in headers.</summary>
internal static class Timeouts
{
    /// <summary>Reads <c>grpc-timeout</c>: 1 to 8 digits and one of the units H M S m u n.</summary>
    public static TimeSpan FromGrpc(string text)
    {
        if (text.Length is < 2 or > 9 || !AllDigits(text.AsSpan(..^1)))
        {
            throw Malformed("grpc-timeout", text, "1 to 8 digits and one of H, M, S, m, u, n, as in '500m'");
        }

        var amount = long.Parse(text.AsSpan(..^1), NumberStyles.None, CultureInfo.InvariantCulture);
        return text[^1] switch
        {
            'H' => TimeSpan.FromTicks(amount * TimeSpan.TicksPerHour),
            'M' => TimeSpan.FromTicks(amount * TimeSpan.TicksPerMinute),
            'S' => TimeSpan.FromTicks(amount * TimeSpan.TicksPerSecond),
            'm' => TimeSpan.FromTicks(amount * TimeSpan.TicksPerMillisecond),
            'u' => TimeSpan.FromTicks(amount * TimeSpan.TicksPerMicrosecond),
            'n' => TimeSpan.FromTicks(amount / TimeSpan.NanosecondsPerTick),
            _ => throw Malformed("grpc-timeout", text, "a unit H, M, S, m, u or n"),
        };
    }

    /// <summary>Reads <c>connect-timeout-ms</c>: 1 to 10 digits.</summary>
    public static TimeSpan FromConnect(string text) => text.Length is >= 1 and <= 10 && AllDigits(text)
        ? TimeSpan.FromTicks(long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture) * TimeSpan.TicksPerMillisecond)
        : throw Malformed("connect-timeout-ms", text, "1 to 10 digits");

    /// <summary>Writes <c>grpc-timeout</c>, rounded up to whole milliseconds, or to seconds where those need more than 8 digits.</summary>
    public static string ToGrpc(TimeSpan timeout)
    {
        var milliseconds = (long)Math.Ceiling(Math.Max(timeout.TotalMilliseconds, 0));
        return milliseconds <= 99_999_999
            ? string.Create(CultureInfo.InvariantCulture, $"{milliseconds}m")
            : string.Create(CultureInfo.InvariantCulture, $"{Math.Min((milliseconds + 999) / 1000, 99_999_999)}S");
    }

    private static bool AllDigits(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('0', '9');

    private static RpcFailure Malformed(string header, string text, string expected) =>
        new(RpcCode.InvalidArgument, $"Header {header} is '{text}'; expected {expected}.");
}
