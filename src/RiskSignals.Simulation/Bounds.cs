namespace RiskSignals.Simulation;

/// <summary>The values that a number among the parameters may have; both ends are allowed.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
internal class BoundsAttribute(double least, double most) : Attribute
{
    public virtual string Words => FormattableString.Invariant($"{least:#,0.##} to {most:#,0.##}");

    public bool Allows(double value) => value >= least && value <= most;
}

/// <summary>A number from 0 to 1.</summary>
internal sealed class ShareAttribute() : BoundsAttribute(0, 1)
{
    public override string Words => "a share from 0 to 1";
}

/// <summary>A number of 0 or more.</summary>
internal sealed class RateAttribute() : BoundsAttribute(0, 1e12)
{
    public override string Words => "0 or more";
}

/// <summary>Text that isn't empty.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
internal class TextAttribute(string words) : Attribute
{
    public string Words => words;

    public virtual bool Allows(string text) => text.Length > 0;
}

/// <summary>The code of a currency.</summary>
internal sealed class CurrencyAttribute() : TextAttribute("a three-letter ISO 4217 code such as GBP")
{
    public override bool Allows(string text) => text.Length == 3 && text.All(char.IsAsciiLetterUpper);
}

/// <summary>The name of a time zone that this machine knows too, as the service that takes the facts in must.</summary>
internal sealed class TimeZoneAttribute() : TextAttribute("an IANA name such as Europe/London")
{
    public override bool Allows(string text) => TimeZoneInfo.TryFindSystemTimeZoneById(text, out var zone) && zone.HasIanaId;
}

/// <summary>The years that a day may lie in; both ends are allowed.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
internal sealed class YearsAttribute(int first, int last) : Attribute
{
    public string Words => FormattableString.Invariant($"a day from {first}-01-01 to {last}-12-31");

    public bool Allows(DateOnly day) => day.Year >= first && day.Year <= last;
}

/// <summary>Shares of a record of which only one comes true at a time, so that together they are at most 1.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
internal sealed class AtMostOneAttribute(params string[] shares) : Attribute
{
    public IReadOnlyList<string> Shares => shares;
}

/// <summary>A table whose numbers, or whose entries' shares, add up to 1.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
internal sealed class AddUpAttribute : Attribute;
