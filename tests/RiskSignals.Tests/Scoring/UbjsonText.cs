using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;

namespace RiskSignals.Tests.Scoring;

/// <summary>Writes JSON as UBJSON, the way XGBoost does: 64-bit lengths, arrays of numbers in one type.</summary>
internal static class UbjsonText
{
    private static readonly string[] Floats = ["split_conditions", "sum_hessian", "base_weights", "loss_changes"];

    public static byte[] Bytes(JsonNode model)
    {
        using var stream = new MemoryStream();
        Write(stream, string.Empty, model);
        return stream.ToArray();
    }

    private static void Write(MemoryStream stream, string name, JsonNode? value)
    {
        switch (value)
        {
            case JsonObject properties:
                stream.WriteByte((byte)'{');
                foreach (var (key, child) in properties)
                {
                    Text(stream, key);
                    Write(stream, key, child);
                }

                stream.WriteByte((byte)'}');
                break;
            case JsonArray items when Array.IndexOf(Floats, name) >= 0:
                Numbers(stream, 'd', [.. items.Select(item => (long)BitConverter.SingleToInt32Bits(item!.GetValue<float>()))], width: 4);
                break;
            case JsonArray items when name is "left_children" or "right_children" or "split_indices" or "parents":
                Numbers(stream, 'l', [.. items.Select(item => (long)item!.GetValue<int>())], width: 4);
                break;
            case JsonArray items when name is "default_left" or "split_type":
                Numbers(stream, 'U', [.. items.Select(item => (long)item!.GetValue<int>())], width: 1);
                break;
            case JsonArray items:
                stream.Write("[#L"u8);
                BigEndian(stream, items.Count, width: 8);
                foreach (var item in items)
                {
                    Write(stream, string.Empty, item);
                }

                break;
            case JsonValue text when text.TryGetValue<string>(out var letters):
                stream.WriteByte((byte)'S');
                Text(stream, letters);
                break;
            default:
                stream.WriteByte((byte)'L');
                BigEndian(stream, value!.GetValue<int>(), width: 8);
                break;
        }
    }

    private static void Numbers(MemoryStream stream, char type, long[] numbers, int width)
    {
        stream.Write([(byte)'[', (byte)'$', (byte)type, (byte)'#', (byte)'L']);
        BigEndian(stream, numbers.Length, width: 8);
        foreach (var number in numbers)
        {
            BigEndian(stream, number, width);
        }
    }

    private static void Text(MemoryStream stream, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        stream.WriteByte((byte)'L');
        BigEndian(stream, bytes.Length, width: 8);
        stream.Write(bytes);
    }

    private static void BigEndian(MemoryStream stream, long number, int width)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        stream.Write(bytes[^width..]);
    }
}
