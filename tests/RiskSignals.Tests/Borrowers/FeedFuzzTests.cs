using System.Text;
using RiskSignals.Borrowers;

namespace RiskSignals.Tests.Borrowers;

public class FeedFuzzTests
{
    private static readonly string[] Seeds = [Payloads.Obie, Payloads.Obie4, Payloads.Berlin, Payloads.Plaid];

    private static readonly string[] Nasty =
    [
        "1e999999999", "-0", "123456789012345678901234567890.5", "null", "true", "[]", "{}", "\"\"", "\"\\ud800\"", "\"\\u0000\"", "\"GBP\"",
        "\"9999-99-99\"",
        "\"0001-01-01T00:00:00+14:00\"", "[[[[[[[[]]]]]]]]", "{\"a\":1,\"a\":2}", "{\"\\ud800\":1}", "\"1e30\"", "-1", "\"2025-03-30T\"", ",", ":", "}",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_spoilt_payload_is_read_or_refused_and_nothing_else(int seed)
    {
        var random = new Random(seed);
        var read = 0;
        for (var i = 0; i < 4_000; i++)
        {
            var bytes = Spoil(Encoding.UTF8.GetBytes(Seeds[random.Next(Seeds.Length)]), random);
            try
            {
                var payload = OpenBankingFeed.Read(bytes, Payloads.Origin, random.Next(4) == 0 ? (FeedFormat)random.Next(3) : null);
                var news = FeedNews.Compare([payload], [], Payloads.Origin, (new DateOnly(2025, 1, 1), new DateOnly(2026, 1, 1)));
                Assert.All(news.Facts, fact => Assert.Equal("B1", fact.Fact.BorrowerId));
                Assert.All(payload.Refused, fault => Assert.True(fault.Fault.Message.Length < 4_000));
                read++;
            }
            catch (FactRefusedException fault)
            {
                Assert.StartsWith("$", fault.Field, StringComparison.Ordinal);
            }
            catch (Exception other) when (other is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"seed {seed}, number {i}: {other}\n{Convert.ToBase64String(bytes)}");
            }
        }

        Assert.InRange(read, 500, 3_900);
    }

    [Fact]
    public void Depth_is_bounded()
    {
        var deep = Encoding.UTF8.GetBytes("{\"Data\":" + string.Concat(Enumerable.Repeat("[", 200_000)));
        Assert.Equal("$", Assert.Throws<FactRefusedException>(() => OpenBankingFeed.Read(deep, Payloads.Origin)).Field);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_refused()
    {
        byte[] bytes = [.. "{\"Data\":{\"Account\":[{\"AccountId\":\""u8, 0xC3, 0x28, .. "\"}]}}"u8];
        Assert.Equal("bytes that are no text", Assert.Throws<FactRefusedException>(() => OpenBankingFeed.Read(bytes, Payloads.Origin)).Value);
    }

    [Fact]
    public void A_byte_order_mark_is_no_fault()
    {
        byte[] bytes = [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Payloads.Obie)];
        Assert.Empty(OpenBankingFeed.Read(bytes, Payloads.Origin).Refused);
    }

    /// <summary>Swaps a value for another, or bytes for others.</summary>
    internal static byte[] Spoil(byte[] bytes, Random random)
    {
        for (var times = random.Next(1, 4); times > 0; times--)
        {
            if (random.Next(3) > 0)
            {
                var text = Encoding.UTF8.GetString(bytes);
                var starts = Enumerable.Range(0, text.Length - 1).Where(i => text[i] == ':').ToArray();
                if (starts.Length == 0)
                {
                    continue;
                }

                var from = starts[random.Next(starts.Length)] + 1;
                var to = text.IndexOfAny([',', '}', ']'], from);
                to = to < 0 ? text.Length : to;
                bytes = Encoding.UTF8.GetBytes(text[..from] + Nasty[random.Next(Nasty.Length)] + text[to..]);
            }
            else
            {
                var at = random.Next(bytes.Length);
                bytes = random.Next(3) switch
                {
                    0 => [.. bytes[..at], (byte)random.Next(256), .. bytes[(at + 1)..]],
                    1 => [.. bytes[..at], .. bytes[Math.Min(bytes.Length, at + random.Next(1, 20))..]],
                    _ => [.. bytes[..at], .. bytes[at..Math.Min(bytes.Length, at + random.Next(1, 40))], .. bytes[at..]],
                };
            }

            if (bytes.Length == 0)
            {
                return [0];
            }
        }

        return bytes;
    }
}
