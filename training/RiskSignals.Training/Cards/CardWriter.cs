using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;

namespace RiskSignals.Training.Cards;

/// <summary>
/// Writes HTML whose every figure is read from one JSON document, by its path, at the moment it is written: what stands on the card can't differ
/// from the document. Each figure's element names its path.
/// </summary>
internal sealed class CardWriter(JsonElement root)
{
    // Keeps a number and its unit on one line.
    private const char NoBreak = '\u00a0';

    private readonly StringBuilder page = new();
    private bool[] isWords = [];

    /// <summary>The element at a path such as <c>test.deciles[3].observed</c>.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public JsonElement At(string path) => Find(path) is { ValueKind: not JsonValueKind.Null } found
        ? found
        : throw new InvalidOperationException($"The document has nothing at '{path}'.");

    /// <summary>Whether there is something at a path.</summary>
    public bool Has(string path) => Find(path) is { ValueKind: not JsonValueKind.Null };

    /// <summary>The number at a path.</summary>
    public double Number(string path) => At(path).GetDouble();

    /// <summary>How many elements the list at a path has; none if there is no such list.</summary>
    public int Count(string path) => Find(path) is { ValueKind: JsonValueKind.Array } list ? list.GetArrayLength() : 0;

    /// <summary>The paths of the elements of a list, the first so many.</summary>
    public string[] Paths(string list, int most = int.MaxValue) => [.. Enumerable.Range(0, Math.Min(Count(list), most)).Select(i => $"{list}[{i}]")];

    /// <summary>Markup as it is.</summary>
    public CardWriter Raw(string markup)
    {
        page.Append(markup);
        return this;
    }

    /// <summary>Markup with numbers that place things; no text.</summary>
    public CardWriter Drawn(FormattableString markup)
    {
        page.Append(markup.ToString(CultureInfo.InvariantCulture));
        return this;
    }

    /// <summary>A figure or word of the document, in an element that names its path.</summary>
    public string Shown(string path, string format = "", string element = "span", string attributes = "")
    {
        var (place, words) = (WebUtility.HtmlEncode(path), WebUtility.HtmlEncode(Words(path, format)));
        return $"<{element} data-path=\"{place}\"{(attributes.Length == 0 ? "" : " " + attributes)}>{words}</{element}>";
    }

    /// <summary>A word of the document as people write it, without its underscores.</summary>
    public string Word(string path) => $"<span data-path=\"{path}\">{WebUtility.HtmlEncode(At(path).GetString()!.Replace('_', ' '))}</span>";

    /// <summary>A feature's name.</summary>
    public string Code(string path) => $"<code>{Shown(path)}</code>";

    /// <summary>A figure, or a dash where there is none.</summary>
    public string Maybe(string path, string format) => Has(path) ? Shown(path, format) : "–";

    /// <summary>Two figures with a dash between them, or where they may be below zero with a word; a dash alone where there are none.</summary>
    public string Range(string low, string high, string format) =>
        !Has(low) ? "–" : $"{Shown(low, format)}{(format.Contains('+', StringComparison.Ordinal) ? " to " : "–")}{Shown(high, format)}";

    /// <summary>A row of cells under the table's heads; the first heads it.</summary>
    public CardWriter Row(params ReadOnlySpan<string> cells)
    {
        Raw("<tr>");
        for (var i = 0; i < cells.Length; i++)
        {
            Raw(i == 0 ? $"<th scope=\"row\">{cells[i]}</th>" : $"<td{(isWords[i] ? " class=\"words\"" : "")}>{cells[i]}</td>");
        }

        return Raw("</tr>\n");
    }

    /// <summary>A table with a caption and heads, its rows written by the caller. Columns whose head begins with &lt; hold words, the others figures.</summary>
    public CardWriter Table(string caption, IReadOnlyList<string> heads, Action rows)
    {
        isWords = [.. heads.Select((head, i) => i == 0 || head.StartsWith('<'))];
        Raw($"<div class=\"wide\"><table><caption>{caption}</caption><thead><tr>");
        for (var i = 0; i < heads.Count; i++)
        {
            Raw($"<th scope=\"col\"{(isWords[i] ? " class=\"words\"" : "")}>{heads[i].TrimStart('<')}</th>");
        }

        Raw("</tr></thead><tbody>\n");
        rows();
        return Raw("</tbody></table></div>\n");
    }

    /// <summary>A drawing with a title and words that tell what it shows.</summary>
    public CardWriter Figure(string caption, string words, int width, int height, Action drawing)
    {
        Drawn($"<figure><svg viewBox=\"0 0 {width} {height}\" role=\"img\" style=\"max-width:{width}px\">");
        Raw($"<title>{caption}</title><desc>{words}</desc>\n");
        drawing();
        return Raw($"</svg><figcaption><strong>{caption}.</strong> {words}</figcaption></figure>\n");
    }

    public byte[] ToBytes() => Encoding.UTF8.GetBytes(page.ToString());

    private string Words(string path, string format)
    {
        var found = At(path);
        return found.ValueKind switch
        {
            JsonValueKind.Number => found.GetDouble().ToString(format, CultureInfo.InvariantCulture).Replace('-', '−').Replace(' ', NoBreak),
            JsonValueKind.String => found.GetString()!,
            _ => throw new InvalidOperationException($"'{path}' is {found.ValueKind}; a number or a word is expected on the card."),
        };
    }

    private JsonElement? Find(string path)
    {
        var at = root;
        foreach (var step in path.Split('.', '['))
        {
            var isPlace = step.EndsWith(']');
            if (isPlace ? at.ValueKind != JsonValueKind.Array : at.ValueKind != JsonValueKind.Object)
            {
                return null;
            }

            if (isPlace)
            {
                var place = int.Parse(step[..^1], CultureInfo.InvariantCulture);
                if (place >= at.GetArrayLength())
                {
                    return null;
                }

                at = at[place];
            }
            else if (!at.TryGetProperty(step, out at))
            {
                return null;
            }
        }

        return at;
    }
}
