using System.Globalization;
using RiskSignals.Borrowers;
using RiskSignals.V1;

namespace RiskSignals.Cli;

/// <summary>Facts as the host takes them: one text a column.</summary>
internal sealed class FactRows : FactWriter
{
    private readonly FactRow row = new();

    public static FactRow Of(Fact fact)
    {
        var (writer, kind) = (new FactRows(), FactKinds.Of(fact));
        writer.row.Kind = kind.Name;
        kind.Write(fact, writer);
        return writer.row;
    }

    public override void Text(string? value) => row.Values.Add(value ?? "");

    public override void Day(DateOnly? value) => row.Values.Add(value?.ToString("O", CultureInfo.InvariantCulture) ?? "");

    public override void Instant(Instant value) => row.Values.Add(value.ToString());

    public override void Whole(long? value) => row.Values.Add(value?.ToString(CultureInfo.InvariantCulture) ?? "");

    public override void Flag(bool value) => row.Values.Add(value ? "true" : "false");
}
