using System.Text.Json;
using RiskSignals.Training.Fitting;

namespace RiskSignals.Training.Cohorts;

/// <summary>Which days make the rows of a cohort: the <c>cohort</c> part of a recipe.</summary>
public sealed record CohortChoice
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    /// <summary>First as-of day; null takes each loan from its first disbursement.</summary>
    public DateOnly? FirstDay { get; init; }

    /// <summary>Last as-of day; null takes the last day that has matured.</summary>
    public DateOnly? LastDay { get; init; }

    /// <summary>Days between as-of days; below 30 the windows of one loan overlap and its rows repeat one another.</summary>
    public int EveryDays { get; init; } = 30;

    /// <summary>Reads the part of a recipe; absent means the defaults.</summary>
    /// <exception cref="FormatException">An unknown key or a number out of bounds; the message names it.</exception>
    public static CohortChoice Of(Recipe recipe)
    {
        CohortChoice choice;
        try
        {
            choice = recipe.Cohort.ValueKind == JsonValueKind.Undefined
                ? new()
                : recipe.Cohort.Deserialize<CohortChoice>(Options) ?? new();
        }
        catch (JsonException error)
        {
            throw new FormatException($"Recipe: the cohort can't be read: {error.Message} Correct the key or value it names.", error);
        }

        return choice.EveryDays >= 1
            ? choice
            : throw new FormatException(
                $"Recipe: cohort.every_days is {choice.EveryDays}; 1 or more is expected.");
    }
}
