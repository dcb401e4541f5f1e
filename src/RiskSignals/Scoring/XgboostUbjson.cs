using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace RiskSignals.Scoring;

/// <summary>
/// Reads the UBJSON that XGBoost 1.7 to 3.x saves by default: the same model in bytes, with lengths up front. It is turned into
/// XGBoost's JSON, number by number and without loss, so that one reader checks both.
/// </summary>
public static class XgboostUbjson
{
    private const int DepthMax = 64;

    /// <summary>A byte can take six as JSON, and the size is looked at between values; XGBoost's own texts are names and numbers.</summary>
    private const int TextBytesMax = 64 * 1024;

    /// <summary>Reads a model.</summary>
    /// <exception cref="FormatException">The bytes are not such a model; the message names the place and the value.</exception>
    public static TreeEnsemble Parse(ReadOnlyMemory<byte> ubjson)
    {
        TreeEnsemble.RequireSize(ubjson.Length);
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json, new JsonWriterOptions { MaxDepth = DepthMax + 1 }))
        {
            var reader = new Reader(ubjson.Span, writer);
            reader.Read();
        }

        return XgboostJson.Parse(json.WrittenMemory);
    }

    private ref struct Reader(ReadOnlySpan<byte> bytes, Utf8JsonWriter json)
    {
        private readonly ReadOnlySpan<byte> bytes = bytes;
        private int position;

        public void Read()
        {
            Value(Byte(), depth: 0);
            if (position != bytes.Length)
            {
                throw Bad($"{bytes.Length - position} bytes follow the model");
            }
        }

        private void Value(byte type, int depth)
        {
            // What a short file can say in little space must not grow without bound.
            if (json.BytesCommitted + json.BytesPending > TreeEnsemble.BytesMax)
            {
                throw Bad($"the model needs more than {TreeEnsemble.BytesMax} bytes as JSON");
            }

            switch ((char)type)
            {
                case '{':
                    Object(Deeper(depth));
                    break;
                case '[':
                    Array(Deeper(depth));
                    break;
                case 'S':
                    json.WriteStringValue(Text());
                    break;
                case 'T' or 'F':
                    json.WriteBooleanValue(type == 'T');
                    break;
                case 'Z':
                    json.WriteNullValue();
                    break;
                case 'd':
                    Number(BinaryPrimitives.ReadSingleBigEndian(Take(4)));
                    break;
                case 'D':
                    Number(BinaryPrimitives.ReadDoubleBigEndian(Take(8)));
                    break;
                default:
                    json.WriteNumberValue(Whole(type));
                    break;
            }
        }

        private void Object(int depth)
        {
            json.WriteStartObject();
            var count = Peek() == '#' ? Count() : long.MaxValue;
            for (var i = 0L; i < count && (count < long.MaxValue || Peek() != '}'); i++)
            {
                json.WritePropertyName(Text());
                Value(Byte(), depth);
            }

            position += count == long.MaxValue ? 1 : 0;
            json.WriteEndObject();
        }

        private void Array(int depth)
        {
            json.WriteStartArray();
            byte type = 0;
            if (Peek() == '$')
            {
                position++;
                type = Byte();
                if (!"iUIlLdDS".Contains((char)type, StringComparison.Ordinal))
                {
                    throw Bad($"an array of '{(char)type}'");
                }
            }

            if (type != 0 || Peek() == '#')
            {
                for (var left = Count(); left > 0; left--)
                {
                    Value(type == 0 ? Byte() : type, depth);
                }
            }
            else
            {
                while (Peek() != ']')
                {
                    Value(Byte(), depth);
                }

                position++;
            }

            json.WriteEndArray();
        }

        /// <summary>A number of elements; each takes a byte or more, so there can't be more than bytes left.</summary>
        private long Count()
        {
            if (Byte() != '#')
            {
                throw Bad("an array or object without its length");
            }

            return Length("elements");
        }

        private string Text()
        {
            var length = Length("letters");
            return length <= TextBytesMax
                ? Encoding.UTF8.GetString(Take((int)length))
                : throw Bad($"a text of {length} letters, more than {TextBytesMax},");
        }

        private long Length(string what)
        {
            var length = Whole(Byte());
            return length >= 0 && length <= bytes.Length - position
                ? length
                : throw Bad($"{length} {what} with {bytes.Length - position} bytes left");
        }

        private long Whole(byte type) => (char)type switch
        {
            'i' => unchecked((sbyte)Take(1)[0]),
            'U' => Take(1)[0],
            'I' => BinaryPrimitives.ReadInt16BigEndian(Take(2)),
            'l' => BinaryPrimitives.ReadInt32BigEndian(Take(4)),
            'L' => BinaryPrimitives.ReadInt64BigEndian(Take(8)),
            _ => throw Bad($"the type '{(char)type}'"),
        };

        /// <summary>JSON has no word for what isn't finite; a text in its place is refused by whoever wants a number, and named there.</summary>
        private void Number(float value)
        {
            if (float.IsFinite(value))
            {
                json.WriteNumberValue(value);
            }
            else
            {
                json.WriteStringValue($"{value}");
            }
        }

        private void Number(double value)
        {
            if (double.IsFinite(value))
            {
                json.WriteNumberValue(value);
            }
            else
            {
                json.WriteStringValue($"{value}");
            }
        }

        private int Deeper(int depth) => depth < DepthMax ? depth + 1 : throw Bad($"more than {DepthMax} levels of nesting");

        private byte Peek() => position < bytes.Length ? bytes[position] : throw Bad("nothing");

        private byte Byte() => Take(1)[0];

        private ReadOnlySpan<byte> Take(int count)
        {
            if (count > bytes.Length - position)
            {
                throw Bad($"{bytes.Length - position} bytes where {count} are needed");
            }

            var taken = bytes.Slice(position, count);
            position += count;
            return taken;
        }

        private FormatException Bad(string what) =>
            new($"The model has {what} at byte {position}; a UBJSON model of XGBoost 1.7 or later is expected.");
    }
}
