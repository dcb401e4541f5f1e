namespace RiskSignals.Rpc;

/// <summary>Limits of the server side. Register one as a singleton to change a limit; without one the values here hold.</summary>
public sealed record RpcOptions
{
    /// <summary>Time a unary call gets when the client names no deadline.</summary>
    public TimeSpan UnaryDeadlineDefault { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest a unary call may take, whatever deadline the client names.</summary>
    public TimeSpan UnaryDeadlineMax { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Time a streaming call gets when the client names no deadline.</summary>
    public TimeSpan StreamDeadlineDefault { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The longest a streaming call may take, whatever deadline the client names.</summary>
    public TimeSpan StreamDeadlineMax { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Largest request message in bytes, before and after inflating.</summary>
    public int MessageBytesMax { get; init; } = 4 * 1024 * 1024;

    /// <summary>Largest ratio of inflated to compressed size of a message that inflates beyond <see cref="InflationFreeBytes"/>.</summary>
    public int InflationRatioMax { get; init; } = 20;

    /// <summary>Inflated bytes below which the ratio is not looked at: a short repetitive message is no attack.</summary>
    public int InflationFreeBytes { get; init; } = 64 * 1024;

    /// <summary>Response bytes of a stream that may wait for company while its next message is ready.</summary>
    public int CoalesceBytesMax { get; init; } = 32 * 1024;

    internal TimeSpan Deadline(bool streaming, TimeSpan? asked)
    {
        var longest = streaming ? StreamDeadlineMax : UnaryDeadlineMax;
        var given = asked ?? (streaming ? StreamDeadlineDefault : UnaryDeadlineDefault);
        return given < longest ? given : longest;
    }
}
