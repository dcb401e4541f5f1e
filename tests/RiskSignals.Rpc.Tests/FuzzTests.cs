using System.Text;
using Google.Protobuf;

namespace RiskSignals.Rpc.Tests;

/// <summary>Mutated requests: each gets an orderly answer, and a healthy call goes on working.</summary>
public sealed class FuzzTests(EchoHost host) : IClassFixture<EchoHost>, IDisposable
{
    private const int Cases = 2_000;
    private const string Echo = "/risksignals.rpc.tests.Echo/";

    private static readonly HashSet<RpcCode> Orderly =
        [RpcCode.Ok, RpcCode.InvalidArgument, RpcCode.Unimplemented, RpcCode.ResourceExhausted];

    private static readonly HashSet<int> OrderlyHttp = [200, 400, 429, 501];

    private readonly RawWire _wire = new();

    public void Dispose() => _wire.Dispose();

    [Theory]
    [InlineData(20_260_101)]
    public async Task Mutated_bytes_get_an_orderly_refusal(int seed)
    {
        var random = new Random(seed);
        var message = new EchoRequest { Text = "fuzz me", Count = 3, Payload = ByteString.CopyFrom(1, 2, 3), Number = 0.5 };
        var json = Encoding.UTF8.GetBytes(JsonFormatter.Default.Format(message));
        (string Method, string Type, byte[] Body, string[] Headers)[] healthy =
        [
            ("Say", "application/grpc", RawWire.Frame(message), []),
            ("Say", "application/grpc+json", RawWire.Frame(json), []),
            ("Repeat", "application/grpc", RawWire.Frame(message), []),
            ("Say", "application/grpc", RawWire.Frame(RawWire.Gzip(message.ToByteArray()), flags: 1), ["grpc-encoding: gzip"]),
            ("Converse", "application/grpc", [.. RawWire.Frame(message), .. RawWire.Frame(message)], []),
            ("Say", "application/json", json, []),
            ("Say", "application/proto", message.ToByteArray(), []),
            ("Repeat", "application/connect+json", RawWire.Frame(json), []),
            ("Repeat", "application/connect+proto", RawWire.Frame(RawWire.Gzip(message.ToByteArray()), flags: 1),
                ["connect-content-encoding: gzip"]),
        ];
        var cases = Enumerable.Range(0, Cases).Select(number => (number, healthy[number % healthy.Length])).Select(
            item => (item.number, item.Item2.Method, item.Item2.Type, Body: Mutate(item.Item2.Body, random), item.Item2.Headers)).ToList();
        await Parallel.ForEachAsync(cases, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (item, _) =>
        {
            var answer = await _wire.Post(host, true, Echo + item.Method, item.Type, item.Body, item.Headers);
            var orderly = item.Type.Contains("grpc", StringComparison.Ordinal)
                ? Orderly.Contains(answer.GrpcStatus)
                : OrderlyHttp.Contains(answer.Status);
            Assert.True(
                orderly,
                $"Seed {seed}, case {item.number}, {item.Type} {item.Method} {Convert.ToHexString(item.Body)}: HTTP {answer.Status}");
        });
        foreach (var (method, type, body, headers) in healthy)
        {
            var answer = await _wire.Post(host, true, Echo + method, type, body, headers);
            var works = answer.Status == 200 && answer.Headers.GetValueOrDefault("grpc-status", "0") == "0";
            Assert.True(works, $"{type} {method} no longer works.");
        }
    }

    /// <summary>Flips, overwrites, cuts, repeats or inserts bytes, once to four times.</summary>
    private static byte[] Mutate(byte[] body, Random random)
    {
        var bytes = new List<byte>(body);
        for (var times = random.Next(1, 5); times > 0 && bytes.Count > 0; times--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes.RemoveRange(at, random.Next(bytes.Count - at + 1));
                    break;
                case 3:
                    bytes.InsertRange(at, bytes.GetRange(at, random.Next(bytes.Count - at + 1)));
                    break;
                default:
                    var noise = new byte[random.Next(20)];
                    random.NextBytes(noise);
                    bytes.InsertRange(at, noise);
                    break;
            }
        }

        return [.. bytes];
    }
}
