using System.Text;
using RiskSignals.Borrowers;
using RiskSignals.V1;

namespace RiskSignals.Service.Tests.Api;

/// <summary>Facts as a caller sends them.</summary>
internal static class WireFacts
{
    public static FactRow Row(Fact fact)
    {
        var (text, kind) = (new StringBuilder(), FactKinds.Of(fact));
        new TextFactWriter(text).Row(kind, fact);
        return new() { Kind = kind.Name, Values = { text.ToString().TrimEnd('\n').Split(',') } };
    }

    /// <summary>The place of a column in the rows of a kind.</summary>
    public static int Place(string kind, string column) =>
        FactKinds.All.Single(one => one.Name == kind).Fields.Select(field => field.Name).ToList().IndexOf(column);
}
