using System.Text.Json.Nodes;

namespace RiskSignals.Simulation;

/// <summary>A simulated lender: how many borrowers, over which period, and with which habits. Written as JSON in snake_case.</summary>
/// <remarks>Amounts are minor units, rates a year or a day as their names say, shares and chances run from 0 to 1.</remarks>
/// <param name="Name">Of the lender.</param>
/// <param name="About">One sentence for people.</param>
/// <param name="Borrowers">Number of borrowers; a larger one adds borrowers and leaves the earlier ones as they are.</param>
/// <param name="Months">Months from <paramref name="StartOn"/>; a larger one adds facts known later and leaves the earlier ones.</param>
/// <param name="Seed">Same seed and parameters, same bytes.</param>
/// <param name="StartOn">First day of the lender's book. Bank feeds reach 90 days further back.</param>
/// <param name="Currency">ISO 4217 code of all amounts.</param>
/// <param name="Jurisdiction">Rule-pack code of all borrowers.</param>
/// <param name="TimeZone">IANA name of all borrowers' time zone.</param>
public sealed record SimulationParameters(
    [Text("a name")] string Name,
    [Text("a sentence")] string About,
    [Bounds(1, 9_999_999)] int Borrowers,
    [Bounds(1, 240)] int Months,
    ulong Seed,
    [Years(1980, 2199)] DateOnly StartOn,
    [Currency] string Currency,
    [Text("a rule-pack code such as UK")] string Jurisdiction,
    [TimeZone] string TimeZone,
    PeopleParameters People,
    [AddUp] EnumTable<Persona, PersonaParameters> Personas,
    ShocksParameters Shocks,
    LoansParameters Loans,
    RepaymentParameters Repayment,
    FeedParameters Feed,
    ResponsesParameters Responses,
    HouseholdsParameters Households)
{
    /// <summary>First day after the simulated period.</summary>
    public DateOnly EndOnExcl => StartOn.AddMonths(Months);

    /// <summary>Facts learnt before this day are lived but not written, as a feed that goes on from an earlier import; null writes all.</summary>
    public DateOnly? KnownFrom { get; init; }

    /// <summary>Faults planted in the lender, none in an honest one; asked for with a run, never part of a lender's file.</summary>
    public PlantedFaults Plants { get; init; } = PlantedFaults.None;

    /// <summary>Refuses parameters that make no lender, all faults in one message.</summary>
    /// <exception cref="ArgumentException">Something is out of bounds.</exception>
    public void Check()
    {
        Of(ParameterTree.Write(this), Name);
        if (Plants.Fault(StartOn, EndOnExcl) is { } fault)
        {
            throw new ArgumentException($"The lender '{Name}' can't be simulated: {fault}.");
        }
    }

    /// <summary>The parameters as a file holds them, complete.</summary>
    public string ToJson() => ParameterTree.Write(this)!.ToJsonString(new() { WriteIndented = true }) + "\n";

    internal static SimulationParameters Of(JsonNode? root, string name)
    {
        var tree = new ParameterTree();
        var parameters = (SimulationParameters?)tree.Read(typeof(SimulationParameters), root, "$");
        return tree.Faults.Count == 0
            ? parameters!
            : throw new ArgumentException($"The lender '{name}' can't be simulated:\n  {string.Join("\n  ", tree.Faults)}");
    }
}
