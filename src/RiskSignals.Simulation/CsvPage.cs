using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using RiskSignals.Borrowers;

namespace RiskSignals.Simulation;

/// <summary>Rows of CSV as UTF-8 bytes, in the same form as <see cref="TextFactWriter"/>. One page is filled and emptied many times.</summary>
internal sealed class CsvPage : FactWriter
{
    private const int SecondsADay = 86_400;

    private static readonly SearchValues<char> NeedsQuotes = SearchValues.Create(",\"\r\n");

    private byte[] bytes = new byte[4096];

    private int length;

    public ReadOnlySpan<byte> Bytes => bytes.AsSpan(0, length);

    public void Clear() => length = 0;

    /// <summary>Appends one row, line feed included.</summary>
    public void Row(FactKind kind, Fact fact)
    {
        kind.Write(fact, this);
        EndRow();
    }

    /// <summary>Appends a row as it stands.</summary>
    public void Row(FormattableString row)
    {
        Put(FormattableString.Invariant(row));
        bytes[length++] = (byte)'\n';
    }

    /// <summary>Ends a row whose fields were written one by one.</summary>
    public void EndRow() => bytes[length - 1] = (byte)'\n';

    public override void Text(string? value)
    {
        if (value is null)
        {
            Room(1)[0] = (byte)',';
            length++;
            return;
        }

        if (value.AsSpan().ContainsAny(NeedsQuotes))
        {
            value = $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        }

        Put(value);
        bytes[length++] = (byte)',';
    }

    public override void Day(DateOnly? value)
    {
        var room = Room(11);
        End(value is { } day ? Put(day, room) : 0, room);
    }

    public override void Instant(Instant value)
    {
        var room = Room(21);
        Put(value.Day, room);
        var second = (int)(value.UnixSeconds % SecondsADay);
        room[10] = (byte)'T';
        Two(second / 3600, room[11..]);
        room[13] = (byte)':';
        Two(second / 60 % 60, room[14..]);
        room[16] = (byte)':';
        Two(second % 60, room[17..]);
        room[19] = (byte)'Z';
        End(20, room);
    }

    public override void Whole(long? value)
    {
        var room = Room(21);
        var written = 0;
        if (value is { } number)
        {
            Utf8Formatter.TryFormat(number, room, out written);
        }

        End(written, room);
    }

    public override void Flag(bool value) => Text(value ? "true" : "false");

    private void Put(string text) => length += Encoding.UTF8.GetBytes(text, Room((3 * text.Length) + 1));

    private static int Put(DateOnly day, Span<byte> room)
    {
        day.TryFormat(room, out var written, "O", CultureInfo.InvariantCulture);
        return written;
    }

    private static void Two(int number, Span<byte> room) => (room[0], room[1]) = ((byte)('0' + (number / 10)), (byte)('0' + (number % 10)));

    private void End(int written, Span<byte> room)
    {
        room[written] = (byte)',';
        length += written + 1;
    }

    private Span<byte> Room(int most)
    {
        if (bytes.Length - length < most)
        {
            Array.Resize(ref bytes, Math.Max(2 * bytes.Length, length + most));
        }

        return bytes.AsSpan(length);
    }
}
