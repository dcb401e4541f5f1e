using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace RiskSignals.Cli.Tests;

/// <summary>A host that 'risk serve' started, on free ports, until it is disposed of.</summary>
internal sealed class ServingProgram : IDisposable
{
    private readonly Process host;

    public ServingProgram(string data, string models)
    {
        var start = new ProcessStartInfo(
            "dotnet",
            [
                RiskProgram.Path, "serve", "--data", data, "--models", models, "--rescore-cron", "never",
                "--today", "2025-03-31", "--grpc-address", "127.0.0.1:0", "--http-address", "127.0.0.1:0",
            ])
        {
            RedirectStandardOutput = true,
        };
        host = Process.Start(start)!;
        var said = host.StandardOutput.ReadLine() ?? "";
        var addresses = Regex.Match(said, "serving gRPC on (http://[^ ]+) and HTTP on (http://[^ ]+)");
        Assert.True(addresses.Success, $"The host said '{said}'.");
        (Grpc, Http) = (addresses.Groups[1].Value, new Uri(addresses.Groups[2].Value));
    }

    public string Grpc { get; }

    public Uri Http { get; }

    /// <summary>Calls a method as a browser would, with JSON.</summary>
    public JsonElement Call(string method, object request)
    {
        using var client = new HttpClient { BaseAddress = Http };
        using var answer = client.PostAsJsonAsync($"risksignals.v1.{method}", request).GetAwaiter().GetResult();
        var text = answer.Content.ReadAsStringAsync().GetAwaiter().GetResult();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement;
    }

    public void Dispose()
    {
        host.Kill(entireProcessTree: true);
        host.WaitForExit();
        host.Dispose();
    }
}
