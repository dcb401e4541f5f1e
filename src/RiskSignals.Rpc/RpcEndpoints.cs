using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace RiskSignals.Rpc;

/// <summary>Puts services on routes <c>/package.Service/Method</c>, spoken to in gRPC and in Connect.</summary>
public static class RpcEndpoints
{
    /// <summary>
    /// Serves a service descriptor by the public methods of the same names on the singleton <typeparamref name="TService"/>:
    /// <c>Task&lt;TReply&gt; M(TRequest, CallContext)</c>, or <c>IAsyncEnumerable&lt;TReply&gt; M(TRequest, CallContext)</c> where the
    /// reply is a stream.
    /// </summary>
    /// <exception cref="InvalidOperationException">A method of the descriptor has no handler of its signature.</exception>
    public static IEndpointConventionBuilder MapRpc<TService>(this IEndpointRouteBuilder endpoints, ServiceDescriptor descriptor)
        where TService : class
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(descriptor);
        return Map(endpoints, descriptor, descriptor.FullName, endpoints.ServiceProvider.GetRequiredService<TService>());
    }

    /// <summary>
    /// Answers UNIMPLEMENTED to calls of services that aren't mapped, told by their content type; other requests pass by. Map it once.
    /// </summary>
    public static IEndpointConventionBuilder MapRpcUnknown(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var runner = Runner(endpoints);
        var pattern = RoutePatternFactory.Parse("/{service}/{method}", defaults: null, new { service = new SpeaksRpc() });
        return endpoints.Map(pattern, runner.RunUnknown).WithDisplayName("unknown RPC");
    }

    internal static IEndpointConventionBuilder Map(
        IEndpointRouteBuilder endpoints, ServiceDescriptor descriptor, string serviceName, object service)
    {
        var runner = Runner(endpoints);
        var group = endpoints.MapGroup("/" + serviceName);
        foreach (var method in MethodBinder.Bind(descriptor, service))
        {
            group.Map(method.Descriptor.Name, http => runner.Run(http, method))
                .WithMetadata(method.Descriptor)
                .WithDisplayName($"{serviceName}/{method.Descriptor.Name}");
        }

        group.MapPost("{method}", runner.RunUnknown).WithDisplayName($"{serviceName}, unknown method");
        return group;
    }

    private static CallRunner Runner(IEndpointRouteBuilder endpoints)
    {
        var services = endpoints.ServiceProvider;
        return new CallRunner(
            services.GetService<RpcOptions>() ?? new RpcOptions(),
            services.GetService<TimeProvider>() ?? TimeProvider.System,
            services.GetRequiredService<ILoggerFactory>().CreateLogger("RiskSignals.Rpc"));
    }

    /// <summary>
    /// Lets through only what can't be meant for another kind of endpoint. The verb is checked here too: as endpoint metadata it would
    /// make routing answer 405 to every other request for a path of two parts, a static file's included.
    /// </summary>
    private sealed class SpeaksRpc : IRouteConstraint
    {
        public bool Match(
            HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection routeDirection) =>
            httpContext is not null && HttpMethods.IsPost(httpContext.Request.Method)
            && WireFormat.Find(httpContext.Request.ContentType) is { Protocol: not Protocol.ConnectUnary };
    }
}
