namespace RiskSignals.Borrowers;

/// <summary>The texts of a bank transaction in one line: capital letters and digits, one space between words, one at both ends.</summary>
internal readonly ref struct TextLine
{
    /// <summary>Room that always suffices.</summary>
    public const int LengthMax = (2 * FactField.TextLengthMax) + 4;

    private TextLine(ReadOnlySpan<char> text, int nameLength)
    {
        Text = text;
        NameLength = nameLength;
    }

    public ReadOnlySpan<char> Text { get; }

    /// <summary>How much of <see cref="Text"/> names the counterparty, both spaces included; 1 if it isn't named.</summary>
    public int NameLength { get; }

    public ReadOnlySpan<char> Name => Text[..NameLength];

    public bool IsEmpty => Text.Length <= 1;

    /// <param name="room">At least <see cref="LengthMax"/> characters, for the line to live in.</param>
    public static TextLine Of(ReadOnlySpan<char> counterparty, ReadOnlySpan<char> description, Span<char> room)
    {
        var length = 0;
        room[length++] = ' ';
        Append(counterparty, room, ref length);
        var nameLength = length;
        Append(description, room, ref length);
        return new TextLine(room[..length], nameLength);
    }

    private static void Append(ReadOnlySpan<char> text, Span<char> room, ref int length)
    {
        foreach (var letter in text.Length <= FactField.TextLengthMax ? text : text[..FactField.TextLengthMax])
        {
            if (char.IsLetterOrDigit(letter))
            {
                room[length++] = char.ToUpperInvariant(letter);
            }
            else if (letter != '\'' && room[length - 1] != ' ')
            {
                room[length++] = ' ';
            }
        }

        if (room[length - 1] != ' ')
        {
            room[length++] = ' ';
        }
    }
}
