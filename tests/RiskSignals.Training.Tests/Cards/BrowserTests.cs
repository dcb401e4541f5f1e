using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace RiskSignals.Training.Tests.Cards;

/// <summary>Cards as a browser shows them: a trained one with everything on it, and the committed ones.</summary>
public sealed class BrowserTests : IDisposable
{
    /// <summary>Looks at the page from inside: figures as they stand, whether each is seen, and labels that are cut off or lie over others.</summary>
    private const string Probe =
        """
        <script>
        const faults = [], shown = [], box = element => element.getBoundingClientRect();
        for (const figure of document.body.querySelectorAll('[data-path]')) {
          const { width, height } = box(figure);
          shown.push([figure.dataset.path, figure.textContent]);
          if (!(width > 0 && height > 0)) faults.push(`${figure.dataset.path} is not seen`);
        }
        for (const drawing of document.querySelectorAll('svg')) {
          const frame = box(drawing), words = [...drawing.querySelectorAll('text')].map(text => [text.textContent, box(text)]);
          words.forEach(([word, at], i) => {
            if (at.left < frame.left - 1 || at.right > frame.right + 1 || at.top < frame.top - 1 || at.bottom > frame.bottom + 1)
              faults.push(`'${word}' is cut off`);
            for (const [other, there] of words.slice(0, i))
              if (Math.min(at.right, there.right) - Math.max(at.left, there.left) > 1 && Math.min(at.bottom, there.bottom) - Math.max(at.top, there.top) > 4)
                faults.push(`'${word}' lies over '${other}'`);
          });
        }
        if (document.documentElement.scrollWidth > innerWidth) faults.push('the page is wider than the window');
        const found = document.createElement('script');
        found.type = 'application/json';
        found.id = 'found';
        found.textContent = JSON.stringify({ shown, faults });
        document.body.append(found);
        </script>
        """;

    private const string FoundFrom = "<script type=\"application/json\" id=\"found\">";

    private readonly string folder = Directory.CreateTempSubdirectory("risk-browser").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [BrowserFact]
    public void Every_card_shows_the_figures_of_its_json_in_a_browser_with_no_label_cut_off_or_over_another()
    {
        foreach (var (name, card, json) in Cards())
        {
            using var found = Found(card.Replace("</body>", Probe + "</body>", StringComparison.Ordinal));
            using var document = JsonDocument.Parse(json);
            Assert.Empty(found.RootElement.GetProperty("faults").EnumerateArray().Select(fault => $"{name}: {fault.GetString()}"));
            var shown = found.RootElement.GetProperty("shown").EnumerateArray().Select(one => (Path: one[0].GetString()!, Text: one[1].GetString()!)).ToArray();
            Assert.True(shown.Length > 500, $"{name} shows {shown.Length} figures");
            Assert.Empty(shown.Where(one => CardReader.Find(document.RootElement, one.Path) is not { } value || !CardReader.Equals(one.Text, value))
                .Select(one => $"{name}: '{one.Text}' stands for {one.Path}"));
        }
    }

    [BrowserFact]
    public void A_card_is_drawn_on_the_screen_in_the_light_and_in_the_dark()
    {
        foreach (var scheme in new[] { 0, 1 })
        {
            var (from, picture) = (Path.Combine(folder, "card.html"), Path.Combine(folder, $"{scheme}.png"));
            File.WriteAllText(from, CardTests.Text("card.html"));
            var (_, complaints) = Chromium.Open(
                folder, from, $"--screenshot={picture}", "--window-size=1100,3000", $"--blink-settings=preferredColorScheme={scheme}");
            Assert.Empty(complaints);
            var bytes = File.ReadAllBytes(picture);
            Assert.Equal((1100, 3000), (BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(20))));
            Assert.InRange(Drawn(bytes), 0.02, 0.9);
        }
    }

    [BrowserFact]
    public void What_the_browser_looks_for_is_found_when_planted()
    {
        const string Page =
            """
            <!doctype html><html><body><p data-path="a" style="display:none">1</p>
            <svg viewBox="0 0 100 40" width="100"><text x="90" y="24">far right</text><text x="2" y="24">left</text><text x="4" y="24">over</text></svg>
            </body></html>
            """;
        using var found = Found(Page.Replace("</body>", Probe + "</body>", StringComparison.Ordinal));
        Assert.Equal(
            ["a is not seen", "'far right' is cut off", "'over' lies over 'left'"],
            found.RootElement.GetProperty("faults").EnumerateArray().Select(fault => fault.GetString()));
        var wrong = Path.Combine(folder, "wrong.html");
        File.WriteAllText(wrong, "<svg><path d=\"M NaN 3\"/></svg>");
        Assert.NotEmpty(Chromium.Open(folder, wrong, "--dump-dom").Complaints);
    }

    private static IEnumerable<(string Name, string Card, string Json)> Cards() =>
        Directory.GetFiles(Path.Combine(Project.Root, "models"), "card.html", SearchOption.AllDirectories)
            .Select(card => (card, File.ReadAllText(card), File.ReadAllText(Path.Combine(Path.GetDirectoryName(card)!, "metrics.json"))))
            .Prepend(("the trained card", CardTests.Text("card.html"), CardTests.Text("metrics.json")));

    private JsonDocument Found(string page)
    {
        var file = Path.Combine(folder, "page.html");
        File.WriteAllText(file, page);
        var (dom, complaints) = Chromium.Open(folder, file, "--dump-dom", "--window-size=1100,1000");
        Assert.Empty(complaints);
        var from = dom.IndexOf(FoundFrom, StringComparison.Ordinal) + FoundFrom.Length;
        return JsonDocument.Parse(dom[from..dom.IndexOf("</script>", from, StringComparison.Ordinal)]);
    }

    /// <summary>The share of bytes of a PNG that differ from what their neighbours foretell: 0 for a blank page.</summary>
    private static double Drawn(byte[] png)
    {
        using var packed = new MemoryStream();
        for (var at = 8; at < png.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            if (Encoding.ASCII.GetString(png, at + 4, 4) == "IDAT")
            {
                packed.Write(png, at + 8, length);
            }

            at += length + 12;
        }

        packed.Position = 0;
        using var unpacked = new MemoryStream();
        using var inflater = new ZLibStream(packed, CompressionMode.Decompress);
        inflater.CopyTo(unpacked);
        var bytes = unpacked.ToArray();
        return bytes.Count(one => one != 0) / (double)bytes.Length;
    }
}
