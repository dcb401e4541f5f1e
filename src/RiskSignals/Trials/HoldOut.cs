using RiskSignals.Signals;

namespace RiskSignals.Trials;

/// <summary>Units kept without treatment to measure what all treatments together achieve. Asked before any trial.</summary>
public sealed record HoldOut
{
    /// <summary>1 % of the units; a hold-out is never left out.</summary>
    public const int BucketsMin = Assignment.Buckets / 100;

    /// <summary>5 % of the units.</summary>
    public const int BucketsMax = Assignment.Buckets / 20;

    /// <param name="salt">32 hexadecimal digits of its own, kept for a half-year.</param>
    /// <param name="buckets">Ten-thousandths of the units, 100 to 500.</param>
    /// <exception cref="ArgumentException">The salt is not one.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The share is outside 1–5 %.</exception>
    public HoldOut(string salt, int buckets)
    {
        if (!Draw.IsSalt(salt))
        {
            throw new ArgumentException(
                $"The hold-out salt '{salt}' is not {Draw.SaltHexDigits} hexadecimal digits; draw a random one.", nameof(salt));
        }

        if (buckets is < BucketsMin or > BucketsMax)
        {
            throw new ArgumentOutOfRangeException(
                nameof(buckets), buckets, $"The hold-out is {BucketsMin} to {BucketsMax} ten-thousandths of the units.");
        }

        Salt = salt;
        Buckets = buckets;
    }

    public string Salt { get; }

    public int Buckets { get; }

    /// <summary>Whether a unit is held out.</summary>
    public bool Holds(string unit) => Assignment.BucketOf(Salt, unit) < Buckets;
}
