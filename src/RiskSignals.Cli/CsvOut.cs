using System.Globalization;

namespace RiskSignals.Cli;

/// <summary>Writes a CSV file that takes its name only once it is complete.</summary>
internal sealed class CsvOut : IDisposable
{
    private readonly string path;

    private readonly StreamWriter writer;

    public CsvOut(string path, IEnumerable<string> header)
    {
        this.path = path;
        writer = new StreamWriter(path + ".part") { NewLine = "\n" };
        writer.WriteLine(string.Join(',', header));
    }

    public void Row(IEnumerable<object> values) => writer.WriteLine(Line(values));

    /// <summary>A row as text, for <see cref="Rows"/>; may be made on any thread.</summary>
    public static string Line(IEnumerable<object> values) => string.Join(',', values.Select(Text));

    public void Rows(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            writer.WriteLine(line);
        }
    }

    /// <summary>Ends the file and gives it its name.</summary>
    public void Complete()
    {
        writer.Dispose();
        File.Move(path + ".part", path, overwrite: true);
    }

    public void Dispose()
    {
        writer.Dispose();
        File.Delete(path + ".part");
    }

    private static string Text(object value)
    {
        var text = value switch
        {
            float.NaN or double.NaN => "",
            DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString() ?? "",
        };
        return text.AsSpan().IndexOfAny(",\"\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
