using HealthCheck = RiskSignals.Rpc.HealthCheckResponse.Types.ServingStatus;

namespace RiskSignals.Rpc.Tests;

public sealed class HealthTests : IAsyncLifetime, IDisposable
{
    private static readonly Google.Protobuf.Reflection.ServiceDescriptor Service = HealthReflection.Descriptor.Services[0];

    private readonly EchoHost _host = new();
    private RpcClient _client = null!;

    public async Task InitializeAsync()
    {
        await _host.InitializeAsync();
        _client = new RpcClient(_host.Http2);
    }

    public Task DisposeAsync() => _host.DisposeAsync();

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task The_server_serves_only_once_it_was_told_so()
    {
        Assert.Equal(HealthCheck.NotServing, (await Check("")).Status);
        _host.Health.Set("", serving: true);
        Assert.Equal(HealthCheck.Serving, (await Check("")).Status);
        _host.Health.Set("", serving: false);
        Assert.Equal(HealthCheck.NotServing, (await Check("")).Status);
    }

    [Fact]
    public async Task A_service_nobody_spoke_of_is_not_found()
    {
        var failure = await Assert.ThrowsAsync<RpcFailure>(() => Check("risksignals.Absent"));
        Assert.Equal(RpcCode.NotFound, failure.Code);
    }

    [Fact]
    public async Task A_watcher_sees_each_change_and_the_end_when_the_host_stops()
    {
        var seen = new List<HealthCheck>();
        await foreach (var reply in _client.Stream<HealthCheckRequest, HealthCheckResponse>(
            Service.FindMethodByName("Watch"), new() { Service = "later" }))
        {
            seen.Add(reply.Status);
            switch (seen.Count)
            {
                case 1:
                    _host.Health.Set("later", serving: true);
                    break;
                case 2:
                    _host.Health.Set("later", serving: false);
                    break;
                case 3:
                    _host.Health.Set("later", serving: true);
                    break;
                default:
                    _host.BeginStop();
                    break;
            }
        }

        Assert.Equal(
            [HealthCheck.ServiceUnknown, HealthCheck.Serving, HealthCheck.NotServing, HealthCheck.Serving, HealthCheck.NotServing], seen);
    }

    private Task<HealthCheckResponse> Check(string service) =>
        _client.Call<HealthCheckRequest, HealthCheckResponse>(Service.FindMethodByName("Check"), new() { Service = service });
}
