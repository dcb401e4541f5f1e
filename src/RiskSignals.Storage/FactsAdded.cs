namespace RiskSignals.Storage;

/// <summary>What became of the facts handed to a store.</summary>
/// <param name="New">Facts kept that were not there before.</param>
/// <param name="AlreadyThere">Facts that were there with the same content; nothing was changed.</param>
/// <param name="Refused">Facts not kept, by index.</param>
public sealed record FactsAdded(int New, int AlreadyThere, IReadOnlyList<RefusedFact> Refused);

/// <summary>A fact that was not kept.</summary>
/// <param name="Index">Its place in the list handed in, from 0.</param>
/// <param name="Column">The column at fault.</param>
/// <param name="Value">What stood there.</param>
/// <param name="Expected">What would have been accepted.</param>
public sealed record RefusedFact(int Index, string Column, string Value, string Expected)
{
    public override string ToString() => $"{Column} is '{Value}'; expected {Expected}.";
}
