using System.Reflection;

namespace RiskSignals.Training.Fitting;

/// <summary>The recipes of training/recipes, carried inside the program so that the demo and the benchmarks run from any folder.</summary>
public static class ShippedRecipes
{
    /// <summary>Reads the recipe of a name, as miss30.</summary>
    /// <exception cref="ArgumentException">There is no recipe of that name.</exception>
    public static Recipe Read(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name + ".json")
            ?? throw new ArgumentException($"There is no shipped recipe '{name}'.", nameof(name));
        using var reader = new StreamReader(stream);
        return Recipe.Parse(reader.ReadToEnd());
    }
}
