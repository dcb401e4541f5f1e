using System.Diagnostics;
using System.Text.RegularExpressions;

namespace RiskSignals.Cli.Tests;

[Collection(PipelineFolder.Collection)]
public sealed class ServeTests(PipelineFolder folder)
{
    [Fact]
    public void A_host_started_by_risk_serve_re_scores_once_however_often_it_is_asked()
    {
        var start = new ProcessStartInfo(
            "dotnet",
            [
                RiskProgram.Path, "serve", "--data", folder.Data, "--models", folder.Models, "--rescore-cron", "never",
                "--today", "2025-03-31", "--grpc-address", "127.0.0.1:0", "--http-address", "127.0.0.1:0",
            ])
        {
            RedirectStandardOutput = true,
        };
        using var host = Process.Start(start)!;
        try
        {
            var said = host.StandardOutput.ReadLine() ?? "";
            var address = Regex.Match(said, "serving gRPC on (http://[^ ]+)").Groups[1].Value;
            Assert.True(address.Length > 0, said);
            var first = RiskProgram.Succeeds("rescore", "--as-of", "2025-02-28", "--address", address);
            var second = RiskProgram.Succeeds("rescore", "--as-of", "2025-02-28", "--address", address);
            Assert.Matches(@"^run [0-9a-f-]{36}: [1-9]\d* loans, [1-9]\d* early warnings, \d+ treatments$", first[^1]);
            Assert.Equal(first[^1], second[^1]);
            Assert.Matches(@"^checked ([1-9]\d*) equal \1$", RiskProgram.Succeeds("features", "check", "--data", folder.Data)[^1]);

            using var kill = Process.Start("/bin/sh", ["-c", $"kill -TERM {host.Id}"]);
            Assert.True(host.WaitForExit(TimeSpan.FromSeconds(30)), "It did not end within 30 s of SIGTERM.");
            Assert.Equal(0, host.ExitCode);
            using var probe = new System.Net.Sockets.TcpClient();
            var (name, port) = (new Uri(address).Host, new Uri(address).Port);
            Assert.Throws<System.Net.Sockets.SocketException>(() => probe.Connect(name, port));
        }
        finally
        {
            host.Kill(entireProcessTree: true);
            host.WaitForExit();
        }
    }

    [Theory]
    [InlineData("ftp://127.0.0.1")]
    [InlineData("somewhere")]
    public void An_address_that_is_none_is_named(string address)
    {
        var (exitCode, _, errors) = RiskProgram.Run("rescore", "--as-of", "2025-02-28", "--address", address);
        Assert.NotEqual(0, exitCode);
        Assert.Contains($"'{address}' is no address", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_host_that_is_not_there_is_an_error_of_one_line()
    {
        var (exitCode, _, errors) = RiskProgram.Run("rescore", "--as-of", "2025-02-28", "--address", "http://127.0.0.1:9");
        Assert.Equal(2, exitCode);
        Assert.StartsWith("risk: ", errors, StringComparison.Ordinal);
        Assert.Single(errors.TrimEnd('\n').Split('\n'));
    }
}
