using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using RiskSignals.Rpc;
using RiskSignals.V1;

namespace RiskSignals.Service.Tests;

/// <summary>The executable as an operator meets it.</summary>
public class ProcessTests
{
    [Fact]
    public async Task It_serves_gRPC_and_JSON_without_XGBoost_and_stops_when_told()
    {
        using var folder = new TestFolder(borrowers: 3);
        using var service = await ServiceProcess.Start("--data", folder.Data, "--models", folder.Models, "--today", "2024-03-31");
        using var client = new RpcClient(service.Grpc);
        var scored = await client.Call<ScoreRequest, ScoredLoan>(
            ScoringReflection.Descriptor.Services[0].FindMethodByName("Score"), new() { LoanId = SmallLender.Loan(1) });
        Assert.Equal("2024-03-31", scored.AsOf);

        using var http = new HttpClient();
        using var response = await http.PostAsJsonAsync(new Uri(service.Http, "risksignals.v1.Scoring/Score"), new { loanId = SmallLender.Loan(1) });
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(scored.FeatureVectorSha256, json.RootElement.GetProperty("featureVectorSha256").GetString());

        var maps = await File.ReadAllTextAsync($"/proc/{service.Id}/maps");
        Assert.Contains("e_sqlite3", maps, StringComparison.Ordinal);
        Assert.DoesNotContain("xgboost", maps, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(0, await service.Stop());
    }

    [Fact]
    public async Task Its_help_names_every_option_and_exits_well()
    {
        var (exitCode, output, _) = await ServiceProcess.RunToEnd("--help");
        Assert.Equal(0, exitCode);
        Assert.All(
            new[] { "--data", "--models", "--grpc-address", "--http-address", "--api-key-file", "--capacity", "--rescore-cron", "--today" },
            option => Assert.Contains(option, output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_models_it_says_so_and_does_not_serve()
    {
        using var folder = new TestFolder(borrowers: 0);
        var (exitCode, _, errors) = await ServiceProcess.RunToEnd("--data", folder.Data, "--models", folder.Path("none"));
        Assert.Equal(1, exitCode);
        Assert.Contains("There is no champion for MISS30@1, and", errors, StringComparison.Ordinal);
    }
}
