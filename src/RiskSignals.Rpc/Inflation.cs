using System.Buffers;
using System.IO.Compression;

namespace RiskSignals.Rpc;

/// <summary>Inflates one gzip message without ever holding more than the caps allow.</summary>
internal static class Inflation
{
    private const int StepBytes = 16 * 1024;

    public static ReadOnlySequence<byte> Gunzip(in ReadOnlySequence<byte> compressed, RpcOptions options)
    {
        var ratioCap = Math.Max(options.InflationFreeBytes, compressed.Length * options.InflationRatioMax);
        var cap = Math.Min(options.MessageBytesMax, ratioCap);
        var output = new ArrayBufferWriter<byte>();
        using var input = new MemoryStream(compressed.ToArray(), writable: false);
        using var gzip = new GZipStream(input, CompressionMode.Decompress);
        try
        {
            int read;
            while ((read = gzip.Read(output.GetSpan(StepBytes))) > 0)
            {
                output.Advance(read);
                if (output.WrittenCount > cap)
                {
                    throw new RpcFailure(
                        RpcCode.ResourceExhausted,
                        $"A message of {compressed.Length} compressed bytes inflates beyond {cap} bytes; send it in smaller messages.");
                }
            }
        }
        catch (InvalidDataException)
        {
            throw new RpcFailure(RpcCode.InvalidArgument, "The message is marked as gzip but isn't; send gzip or no compression.");
        }

        return new ReadOnlySequence<byte>(output.WrittenMemory);
    }
}
