using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MethodDescriptor = Google.Protobuf.Reflection.MethodDescriptor;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace RiskSignals.Rpc.Tests;

/// <summary>A real server on loopback: one port of each kind, chosen by the system.</summary>
public sealed class EchoHost : IAsyncLifetime
{
    private readonly WebApplication _app;
    private readonly X509Certificate2 _certificate = SelfSigned();

    public EchoHost()
        : this(TimeProvider.System)
    {
    }

    internal EchoHost(TimeProvider time)
    {
        var options = new RpcOptions();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(time);
        builder.Services.AddSingleton<EchoService>();
        builder.Services.AddSingleton<RpcHealth>();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(server =>
        {
            server.UseRpcLimits(options);
            server.Listen(IPAddress.Loopback, 0, port => port.Protocols = HttpProtocols.Http2);
            server.Listen(IPAddress.Loopback, 0, port => port.Protocols = HttpProtocols.Http1);
            server.Listen(IPAddress.Loopback, 0, port => port.UseHttps(_certificate));
        });
        _app = builder.Build();
        _app.MapRpc<EchoService>(Service);
        _app.MapRpcHealth();
        _app.MapRpcReflection(Service);
        _app.MapRpcUnknown();
    }

    public static ServiceDescriptor Service { get; } = EchoReflection.Descriptor.Services[0];

    /// <summary>HTTP/2 in clear text.</summary>
    public Uri Http2 { get; private set; } = null!;

    /// <summary>HTTP/1.1 in clear text.</summary>
    public Uri Http1 { get; private set; } = null!;

    /// <summary>TLS, either version of HTTP.</summary>
    public Uri Tls { get; private set; } = null!;

    /// <summary>The server's certificate, for <c>localhost</c>.</summary>
    public string CertificatePem => _certificate.ExportCertificatePem();

    internal EchoService Echo => _app.Services.GetRequiredService<EchoService>();

    internal RpcHealth Health => _app.Services.GetRequiredService<RpcHealth>();

    public static MethodDescriptor Method(string name) => Service.FindMethodByName(name);

    /// <summary>A client's check of the server's certificate: it must be the very one.</summary>
    public bool IsOwnCertificate(object sender, X509Certificate? shown, X509Chain? chain, SslPolicyErrors errors) =>
        shown is not null && shown.GetRawCertData().AsSpan().SequenceEqual(_certificate.RawData);

    public async Task InitializeAsync()
    {
        await _app.StartAsync();
        var urls = _app.Urls.Select(url => new Uri(url)).ToList();
        (Http2, Http1, Tls) = (urls[0], urls[1], new UriBuilder(urls[2]) { Host = "localhost" }.Uri);
    }

    /// <summary>Tells the host to stop, without waiting until it has.</summary>
    public void BeginStop() => _app.Lifetime.StopApplication();

    public async Task DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _certificate.Dispose();
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(2));
    }
}
