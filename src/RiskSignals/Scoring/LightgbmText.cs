using System.Text;

namespace RiskSignals.Scoring;

/// <summary>
/// Reads the text that LightGBM 3.x and 4.x save (version v3 or v4) for a <c>binary</c> objective, refusing whatever it cannot score.
/// Leaves are in log-odds; where the objective's sigmoid factor isn't 1 they are multiplied by it. Features called <c>Column_0</c> and so on
/// are those LightGBM wasn't told the names of.
/// </summary>
public static class LightgbmText
{
    /// <summary>Reads a model.</summary>
    /// <exception cref="FormatException">The text is not such a model; the message names the tree, the node or line, and the value.</exception>
    public static TreeEnsemble Parse(ReadOnlyMemory<byte> text)
    {
        TreeEnsemble.RequireSize(text.Length);
        var position = 0;
        var header = ReadSection(text, ref position, "The header", out var next);
        RequireKind(header);
        var sigmoid = Sigmoid(header);
        var featureCount = header.Whole("max_feature_idx") is var last and < TreeEnsemble.FeaturesMax
            ? last + 1
            : throw header.Bad("max_feature_idx", $"below {TreeEnsemble.FeaturesMax}");
        var names = header.Words("feature_names");
        if (names.Length != featureCount)
        {
            throw new FormatException($"The header has {names.Length} feature_names but max_feature_idx {last}; one name a feature is expected.");
        }

        var packed = new PackedTrees(featureCount);
        while (next.StartsWith("Tree=", StringComparison.Ordinal))
        {
            var number = packed.Roots.Count;
            if (next != $"Tree={number}")
            {
                throw new FormatException($"'{next}' follows {number} trees; 'Tree={number}' is expected.");
            }

            packed.Add(LightgbmTree.Read(ReadSection(text, ref position, $"Tree {number}", out next), number, sigmoid));
        }

        if (next != "end of trees")
        {
            throw new FormatException($"The model ends within tree {packed.Roots.Count - 1}, without 'end of trees'; it was cut short, restore it.");
        }

        if (header.Has("tree_sizes") && header.Words("tree_sizes").Length is var stated && stated != packed.Roots.Count)
        {
            throw new FormatException($"The header has {stated} tree_sizes but {packed.Roots.Count} trees follow; it was changed, restore it.");
        }

        return packed.ToEnsemble(baseMargin: 0, sumsInFloat: false, names.Index().All(one => one.Item == $"Column_{one.Index}") ? [] : names);
    }

    /// <summary>The lines up to the next tree or the end of the trees, which goes to <paramref name="next"/>.</summary>
    private static LightgbmSection ReadSection(ReadOnlyMemory<byte> text, ref int position, string name, out string next)
    {
        var section = new LightgbmSection(name);
        while (position < text.Length)
        {
            var rest = text[position..];
            var length = rest.Span.IndexOf((byte)'\n') is var end and >= 0 ? end : rest.Length;
            position += Math.Min(length + 1, rest.Length);
            var line = rest[..length];
            if (line.Span.EndsWith("\r"u8))
            {
                line = line[..^1];
            }

            if (line.Span.StartsWith("Tree="u8) || line.Span.SequenceEqual("end of trees"u8))
            {
                next = Encoding.UTF8.GetString(line.Span[..Math.Min(line.Length, 20)]);
                return section;
            }

            if (line.Length > 0)
            {
                section.Add(line);
            }
        }

        next = string.Empty;
        return section;
    }

    private static void RequireKind(LightgbmSection header)
    {
        if (!header.Has("tree"))
        {
            throw new FormatException("The model doesn't begin with the line 'tree'; a text model of LightGBM is expected.");
        }

        if (header.Text("version") is not ("v3" or "v4"))
        {
            throw header.Bad("version", "v3 or v4, as LightGBM 3.x and 4.x write");
        }

        if (header.Whole("num_class") != 1)
        {
            throw header.Bad("num_class", "1: only a model of one output can be scored");
        }

        if (header.Has("num_tree_per_iteration") && header.Whole("num_tree_per_iteration") != 1)
        {
            throw header.Bad("num_tree_per_iteration", "1: only a model of one output can be scored");
        }

        if (header.Has("average_output"))
        {
            throw new FormatException("The header has average_output: a random forest, whose mean is no log-odds; train with boosting gbdt, dart or goss.");
        }
    }

    /// <summary>The probability is 1 ÷ (1 + exp(−sigmoid · sum of leaves)).</summary>
    private static double Sigmoid(LightgbmSection header)
    {
        const string Expected = "'binary sigmoid:NUMBER', the number between 0 and 1,000,000";
        var words = header.Words("objective");
        if (words is not ["binary", _] || !words[1].StartsWith("sigmoid:", StringComparison.Ordinal))
        {
            throw header.Bad("objective", Expected);
        }

        return LightgbmSection.TryNumber(Encoding.UTF8.GetBytes(words[1]["sigmoid:".Length..]), out double sigmoid) && sigmoid is > 0 and < 1e6
            ? sigmoid
            : throw header.Bad("objective", Expected);
    }
}
