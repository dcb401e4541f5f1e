namespace RiskSignals.Borrowers;

/// <summary>Finds which of a table's phrases stands in a line of text; of several the one earliest in the table.</summary>
/// <remarks>
/// A phrase is capital words, as COUNCIL TAX. PHARMAC* also stands for longer last words, ~MOBILE for longer first words, *PAYDAY for any
/// place, inside words too.
/// </remarks>
internal sealed class PhraseTable<T>
    where T : struct
{
    private const int KeyLength = 3;

    private readonly Dictionary<string, List<Phrase>> byStart = new(StringComparer.Ordinal);

    private readonly Dictionary<string, List<Phrase>>.AlternateLookup<ReadOnlySpan<char>> starts;

    private readonly List<Phrase> elsewhere = [];

    /// <param name="rules">Phrases with | between them, and what they stand for.</param>
    public PhraseTable(IEnumerable<(string Phrases, T Value)> rules)
    {
        var order = 0;
        foreach (var (phrases, value) in rules)
        {
            foreach (var text in phrases.Split('|'))
            {
                Add(text, value, order++);
            }
        }

        starts = byStart.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>What the earliest phrase of the table that stands in the line stands for; null if none does.</summary>
    public T? Find(in TextLine line)
    {
        Phrase? best = null;
        var text = line.Text;
        for (var i = 1; i + KeyLength <= text.Length; i++)
        {
            if (text[i - 1] != ' ' || !starts.TryGetValue(text.Slice(i, KeyLength), out var phrases))
            {
                continue;
            }

            foreach (var phrase in phrases)
            {
                if ((best is null || phrase.Order < best.Order) && text[i..].StartsWith(phrase.Text))
                {
                    best = phrase;
                }
            }
        }

        foreach (var phrase in elsewhere)
        {
            if ((best is null || phrase.Order < best.Order) && text.Contains(phrase.Text, StringComparison.Ordinal))
            {
                best = phrase;
            }
        }

        return best?.Value;
    }

    private void Add(string text, T value, int order)
    {
        switch (text[0])
        {
            case '*':
                elsewhere.Add(new Phrase(text[1..], value, order));
                return;
            case '~':
                elsewhere.Add(new Phrase(text[1..] + " ", value, order));
                return;
        }

        var whole = text.EndsWith('*') ? text[..^1] : text + " ";
        var key = whole[..KeyLength];
        if (!byStart.TryGetValue(key, out var phrases))
        {
            byStart[key] = phrases = [];
        }

        phrases.Add(new Phrase(whole, value, order));
    }

    private sealed record Phrase(string Text, T Value, int Order);
}
