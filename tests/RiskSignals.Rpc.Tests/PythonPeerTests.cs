namespace RiskSignals.Rpc.Tests;

/// <summary>The C core of gRPC, by way of Python, against the server: what it saw must be what the table says.</summary>
public sealed class PythonPeerTests(EchoHost host) : IClassFixture<EchoHost>
{
    private const string Expected = """
        observation                                | seen
        say                                        | grüße
        trailers                                   | 4 b'\x01\x02\xff'
        compressed                                 | 6000
        four megabytes                             | 4000000
        too large                                  | RESOURCE_EXHAUSTED
        stream                                     | 10000 True 50005000
        empty stream                               | 0
        metadata                                   | from python b'\x00\x01\xff\x02'
        peer                                       | 127.0.0.1
        many at a time                             | 124750
        fail                                       | FAILED_PRECONDITION '100 % ü\n'
        exception                                  | INTERNAL
        exception leaks                            | False
        stream that fails                          | 20 ABORTED stop
        deadline                                   | DEADLINE_EXCEEDED
        deadline in a stream                       | DEADLINE_EXCEEDED
        unknown method                             | UNIMPLEMENTED
        unknown service                            | UNIMPLEMENTED
        cancelled                                  | CANCELLED
        conversation                               | True
        health                                     | SERVING
        health of an unknown service               | NOT_FOUND
        watch of an unknown service                | SERVICE_UNKNOWN
        services by v1                             | grpc.health.v1.Health grpc.reflection.v1.ServerReflection risksignals.rpc.tests.Echo
        services by v1alpha                        | grpc.health.v1.Health grpc.reflection.v1.ServerReflection risksignals.rpc.tests.Echo
        risksignals.rpc.tests.Echo.Say             | echo.proto
        risksignals.rpc.tests.EchoRequest.text     | echo.proto
        grpc.health.v1.HealthCheckResponse.SERVING | health.proto
        unknown symbol                             | 5
        unknown file                               | 5
        call by reflection alone                   | dynamic
        say over TLS                               | sealed
        """;

    [PythonFact]
    public async Task Pythons_grpc_sees_what_it_should()
    {
        using var python = new PythonPeer();
        var protos = Path.Combine(AppContext.BaseDirectory, "Peers");
        await python.Generate(protos, "echo.proto", "health.proto", "reflection.proto");
        host.Health.Set("", serving: true);
        var printed = await python.RunScript(
            Path.Combine(protos, "echo_peer.py"),
            $"{host.Http2.Host}:{host.Http2.Port}",
            $"localhost:{host.Tls.Port}",
            python.Write("certificate.pem", host.CertificatePem));
        var seen = printed.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(" | "));
        Assert.Equal(
            TextTable.Rows(Expected, columns: 2).Select(cells => $"{cells[0]}: {cells[1]}"),
            seen.Select(cells => $"{cells[0]}: {cells[1]}"));
        foreach (var text in new[] { "deadline", "deadline", "python left" })
        {
            Assert.Equal(text, await host.Echo.Cancelled.ReadAsync());
        }
    }
}
