using System.Text.Json;
using System.Text.Json.Serialization;

namespace RiskSignals.Treatments;

/// <summary>Policies and decisions as JSON text: same value, same bytes. Members stand in the order of their declaration.</summary>
public static class PolicyText
{
    public static string Write(Policy policy) => JsonSerializer.Serialize(policy, TreatmentJson.Default.Policy);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="FormatException">The text is no policy, or the policy has faults.</exception>
    public static Policy Parse(string text)
    {
        var policy = TreatmentJson.Read(text, TreatmentJson.Default.Policy, "policy");
        var faults = policy.Faults();
        return faults.Count == 0 ? policy : throw new FormatException($"Policy '{policy.Id}' is refused: {string.Join(" ", faults)}");
    }
}

/// <summary>Decisions as JSON text: same value, same bytes.</summary>
public static class DecisionText
{
    public static string Write(Decision decision) => JsonSerializer.Serialize(decision, TreatmentJson.Default.Decision);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="FormatException">The text is no decision.</exception>
    public static Decision Parse(string text) => TreatmentJson.Read(text, TreatmentJson.Default.Decision, "decision");
}

/// <summary>Generated at build time, so that the order of members is that of the source and not of reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UseStringEnumConverter = true,
    IgnoreReadOnlyProperties = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(Policy))]
[JsonSerializable(typeof(Decision))]
internal sealed partial class TreatmentJson : JsonSerializerContext
{
    public static T Read<T>(string text, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type, string what)
    {
        try
        {
            return JsonSerializer.Deserialize(text, type) ?? throw new FormatException($"The text 'null' is no {what}.");
        }
        catch (JsonException fault)
        {
            throw new FormatException($"The text is no {what}: {fault.Message}", fault);
        }
    }
}
