using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace RiskSignals.Rpc.Tests;

public sealed class BindingTests
{
    [Fact]
    public void A_service_without_a_handler_for_a_method_does_not_start()
    {
        var problem = Assert.Throws<InvalidOperationException>(() => Map<Mute>());
        Assert.Contains("Task<EchoReply> Say(EchoRequest, CallContext)", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_handler_of_another_signature_does_not_count()
    {
        var problem = Assert.Throws<InvalidOperationException>(() => Map<Confused>());
        Assert.Contains("IAsyncEnumerable<EchoReply> Repeat(EchoRequest, CallContext)", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_requirement_on_a_service_holds_for_each_of_its_routes()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddSingleton(new EchoService(TimeProvider.System));
        using var app = (IDisposable)builder.Build();
        var endpoints = (IEndpointRouteBuilder)app;
        endpoints.MapRpc<EchoService>(EchoHost.Service).RequireAuthorization();
        var routes = endpoints.DataSources.SelectMany(source => source.Endpoints).ToList();
        Assert.Equal(EchoHost.Service.Methods.Count + 1, routes.Count);
        Assert.All(routes, route => Assert.NotNull(route.Metadata.GetMetadata<Microsoft.AspNetCore.Authorization.IAuthorizeData>()));
    }

    private static void Map<TService>()
        where TService : class
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddSingleton<TService>();
        using var app = (IDisposable)builder.Build();
        ((IEndpointRouteBuilder)app).MapRpc<TService>(EchoHost.Service);
    }

    private sealed class Mute;

    private sealed class Confused
    {
        public static Task<EchoReply> Say(EchoRequest request, CallContext context) => Task.FromResult(new EchoReply());

        public static Task<EchoReply> Repeat(EchoRequest request, CallContext context) => Task.FromResult(new EchoReply());
    }
}
