using System.Text;

namespace RiskSignals.Storage;

/// <summary>Reads lines of UTF-8 text without ever holding more than one of bounded length. A byte-order mark is skipped.</summary>
internal sealed class LineReader : IDisposable
{
    /// <summary>Longest line read; more characters are skipped, and <see cref="IsCut"/> says so.</summary>
    public const int LengthMax = 65_536;

    private readonly FileStream file;

    private readonly StreamReader reader;

    private readonly char[] buffer = new char[65_536];

    private readonly StringBuilder part = new();

    private int at;

    private int filled;

    public LineReader(string path)
    {
        file = File.OpenRead(path);
        reader = new StreamReader(file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), detectEncodingFromByteOrderMarks: false);
        Length = file.Length;
    }

    /// <summary>Bytes of the file.</summary>
    public long Length { get; }

    /// <summary>Bytes read from the disk so far.</summary>
    public long Position => file.Position;

    /// <summary>Number of the line read last, from 1.</summary>
    public long Number { get; private set; }

    /// <summary>Whether the line read last was longer than <see cref="LengthMax"/>.</summary>
    public bool IsCut { get; private set; }

    /// <summary>The next line without its line feed, or null at the end.</summary>
    public string? Read()
    {
        IsCut = false;
        part.Clear();
        while (true)
        {
            if (at == filled)
            {
                filled = reader.Read(buffer);
                at = 0;
                if (filled == 0)
                {
                    return part.Length > 0 ? Line(part.ToString()) : null;
                }
            }

            var feed = buffer.AsSpan(at, filled - at).IndexOf('\n');
            var length = feed < 0 ? filled - at : feed;
            if (feed >= 0 && part.Length == 0)
            {
                var whole = new string(buffer, at, length);
                at += length + 1;
                return Line(whole);
            }

            var room = Math.Min(length, LengthMax - part.Length);
            IsCut |= room < length;
            part.Append(buffer, at, room);
            at += feed < 0 ? length : length + 1;
            if (feed >= 0)
            {
                return Line(part.ToString());
            }
        }
    }

    public void Dispose() => reader.Dispose();

    private string Line(string text)
    {
        Number++;
        if (Number == 1 && text.StartsWith('\uFEFF'))
        {
            text = text[1..];
        }

        return text.EndsWith('\r') ? text[..^1] : text;
    }
}
