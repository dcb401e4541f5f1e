using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace RiskSignals.Rpc;

/// <summary>
/// Whether each service takes calls, as <c>grpc.health.v1</c> tells it. Register one as a singleton, map it, and say when a service
/// becomes ready. The empty name stands for the whole server, which isn't serving until told.
/// </summary>
public sealed class RpcHealth
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, bool> _serving = new(StringComparer.Ordinal) { [""] = false };
    private TaskCompletionSource _changed = NewSignal();
    private bool _stopped;

    /// <summary>States whether a service takes calls; watchers learn of it at once. Has no effect once the host stops.</summary>
    public void Set(string service, bool serving)
    {
        ArgumentNullException.ThrowIfNull(service);
        Change(() => _serving[service] = serving);
    }

    internal void Stop() => Change(() =>
    {
        foreach (var service in _serving.Keys)
        {
            _serving[service] = false;
        }

        _stopped = true;
    });

    /// <summary>The service's state, whether it may still change, and a task that ends when any state changes.</summary>
    internal (HealthCheckResponse.Types.ServingStatus Status, bool Stopped, Task Changed) Look(string service)
    {
        lock (_gate)
        {
            var status = !_serving.TryGetValue(service, out var serving) ? HealthCheckResponse.Types.ServingStatus.ServiceUnknown
                : serving ? HealthCheckResponse.Types.ServingStatus.Serving
                : HealthCheckResponse.Types.ServingStatus.NotServing;
            return (status, _stopped, _changed.Task);
        }
    }

    private void Change(Action change)
    {
        TaskCompletionSource before;
        lock (_gate)
        {
            if (_stopped)
            {
                return;
            }

            change();
            (before, _changed) = (_changed, NewSignal());
        }

        before.SetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>Maps the health service.</summary>
public static class RpcHealthEndpoints
{
    /// <summary>Serves <c>grpc.health.v1.Health</c> from the registered <see cref="RpcHealth"/>, NOT_SERVING once the host stops.</summary>
    public static IEndpointConventionBuilder MapRpcHealth(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var health = endpoints.ServiceProvider.GetRequiredService<RpcHealth>();
        endpoints.ServiceProvider.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(health.Stop);
        var descriptor = HealthReflection.Descriptor.Services[0];
        return RpcEndpoints.Map(endpoints, descriptor, descriptor.FullName, new HealthHandler(health));
    }
}

internal sealed class HealthHandler(RpcHealth health)
{
    public Task<HealthCheckResponse> Check(HealthCheckRequest request, CallContext context)
    {
        var (status, _, _) = health.Look(request.Service);
        return status == HealthCheckResponse.Types.ServingStatus.ServiceUnknown
            ? throw new RpcFailure(RpcCode.NotFound, $"No service '{request.Service}' is known here; '' asks for the whole server.")
            : Task.FromResult(new HealthCheckResponse { Status = status });
    }

    /// <summary>Sends the state now and at each change; ends when the host stops, so that a watcher doesn't hold it up.</summary>
    public async IAsyncEnumerable<HealthCheckResponse> Watch(
        HealthCheckRequest request, CallContext context)
    {
        HealthCheckResponse.Types.ServingStatus? told = null;
        while (true)
        {
            var (status, stopped, changed) = health.Look(request.Service);
            if (status != told)
            {
                told = status;
                yield return new HealthCheckResponse { Status = status };
            }

            if (stopped)
            {
                yield break;
            }

            await changed.WaitAsync(context.CancellationToken);
        }
    }
}
