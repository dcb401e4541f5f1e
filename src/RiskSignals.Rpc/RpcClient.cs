using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace RiskSignals.Rpc;

/// <summary>
/// Calls a gRPC server over HTTP/2, in clear text where the address begins with <c>http:</c>. Safe for many calls at a time.
/// Calls that fail throw <see cref="RpcFailure"/>, UNAVAILABLE where no server answers.
/// </summary>
public sealed class RpcClient : IDisposable
{
    private readonly RpcClientOptions _options;
    private readonly HttpMessageInvoker _http;
    private readonly Uri _address;

    public RpcClient(Uri address, RpcClientOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(address);
        _address = address;
        _options = options ?? new RpcClientOptions();
        var handler = new SocketsHttpHandler { EnableMultipleHttp2Connections = true, UseProxy = false, AllowAutoRedirect = false };
        handler.SslOptions.RemoteCertificateValidationCallback = _options.AcceptCertificate;
        _http = new HttpMessageInvoker(handler, disposeHandler: true);
    }

    /// <summary>Calls a unary method.</summary>
    public async Task<TReply> Call<TRequest, TReply>(
        MethodDescriptor method, TRequest request, CancellationToken cancellationToken = default)
        where TRequest : class, IMessage<TRequest>, new()
        where TReply : class, IMessage<TReply>, new()
    {
        TReply? only = null;
        await foreach (var reply in Stream<TRequest, TReply>(method, request, cancellationToken))
        {
            only = only is null ? reply : throw new RpcFailure(RpcCode.Unimplemented, $"{method.FullName} sent more than one reply.");
        }

        return only ?? throw new RpcFailure(RpcCode.Unimplemented, $"{method.FullName} sent no reply.");
    }

    /// <summary>Asks the health service whether the server is ready; a server that doesn't answer is not.</summary>
    public async Task<bool> IsServing(CancellationToken cancellationToken = default)
    {
        try
        {
            var check = HealthReflection.Descriptor.Services[0].FindMethodByName("Check");
            var answer = await Call<HealthCheckRequest, HealthCheckResponse>(check, new HealthCheckRequest(), cancellationToken);
            return answer.Status == HealthCheckResponse.Types.ServingStatus.Serving;
        }
        catch (RpcFailure failure) when (failure.Code == RpcCode.Unavailable)
        {
            return false;
        }
    }

    /// <summary>Calls a method that streams its replies. Ending the enumeration early ends the call.</summary>
    public async IAsyncEnumerable<TReply> Stream<TRequest, TReply>(
        MethodDescriptor method, TRequest request, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        where TRequest : class, IMessage<TRequest>, new()
        where TReply : class, IMessage<TReply>, new()
    {
        ArgumentNullException.ThrowIfNull(method);
        ArgumentNullException.ThrowIfNull(request);
        CheckTypes<TRequest, TReply>(method);
        using var lifetime = _options.Deadline is { } deadline
            ? new CancellationTokenSource(deadline, _options.Time)
            : new CancellationTokenSource();
        using var given = cancellationToken.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), lifetime);
        using var message = Request(method, request);
        using var response = await Guard(() => _http.SendAsync(message, lifetime.Token), cancellationToken, lifetime.Token);
        CheckHeaders(response);
        var body = await Guard(() => response.Content.ReadAsStreamAsync(lifetime.Token), cancellationToken, lifetime.Token);
        var pipe = PipeReader.Create(body);
        var rules = new MessageRules(Codec.Proto, "identity", new RpcOptions { MessageBytesMax = _options.MessageBytesMax });
        var frames = new FrameReader(pipe, rules);
        try
        {
            while (await Guard(() => frames.Read<TReply>(lifetime.Token).AsTask(), cancellationToken, lifetime.Token) is { } reply)
            {
                yield return reply;
            }
        }
        finally
        {
            await pipe.CompleteAsync();
        }

        ThrowUnlessOk(response.TrailingHeaders, response);
    }

    public void Dispose() => _http.Dispose();

    private HttpRequestMessage Request(MethodDescriptor method, IMessage request)
    {
        var body = new ArrayBufferWriter<byte>();
        FrameWriter.Write(body, Codec.Proto, request);
        var content = new ReadOnlyMemoryContent(body.WrittenMemory);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        var message = new HttpRequestMessage(HttpMethod.Post, new Uri(_address, $"/{method.Service.FullName}/{method.Name}"))
        {
            Content = content,
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        message.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        if (_options.Deadline is { } deadline)
        {
            message.Headers.Add("grpc-timeout", Timeouts.ToGrpc(deadline));
        }

        foreach (var (name, value) in _options.Metadata)
        {
            message.Headers.Add(name, value);
        }

        return message;
    }

    /// <summary>Takes an answer that holds only an outcome, or that isn't gRPC at all.</summary>
    private static void CheckHeaders(HttpResponseMessage response)
    {
        if (response.Headers.Contains("grpc-status"))
        {
            ThrowUnlessOk(response.Headers, response);
        }
        else if (response.StatusCode != HttpStatusCode.OK)
        {
            throw new RpcFailure(
                RpcCodes.FromHttpStatus((int)response.StatusCode), $"The server answered HTTP status {(int)response.StatusCode}.");
        }
        else if (WireFormat.Find($"{response.Content.Headers.ContentType}") is not { Protocol: Protocol.Grpc })
        {
            throw new RpcFailure(
                RpcCode.Unknown, $"The server answered {response.Content.Headers.ContentType}, not gRPC; check address and port.");
        }
    }

    private static void ThrowUnlessOk(HttpResponseHeaders headers, HttpResponseMessage response)
    {
        if (!headers.TryGetValues("grpc-status", out var values)
            || !int.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            throw new RpcFailure(RpcCode.Unknown, $"The reply of {response.RequestMessage?.RequestUri} ended without a grpc-status.");
        }

        if (number != 0)
        {
            var message = headers.TryGetValues("grpc-message", out var texts) ? PercentText.Decode(texts.First()) : "";
            throw new RpcFailure(Enum.IsDefined((RpcCode)number) ? (RpcCode)number : RpcCode.Unknown, message);
        }
    }

    /// <summary>Runs a step of the transport and tells its failures as outcomes of the call.</summary>
    private async Task<T> Guard<T>(Func<Task<T>> step, CancellationToken given, CancellationToken lifetime)
    {
        try
        {
            return await step();
        }
        catch (OperationCanceledException) when (lifetime.IsCancellationRequested && !given.IsCancellationRequested)
        {
            throw new RpcFailure(RpcCode.DeadlineExceeded, $"No answer within {_options.Deadline}.");
        }
        catch (RpcFailure broken) when (broken.Code == RpcCode.Cancelled && !given.IsCancellationRequested)
        {
            throw new RpcFailure(RpcCode.Unavailable, $"The connection to {_address} broke during the call.");
        }
        catch (HttpRequestException problem)
        {
            throw new RpcFailure(RpcCode.Unavailable, $"No answer from {_address}: {problem.Message}");
        }
    }

    private static void CheckTypes<TRequest, TReply>(MethodDescriptor method)
    {
        if (method.InputType.ClrType != typeof(TRequest) || method.OutputType.ClrType != typeof(TReply) || method.IsClientStreaming)
        {
            throw new ArgumentException(
                $"{method.FullName} takes {method.InputType.Name} and replies {method.OutputType.Name}; " +
                $"it can't be called with {typeof(TRequest).Name} and {typeof(TReply).Name}, nor with a stream of requests.");
        }
    }
}
