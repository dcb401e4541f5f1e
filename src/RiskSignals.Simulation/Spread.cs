namespace RiskSignals.Simulation;

/// <summary>Numbers from one to another, both included; none is likelier.</summary>
public sealed record Spread(double From, double To)
{
    internal double Draw(ref RandomStream stream) => stream.Between(From, To);

    internal int DrawWhole(ref RandomStream stream) => stream.Whole((int)From, (int)To);
}
