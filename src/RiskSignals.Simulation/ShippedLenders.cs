using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RiskSignals.Simulation;

/// <summary>The lenders that are carried inside the program, and those of files of the same form.</summary>
public static class ShippedLenders
{
    /// <summary>Name of the lender that is meant when none is named.</summary>
    public const string DefaultName = "consumer-instalment";

    private const string BasedOn = "based_on";

    private static readonly Lazy<SimulationParameters> DefaultLender = new(() => Parse(Text(DefaultName)!, DefaultName));

    /// <summary>Names of the shipped lenders.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. Assembly.GetExecutingAssembly().GetManifestResourceNames().Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal)!];

    /// <summary>The consumer instalment lender.</summary>
    public static SimulationParameters Default => DefaultLender.Value;

    /// <summary>The parameters of a shipped lender, or of a file.</summary>
    /// <param name="nameOrPath">A name of <see cref="Names"/>, or a path that ends in .json.</param>
    /// <exception cref="ArgumentException">There is no such lender or file, or its parameters are refused: all faults with their JSON paths.</exception>
    public static SimulationParameters Read(string nameOrPath)
    {
        if (Text(nameOrPath) is { } shipped)
        {
            return Parse(shipped, nameOrPath);
        }

        return File.Exists(nameOrPath)
            ? Parse(File.ReadAllText(nameOrPath), nameOrPath)
            : throw new ArgumentException($"There is no lender '{nameOrPath}'; expected {string.Join(", ", Names)}, or a JSON file.", nameof(nameOrPath));
    }

    /// <summary>Reads parameters. What a file that is based on a shipped lender leaves out is taken from there.</summary>
    /// <param name="name">Name of the lender or path of the file, for errors.</param>
    /// <exception cref="ArgumentException">The parameters are refused; the message lists all faults with their JSON paths.</exception>
    public static SimulationParameters Parse(string json, string name)
    {
        JsonNode? root;
        try
        {
            root = JsonNode.Parse(json, documentOptions: new() { AllowDuplicateProperties = false, CommentHandling = JsonCommentHandling.Skip });
        }
        catch (JsonException fault)
        {
            throw new ArgumentException($"The lender '{name}' is no JSON: {fault.Message}", nameof(json), fault);
        }

        if (root is JsonObject fields && fields.Remove(BasedOn, out var basedOn))
        {
            var text = basedOn is JsonValue value && value.TryGetValue<string>(out var baseName) ? Text(baseName) : null;
            root = text is not null
                ? Merge(JsonNode.Parse(text)!.AsObject(), fields)
                : throw new ArgumentException($"The lender '{name}': $.{BasedOn} is {basedOn}; expected {string.Join(", ", Names)}.", nameof(json));
        }

        return SimulationParameters.Of(root, name);
    }

    /// <summary>The lender a shipped one is based on may be based on another.</summary>
    private static JsonObject Merge(JsonObject under, JsonObject over)
    {
        if (under.Remove(BasedOn, out var further))
        {
            under = Merge(JsonNode.Parse(Text((string)further!)!)!.AsObject(), under);
        }

        return Overlay(under, over);

        static JsonObject Overlay(JsonObject under, JsonObject over)
        {
            foreach (var (word, value) in over)
            {
                under[word] = value is JsonObject inner && under[word] is JsonObject old ? Overlay(old, inner) : value?.DeepClone();
            }

            return under;
        }
    }

    private static string? Text(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name + ".json");
        return stream is null ? null : new StreamReader(stream).ReadToEnd();
    }
}
