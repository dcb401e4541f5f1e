using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using RiskSignals.Rpc;

namespace RiskSignals.Service.Tests;

public class HealthTests
{
    [Fact]
    public async Task A_started_host_serves_and_each_service_says_so()
    {
        using var folder = new TestFolder(borrowers: 1);
        await using var host = await ServiceHost.Start(folder);
        Assert.Equal("SERVING", await Status(host, ""));
        Assert.Equal("SERVING", await Status(host, "risksignals.v1.Scoring"));
        host.Services.GetRequiredService<RpcHealth>().Set("risksignals.v1.Scoring", serving: false);
        Assert.Equal("NOT_SERVING", await Status(host, "risksignals.v1.Scoring"));
    }

    private static async Task<string?> Status(ServiceHost host, string service)
    {
        using var http = new HttpClient();
        using var response = await http.PostAsJsonAsync(new Uri(host.Http, "grpc.health.v1.Health/Check"), new { service });
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return json.RootElement.GetProperty("status").GetString();
    }
}
