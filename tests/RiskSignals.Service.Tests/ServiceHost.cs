using System.Globalization;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using RiskSignals.Rpc;
using RiskSignals.Storage;

namespace RiskSignals.Service.Tests;

/// <summary>A scoring host inside the test process, on free ports of loopback, with a database, bundles and a clock of its own.</summary>
internal sealed class ServiceHost : IAsyncDisposable
{
    private readonly WebApplication app;

    private ServiceHost(WebApplication app, TestFolder folder)
    {
        this.app = app;
        Folder = folder;
        (Grpc, Http) = ScoringHost.Addresses(app);
        Client = ClientWith([]);
    }

    public TestFolder Folder { get; }

    public Uri Grpc { get; }

    public Uri Http { get; }

    public RpcClient Client { get; }

    public IServiceProvider Services => app.Services;

    /// <summary>Starts a host on a database that is filled already.</summary>
    public static async Task<ServiceHost> Start(
        TestFolder folder,
        string? data = null,
        string? today = null,
        Func<HostOptions, HostOptions>? change = null,
        Action<ILoggingBuilder>? logging = null)
    {
        var options = HostOptions.Parse(
            ["--data", data ?? folder.Data, "--models", folder.Models, "--grpc-address", "127.0.0.1:0", "--http-address", "127.0.0.1:0",
                "--rescore-cron", "never", "--chunk", "40", "--capacity", "25"],
            _ => null);
        var day = today is null ? SmallLender.Day : DateOnly.Parse(today, CultureInfo.InvariantCulture);
        var app = ScoringHost.Build(change?.Invoke(options) ?? options, new FixedTime(day), logging ?? (_ => { }));
        await app.StartAsync();
        return new ServiceHost(app, folder);
    }

    public RpcClient ClientWith(IReadOnlyDictionary<string, string> metadata) =>
        new(Grpc, new RpcClientOptions { Metadata = metadata, Deadline = TimeSpan.FromSeconds(60) });

    public RpcClient ClientWith((string Name, string Value)[] metadata) =>
        ClientWith(metadata.ToDictionary(pair => pair.Name, pair => pair.Value));

    public Task<TReply> Call<TRequest, TReply>(ServiceDescriptor service, string method, TRequest request)
        where TRequest : class, IMessage<TRequest>, new()
        where TReply : class, IMessage<TReply>, new() =>
        Client.Call<TRequest, TReply>(service.FindMethodByName(method), request);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
    }
}

/// <summary>A temporary folder with a filled SQLite database and the tiny bundles.</summary>
internal sealed class TestFolder : IDisposable
{
    private readonly string path = Directory.CreateTempSubdirectory("risksignals-service-").FullName;

    public TestFolder(int borrowers)
    {
        TinyBundles.Write(Models);
        if (borrowers > 0)
        {
            Fill(Data, borrowers);
        }
    }

    public string Data => System.IO.Path.Combine(path, "risk.db");

    public string Models => System.IO.Path.Combine(path, "models");

    public static void Fill(string data, int borrowers)
    {
        using var database = Database.Open(data);
        var added = new FactStore(database).Add(SmallLender.Facts(borrowers));
        Assert.Empty(added.Refused);
    }

    public string Path(string name) => System.IO.Path.Combine(path, name);

    public void Dispose() => Directory.Delete(path, recursive: true);
}

/// <summary>Noon of a day, always.</summary>
internal sealed class FixedTime(DateOnly day) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => new(day.ToDateTime(new TimeOnly(12, 0)), TimeSpan.Zero);
}
