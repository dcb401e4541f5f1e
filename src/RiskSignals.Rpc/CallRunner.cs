using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Logging;

namespace RiskSignals.Rpc;

/// <summary>Takes one HTTP request through protocol, deadline, handler and outcome.</summary>
internal sealed class CallRunner(RpcOptions options, TimeProvider time, ILogger log)
{
    /// <summary>Serves a bound method, whatever the verb, type and version of HTTP the request came with.</summary>
    public async Task Run(HttpContext http, BoundMethod method)
    {
        if (!HttpMethods.IsPost(http.Request.Method))
        {
            http.Response.Headers.Allow = HttpMethods.Post;
            Refuse(http, StatusCodes.Status405MethodNotAllowed);
            return;
        }

        if (Accept(http, streaming: method.IsStreaming) is not { } format || !CanCarry(http, format, method))
        {
            return;
        }

        LiftBodyLimits(http, method.Descriptor.IsClientStreaming);
        var exchange = Exchange.Create(http, format, options);
        try
        {
            await Run(http, exchange, method);
        }
        catch (RpcFailure refused)
        {
            RpcLog.Refused(log, method.Descriptor.FullName, refused.Code);
            await exchange.End(refused.Code, refused.Message, trailers: null);
        }
    }

    /// <summary>Answers a call to a service or method that isn't here.</summary>
    public async Task RunUnknown(HttpContext http)
    {
        if (WireFormat.Find(http.Request.ContentType) is not { } format)
        {
            Refuse(http, StatusCodes.Status404NotFound);
            return;
        }

        if (format.Protocol == Protocol.Grpc && !HasTrailers(http))
        {
            RefuseHttp1(http);
            return;
        }

        var exchange = Exchange.Create(http, format, options);
        var (code, message) = (RpcCode.Unimplemented, $"{http.Request.Path} isn't served here; check the names of service and method.");
        try
        {
            exchange.Open();
        }
        catch (RpcFailure refused)
        {
            (code, message) = (refused.Code, refused.Message);
        }

        await exchange.End(code, message, trailers: null);
    }

    private async Task Run(HttpContext http, Exchange exchange, BoundMethod method)
    {
        var timeout = options.Deadline(method.IsStreaming, asked: exchange.Open());
        using var lifetime = new CancellationTokenSource(timeout, time);
        using var left = http.RequestAborted.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), lifetime);
        var context = new CallContext(http, time.GetUtcNow() + timeout, lifetime.Token);
        var name = method.Descriptor.FullName;
        var call = new Call(name, http, exchange, context, options, log);
        RpcCode code;
        string message;
        try
        {
            await method.Run(call);
            (code, message) = (RpcCode.Ok, "");
        }
        catch (RpcFailure failure)
        {
            RpcLog.Refused(log, name, failure.Code);
            (code, message) = (failure.Code, failure.Message);
        }
        catch (OperationCanceledException) when (call.Token.IsCancellationRequested)
        {
            await call.EndEarly();
            return;
        }
        catch (Exception failure)
        {
            if (call.ClientLeft)
            {
                RpcLog.ClientLeft(log, name);
                return;
            }

            RpcLog.HandlerFailed(log, failure, name, http.TraceIdentifier);
            code = RpcCode.Internal;
            message = $"The call failed on the server; its log has the cause under call {http.TraceIdentifier}.";
        }

        if (!call.EndedEarly)
        {
            await exchange.End(code, message, context.Trailers);
        }
    }

    /// <summary>The request's protocol; null after a refusal with 415.</summary>
    private static WireFormat? Accept(HttpContext http, bool streaming)
    {
        if (WireFormat.Find(http.Request.ContentType) is { } format && format.Carries(streaming))
        {
            return format;
        }

        http.Response.Headers["accept-post"] = WireFormat.Accepted(streaming);
        Refuse(http, StatusCodes.Status415UnsupportedMediaType);
        return null;
    }

    /// <summary>gRPC needs the trailers of HTTP/2, and so do two streams at a time; a refusal says so in HTTP's own terms.</summary>
    private static bool CanCarry(HttpContext http, WireFormat format, BoundMethod method)
    {
        if (HasTrailers(http))
        {
            return true;
        }

        if (format.Protocol == Protocol.Grpc)
        {
            RefuseHttp1(http);
            return false;
        }

        if (method.Descriptor.IsClientStreaming)
        {
            Refuse(http, StatusCodes.Status505HttpVersionNotsupported);
            return false;
        }

        return true;
    }

    private static bool HasTrailers(HttpContext http) =>
        HttpProtocol.IsHttp2(http.Request.Protocol) || HttpProtocol.IsHttp3(http.Request.Protocol);

    private static void RefuseHttp1(HttpContext http)
    {
        http.Response.Headers.Upgrade = "h2c";
        Refuse(http, StatusCodes.Status426UpgradeRequired);
    }

    private static void Refuse(HttpContext http, int status)
    {
        http.Response.StatusCode = status;
        http.Response.ContentLength = 0;
    }

    /// <summary>Messages are capped one by one here, so the cap on the whole body goes; a stream may also be idle for long.</summary>
    private static void LiftBodyLimits(HttpContext http, bool clientStreaming)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = null;
        }

        if (clientStreaming && http.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null;
        }
    }
}
