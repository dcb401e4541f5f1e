using System.Text;

namespace RiskSignals.Borrowers;

/// <summary>The words that stand for the values of an enumeration in files and tables, in lower snake_case.</summary>
public static class Codes<T>
    where T : struct, Enum
{
    private static readonly Dictionary<T, string> WordOf = Enum.GetValues<T>().ToDictionary(value => value, value => Snake(value.ToString()));

    private static readonly Dictionary<string, T> ValueOf = WordOf.ToDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);

    /// <summary>All words, in the order of the enumeration.</summary>
    public static IReadOnlyList<string> Words { get; } = [.. WordOf.OrderBy(pair => pair.Key).Select(pair => pair.Value)];

    /// <summary>The word for a value.</summary>
    public static string Word(T value) => WordOf[value];

    /// <summary>The value a word stands for.</summary>
    public static bool TryParse(string word, out T value) => ValueOf.TryGetValue(word, out value);

    private static string Snake(string name)
    {
        var word = new StringBuilder();
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && word.Length > 0)
            {
                word.Append('_');
            }

            word.Append(char.ToLowerInvariant(letter));
        }

        return word.ToString();
    }
}
