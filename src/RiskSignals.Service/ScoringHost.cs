using System.Data.Common;
using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using RiskSignals.Rpc;
using RiskSignals.Service.Api;
using RiskSignals.Service.Jobs;
using RiskSignals.Storage;
using RiskSignals.V1;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace RiskSignals.Service;

/// <summary>The scoring host: what it is made of, and how it starts and stops.</summary>
public static class ScoringHost
{
    // Options that can't be used, and a store or models that aren't fit to serve.
    private const int ExitMisused = 2;
    private const int ExitRefused = 1;

    /// <summary>Reading a trial out, starting a run and ranking a list read the whole portfolio; a batch is scored loan by loan.</summary>
    private static readonly RpcOptions Limits = new()
    {
        UnaryDeadlineDefault = TimeSpan.FromSeconds(30),
        StreamDeadlineDefault = TimeSpan.FromMinutes(10),
    };

    private static readonly ServiceDescriptor[] Services =
    [
        .. BorrowersReflection.Descriptor.Services,
        .. FeaturesReflection.Descriptor.Services,
        .. ScoringReflection.Descriptor.Services,
        .. SignalsReflection.Descriptor.Services,
        .. TreatmentsReflection.Descriptor.Services,
        .. TrialsReflection.Descriptor.Services,
    ];

    /// <summary>Serves until SIGTERM or Ctrl+C.</summary>
    /// <param name="args">Options, as <c>--help</c> lists them.</param>
    /// <returns>The exit code: 0 after an ordinary stop, 1 if the host can't serve, 2 for options that can't be read.</returns>
    public static async Task<int> Run(IReadOnlyList<string> args)
    {
        ArgumentNullException.ThrowIfNull(args);
        if (args.Any(arg => arg is "--help" or "-h"))
        {
            Console.WriteLine(HostOptions.Help);
            return 0;
        }

        HostOptions options;
        try
        {
            options = HostOptions.Parse(args, Environment.GetEnvironmentVariable);
        }
        catch (FormatException error)
        {
            await Console.Error.WriteLineAsync($"RiskSignals.Service: {error.Message}");
            return ExitMisused;
        }

        try
        {
            await using var app = Build(options, TimeProvider.System);
            await app.StartAsync();
            Console.WriteLine($"serving gRPC on {Addresses(app).Grpc} and HTTP on {Addresses(app).Http}");
            await app.WaitForShutdownAsync();
            return 0;
        }
        catch (Exception error) when (error is FormatException or ArgumentException or IOException or UnauthorizedAccessException
            or SchemaException or DbException or Quartz.SchedulerException)
        {
            await Console.Error.WriteLineAsync($"RiskSignals.Service can't serve: {error.Message}");
            return ExitRefused;
        }
    }

    /// <summary>A host ready to be started.</summary>
    /// <exception cref="FormatException">The models, the API keys or the addresses don't allow it; the message says what to do.</exception>
    /// <exception cref="SchemaException">The database isn't one this program can use.</exception>
    public static WebApplication Build(HostOptions options, TimeProvider time, Action<ILoggingBuilder>? logging = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        var keys = Keys(options);
        RequireRecipes(options);
        var policy = PolicyInForce.Load(options.Policy);
        var database = Database.Open(options.Data);
        var bundles = new BundlesInService(options.Models, new ModelStore(database));
        var builder = WebApplication.CreateSlimBuilder();
        AddLogging(builder, logging);
        AddListeners(builder, options);
        AddState(builder.Services, options, new HostClock(time, options.Today));
        AddStores(builder.Services, database);
        builder.Services.AddSingleton(bundles).AddSingleton(policy);
        AddApi(builder.Services);
        AddJobs(builder.Services, options, database, time);
        var app = builder.Build();
        if (keys is not null)
        {
            app.UseMiddleware<ApiKeyGate>(keys);
        }

        Map(app);
        TellHealth(app);
        return app;
    }

    /// <summary>Where a started host listens.</summary>
    public static (Uri Grpc, Uri Http) Addresses(WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.ToArray();
        return (new Uri(addresses[0]), new Uri(addresses[1]));
    }

    /// <summary>Without keys anybody who reaches the port may read and decide, so only this machine may reach it.</summary>
    private static ApiKeys? Keys(HostOptions options)
    {
        if (options.ApiKeyFile.Length > 0)
        {
            return ApiKeys.Read(options.ApiKeyFile);
        }

        var open = new[] { options.GrpcAddress, options.HttpAddress }.FirstOrDefault(address => !IPAddress.IsLoopback(address.Address));
        return open is null
            ? null
            : throw new FormatException($"{open} is reachable from other machines; give --api-key-file, or listen on 127.0.0.1.");
    }

