using System.Buffers.Binary;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;

namespace RiskSignals.Rpc.Tests;

/// <summary>What came back over HTTP, read to its end.</summary>
internal sealed record Answer(
    int Status, string ContentType, byte[] Body, IReadOnlyDictionary<string, string> Headers, bool StatusInHeaders)
{
    /// <summary>The value of grpc-status from the trailers, or from the headers of an answer without a body.</summary>
    public RpcCode GrpcStatus => Headers.TryGetValue("grpc-status", out var code)
        ? (RpcCode)int.Parse(code, System.Globalization.CultureInfo.InvariantCulture)
        : throw new InvalidOperationException($"No grpc-status in HTTP {Status}.");

    public string Text => System.Text.Encoding.UTF8.GetString(Body);

    /// <summary>The frames of the body: flags and payload.</summary>
    public IReadOnlyList<(byte Flags, byte[] Payload)> Frames
    {
        get
        {
            var frames = new List<(byte, byte[])>();
            for (var rest = Body.AsSpan(); rest.Length > 0;)
            {
                var length = BinaryPrimitives.ReadInt32BigEndian(rest[1..]);
                frames.Add((rest[0], rest.Slice(5, length).ToArray()));
                rest = rest[(5 + length)..];
            }

            return frames;
        }
    }
}

/// <summary>Sends bytes of the test's own making over plain HTTP, so that the wire is checked without the code under test.</summary>
internal sealed class RawWire : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });

    public static byte[] Frame(byte[] payload, byte flags = 0)
    {
        var frame = new byte[5 + payload.Length];
        frame[0] = flags;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), payload.Length);
        payload.CopyTo(frame, 5);
        return frame;
    }

    public static byte[] Frame(IMessage message) => Frame(message.ToByteArray());

    public static byte[] Gzip(byte[] plain)
    {
        using var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.Optimal))
        {
            gzip.Write(plain);
        }

        return output.ToArray();
    }

    /// <summary>Posts over HTTP/2 where the port is that of HTTP/2, else over HTTP/1.1.</summary>
    public Task<Answer> Post(EchoHost host, bool http2, string path, string? contentType, byte[] body, params string[] headers) =>
        Send(host, http2, HttpMethod.Post, path, contentType, new ByteArrayContent(body), headers);

    public async Task<Answer> Send(
        EchoHost host, bool http2, HttpMethod verb, string path, string? contentType, HttpContent? body, params string[] headers)
    {
        using var request = new HttpRequestMessage(verb, new Uri(http2 ? host.Http2 : host.Http1, path))
        {
            Version = http2 ? HttpVersion.Version20 : HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = body,
        };
        if (contentType is not null && body is not null)
        {
            body.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        }

        foreach (var header in headers)
        {
            var parts = header.Split(':', 2, StringSplitOptions.TrimEntries);
            if (!request.Headers.TryAddWithoutValidation(parts[0], parts[1]))
            {
                body!.Headers.TryAddWithoutValidation(parts[0], parts[1]);
            }
        }

        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return await ReadAnswer(response);
    }

    public static async Task<Answer> ReadAnswer(HttpResponseMessage response)
    {
        var bytes = await response.Content.ReadAsByteArrayAsync();
        var all = response.Headers.Concat(response.Content.Headers).Concat(response.TrailingHeaders)
            .ToDictionary(header => header.Key, header => string.Join(",", header.Value), StringComparer.OrdinalIgnoreCase);
        return new(
            (int)response.StatusCode,
            response.Content.Headers.ContentType?.ToString() ?? "",
            bytes,
            all,
            response.Headers.Contains("grpc-status"));
    }

    public void Dispose() => _http.Dispose();
}
