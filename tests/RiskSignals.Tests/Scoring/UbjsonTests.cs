using System.Buffers.Binary;
using System.Text;
using RiskSignals.Scoring;

namespace RiskSignals.Tests.Scoring;

public sealed class UbjsonTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_model_scores_the_same_from_both_forms(int seed)
    {
        var models = new RandomEnsembles(seed) { DepthMin = 0 };
        var (fromJson, fromUbjson) = (models.Ensemble(), TreeEnsemble.Parse(Ubjson(models)));
        Assert.All(models.Rows(300), row => Assert.True(fromJson.Margin(row) == fromUbjson.Margin(row), $"{models}"));
        Assert.Equal(fromJson.ExpectedMargin, fromUbjson.ExpectedMargin);
    }

    [Fact]
    public void Whole_numbers_come_in_every_width_and_lengths_may_be_left_to_an_end_mark()
    {
        var model = TreeText.Model(1, "5E-1", new TreeText.Node(0, 1.5f, 2, true, new(-1, -1, 1), new(-1, 1, 1)));
        var tree = model["learner"]!["gradient_booster"]!["model"]!["trees"]![0]!;
        foreach (var name in (string[])["left_children", "right_children", "default_left", "split_conditions"])
        {
            tree.AsObject().Remove(name);
        }

        // [i -1] in one array of every width; a float as D; flags as T and F.
        var bytes = UbjsonText.Bytes(model).AsSpan();
        byte[] more =
        [
            .. Key("left_children"), .. "[U\u0001i"u8, 0xff, .. "I"u8, 0xff, 0xff, (byte)']',
            .. Key("right_children"), .. "[l\0\0\0\u0002L"u8, .. Enumerable.Repeat((byte)0xff, 8), .. "i"u8, 0xff, (byte)']',
            .. Key("default_left"), .. "[TFF]"u8,
            .. Key("split_conditions"), .. "[D"u8, 0x3f, 0xf8, 0, 0, 0, 0, 0, 0, .. "d"u8, 0xbf, 0x80, 0, 0, .. "i\u0001]"u8,
        ];
        var place = bytes.IndexOf("split_indices"u8) - 9;
        var trees = XgboostUbjson.Parse((byte[])[.. bytes[..place], .. more, .. bytes[place..]]);
        Assert.Equal([-1, 1, -1], ((float[])[1, 1.5f, float.NaN]).Select(value => trees.Margin([value])));

        static byte[] Key(string name) => [(byte)'U', (byte)name.Length, .. Encoding.UTF8.GetBytes(name)];
    }

    [Theory]
    [InlineData("split_conditions", "Tree 0 node 0 has the value \"NaN\" in split_conditions")]
    [InlineData("sum_hessian", "Tree 0 node 0 has the value \"NaN\" in sum_hessian")]
    public void A_number_that_is_none_is_refused_by_tree_and_node(string array, string fault)
    {
        var bytes = Ubjson(new(3) { Trees = 1 });
        var place = bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(array)) + array.Length + "[$d#L".Length + 8;
        (bytes[place], bytes[place + 1]) = (0x7f, 0xc0);
        var error = Assert.Throws<FormatException>(() => XgboostUbjson.Parse(bytes));
        Assert.Contains(fault, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{U\u0001a[$l#L\u007f\u007f\u007f\u007f\u007f\u007f\u007f\u007f", "elements with 0 bytes left")]
    [InlineData("{U\u0001a[#L\u007f\u007f\u007f\u007f\u007f\u007f\u007f\u007fTTTT", "elements with 4 bytes left")]
    [InlineData("{U\u0001a[$T#l\u007f\u007f\u007f\u007f", "an array of 'T'")]
    [InlineData("{U\u0001a[$[#U\u0002", "an array of '['")]
    [InlineData("{U\u0001aSl\u007f\u007f\u007f\u007fab", "letters with 2 bytes left")]
    [InlineData("{#l\u007f\u007f\u007f\u007f", "elements with 0 bytes left")]
    [InlineData("{U\u0001aSi\u0080", "-128 letters with 0 bytes left")]
    [InlineData("{U\u0001aSI\u0001", "has 1 bytes where 2 are needed")]
    [InlineData("{U\u0001aH", "the type 'H'")]
    [InlineData("{U\u0001aT", "has nothing at byte 5")]
    [InlineData("{U\u0001aT}}", "1 bytes follow the model")]
    [InlineData("{U\u0001aTU\u0001aT}", "not JSON")]
    [InlineData("{i\u0001aT}", "no 'learner'")]
    public void Bytes_that_promise_what_they_do_not_hold_are_refused(string letters, string fault)
    {
        var bytes = Encoding.Latin1.GetBytes(letters);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<FormatException>(() => TreeEnsemble.Parse(bytes));
        Assert.Contains(fault, error.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Theory]
    [InlineData(64 * 1024, "no 'learner'")]
    [InlineData((64 * 1024) + 1, "a text of 65537 letters, more than 65536")]
    [InlineData(100_000_000, "a text of 100000000 letters, more than 65536")]
    public void A_text_is_no_longer_than_64_KiB_since_it_may_grow_sixfold_as_JSON(int letters, string fault)
    {
        var bytes = new byte[10 + letters + 1];
        "{U\u0001aSl"u8.CopyTo(bytes);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(6), letters);
        bytes[^1] = (byte)'}';
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<FormatException>(() => TreeEnsemble.Parse(bytes));
        Assert.Contains(fault, error.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 3_000_000);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{U\u0001a")]
    public void Deep_nesting_is_refused_without_filling_the_stack(string level)
    {
        var bytes = Encoding.Latin1.GetBytes("{U\u0001a" + string.Concat(Enumerable.Repeat(level, 1_000_000)));
        var error = Assert.Throws<FormatException>(() => TreeEnsemble.Parse(bytes));
        Assert.Contains("levels of nesting", error.Message, StringComparison.Ordinal);
        var json = Encoding.UTF8.GetBytes("{\"learner\":" + string.Concat(Enumerable.Repeat(level == "[" ? "[" : "{\"a\":", 1_000_000)));
        Assert.Throws<FormatException>(() => TreeEnsemble.Parse(json));
    }

    [Fact]
    public void Every_truncation_is_refused()
    {
        var bytes = Ubjson(new(4) { Trees = 2, DepthMax = 2 });
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Throws<FormatException>(() => XgboostUbjson.Parse(bytes.AsMemory(0, length)));
        }
    }

    private static byte[] Ubjson(RandomEnsembles models) =>
        UbjsonText.Bytes(TreeText.Model(models.Features, models.BaseScore, models.Roots()));
}