    /// <summary>Found out at the start, not in the night.</summary>
    private static void RequireRecipes(HostOptions options)
    {
        if (options.Retrains && (options.RetrainRecipes.Count == 0 || options.RetrainRecipes.FirstOrDefault(file => !File.Exists(file)) is not null))
        {
            throw new FormatException(
                $"--retrain-recipes is '{string.Join(',', options.RetrainRecipes)}'; " +
                "files of recipes are expected with --retrain-cron and --retrain-on-drift.");
        }

        _ = options.RetrainRecipes.Select(Retraining.TargetOf).ToArray();
    }

    private static void AddLogging(WebApplicationBuilder builder, Action<ILoggingBuilder>? logging)
    {
        builder.Logging.ClearProviders();
        builder.Logging.SetMinimumLevel(LogLevel.Information);
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        builder.Logging.AddFilter("Quartz", LogLevel.Warning);
        if (logging is null)
        {
            builder.Logging.AddSimpleConsole(console =>
            {
                console.SingleLine = true;
                console.UseUtcTimestamp = true;
                console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss'Z' ";
            });
        }
        else
        {
            logging(builder.Logging);
        }
    }

    private static void AddListeners(WebApplicationBuilder builder, HostOptions options)
    {
        builder.WebHost.ConfigureKestrel(server =>
        {
            server.UseRpcLimits(Limits);
            server.Listen(options.GrpcAddress, port => port.Protocols = HttpProtocols.Http2);
            server.Listen(options.HttpAddress, port => port.Protocols = HttpProtocols.Http1);
        });
        builder.Services.Configure<Microsoft.Extensions.Hosting.HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(30));
    }

    private static void AddState(IServiceCollection services, HostOptions options, HostClock clock) =>
        services.AddSingleton(options).AddSingleton(clock).AddSingleton(Limits).AddSingleton<RpcHealth>();

    /// <summary>Made by a function, so that the container closes the database when the host ends.</summary>
    private static void AddStores(IServiceCollection services, Database database) => services
        .AddSingleton(_ => database)
        .AddSingleton<FactStore>()
        .AddSingleton<ScoreStore>()
        .AddSingleton<SignalStore>()
        .AddSingleton<TreatmentStore>()
        .AddSingleton<TrialStore>()
        .AddSingleton<IdempotencyStore>()
        .AddSingleton<ModelStore>()
        .AddSingleton<TrainingStore>();

    private static void AddApi(IServiceCollection services) => services
        .AddSingleton<BorrowersApi>()
        .AddSingleton<FeaturesApi>()
        .AddSingleton<ScoringApi>()
        .AddSingleton<SignalsApi>()
        .AddSingleton<TreatmentsApi>()
        .AddSingleton<TrialsApi>()
        .AddSingleton<OutcomeRecorder>();

    private static void AddJobs(IServiceCollection services, HostOptions options, Database database, TimeProvider time)
    {
        services.AddSingleton<PortfolioRuns>().AddSingleton<RunChunk>().AddSingleton<RunEnd>().AddSingleton<TrialOutcomes>().AddSingleton<DriftWatch>();
        services.AddHostedService<LedgerWatch>();
        services.AddSingleton<RunWorker>().AddHostedService(provider => provider.GetRequiredService<RunWorker>());
        services.AddSingleton<Retraining>();
        if (options.RescoresNightly || options.Retrains)
        {
            Schedule.Add(services, options, database);
        }

        if (options.RescoresNightly)
        {
            services.AddHostedService(provider => ActivatorUtilities.CreateInstance<MissedRescore>(provider, time));
        }
    }

    private static void Map(WebApplication app)
    {
        app.MapRpc<BorrowersApi>(BorrowersReflection.Descriptor.Services[0]);
        app.MapRpc<FeaturesApi>(FeaturesReflection.Descriptor.Services[0]);
        app.MapRpc<ScoringApi>(ScoringReflection.Descriptor.Services[0]);
        app.MapRpc<SignalsApi>(SignalsReflection.Descriptor.Services[0]);
        app.MapRpc<TreatmentsApi>(TreatmentsReflection.Descriptor.Services[0]);
        app.MapRpc<TrialsApi>(TrialsReflection.Descriptor.Services[0]);
        app.MapRpcHealth();
        app.MapRpcReflection(Services);
        app.MapRpcUnknown();
    }

    /// <summary>By the time the ports open, store and models are ready; from then until the stop begins the host serves.</summary>
    private static void TellHealth(WebApplication app)
    {
        var health = app.Services.GetRequiredService<RpcHealth>();
        foreach (var name in Services.Select(service => service.FullName).Append(""))
        {
            health.Set(name, serving: false);
        }

        app.Lifetime.ApplicationStarted.Register(() =>
        {
            foreach (var name in Services.Select(service => service.FullName).Append(""))
            {
                health.Set(name, serving: true);
            }
        });
    }
}
