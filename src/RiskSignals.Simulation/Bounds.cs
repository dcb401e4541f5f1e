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
internal sealed class TextAttribute(string words, int length = 0) : Attribute
{
    public string Words => words;

    public bool Allows(string text) => length == 0 ? text.Length > 0 : text.Length == length;
}

/// <summary>A table whose numbers, or whose entries' shares, add up to 1.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
internal sealed class AddUpAttribute : Attribute;
