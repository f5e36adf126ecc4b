using System.Security.Cryptography.X509Certificates;
using LbController.Engine.Commands;
using LbController.Engine.Facts;
using LbController.Engine.Figures;
using LbController.Engine.Recording;
using LbController.Host.Driving;
using LbController.Host.Health;
using LbController.Host.Metrics;
using LbController.Host.Options;
using LbController.Host.Recording;
using LbController.Host.Tls;
using LbController.Host.Web;
using LbController.Kubernetes.Client;
using LbController.Kubernetes.Reviewing;
using LbController.Kubernetes.Watching;
using LbController.Kubernetes.Writing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace LbController.Host.Roles;

/// <summary>What the two roles have in common: the host, the mailbox, the way to the API server, the probes.</summary>
internal sealed class RoleHost : IDisposable
{
    private readonly CommonSettings settings;
    // No defaults: they watch the working directory for configuration files, and in a container that is the root.
    private readonly HostApplicationBuilder builder = new(new HostApplicationBuilderSettings { DisableDefaults = true, ContentRootPath = AppContext.BaseDirectory });
    private readonly HealthState health = new();
    private readonly ApiTraffic traffic = new();
    private readonly WriteTerm term = new();
    private readonly FreshLeadership leadership;
    private WatchSet? watches;

    public RoleHost(CommonSettings settings)
    {
        this.settings = settings;
        builder.Logging.ClearProviders().AddJsonConsole(Stamped).SetMinimumLevel(LogLevels.Parse(settings.LogLevel));
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        Logs = LoggerFactory.Create(logging => logging
            .AddJsonConsole(Stamped)
            .SetMinimumLevel(LogLevels.Parse(settings.LogLevel)));
        Client = ClusterClient.Connect(settings.Kubeconfig, TimeProvider.System, new AccessWatch(Post, Logs.CreateLogger<AccessWatch>()));
        leadership = new FreshLeadership(() => watches!.RelistAsync(CoreWatches.Services.Name), Post);
    }

    public ILoggerFactory Logs { get; }

    public ClusterClient Client { get; }

    public Mailbox Mailbox { get; } = new();

    /// <summary>Who else wants to hear every fact; to be set before the start.</summary>
    public Action<Fact> Follower { get; set; } = _ => { };

    /// <summary>Called before each turn of the loop: posts what has come in and was not posted yet; to be set before the start.</summary>
    public Action Collect { get; set; } = () => { };

    /// <summary>How long ago the API server last confirmed all that is watched; null: it has not said everything yet.</summary>
    public TimeSpan? SinceConfirmed => watches?.SinceConfirmed;

    /// <summary>Posts a fact, and marks the probes when the watches are in sync.</summary>
    public void Post(Fact fact)
    {
        traffic.Count(fact);
        term.Follow(fact);
        Mailbox.Post(fact);
        Follower(fact);
        if (fact is Fact.InSync)
        {
            health.MarkInSync();
        }
    }

    /// <summary>The same for who leads; before the role leads, all Services are read anew.</summary>
    public void PostLeadership(Fact fact) => leadership.Post(fact);

    /// <summary>Starts and ends something else with the role.</summary>
    public void Add(Func<IHostedService> service) => builder.Services.AddSingleton(_ => service());

    /// <summary>Runs until SIGTERM. The exit code: 0 after a graceful end.</summary>
    /// <param name="role">What the role was told.</param>
    /// <param name="identity">In whose name to write.</param>
    /// <param name="kinds">What to watch.</param>
    /// <param name="tryOther">Starts a command to something else than the objects of the API: the node's own network, the Lease; false: not one.</param>
    /// <param name="sources">Whatever else posts facts.</param>
    /// <param name="metrics">What to show.</param>
    /// <param name="figures">Numbers that the reactor does not know.</param>
    /// <param name="probeAddress">Where the probes listen.</param>
    /// <param name="cancellation">Ends the role.</param>
    public async Task<int> RunAsync(
        FlightRecording role,
        WriterIdentity identity,
        IEnumerable<WatchedKind> kinds,
        Func<Command, bool> tryOther,
        IEnumerable<Func<CancellationToken, Task>> sources,
        IReadOnlyList<Metric> metrics,
        Func<IEnumerable<Figure>> figures,
        string probeAddress,
        CancellationToken cancellation)
    {
        var executor = new ClusterCommandExecutor(Client, identity, Post, TimeProvider.System, Logs.CreateLogger<ClusterCommandExecutor>());
        watches = new WatchSet(kinds, Client, new InformerTimings(), Post, TimeProvider.System, Logs.CreateLogger<WatchSet>());
        var recorder = new FlightRecorder(role with { Version = $"{typeof(RoleHost).Assembly.GetName().Version}" });
        var recordings = new RecordingFolder(recorder, settings.RecordingFolder, Logs.CreateLogger<RecordingFolder>());
        builder.Services.AddHostedService(_ => new RecordingSignal(recordings));
        health.FallenIll = () => recordings.Write(RecordingFolder.Unhealthy);
        var loop = new ReactorLoop(
            role.NewReactor(),
            Mailbox,
            recorder.Add,
            command => _ = tryOther(command) || executor.TryStart(command, term.Token),
            TimeProvider.System,
            Logs.CreateLogger<ReactorLoop>())
        {
            Collect = Collect,
        };
        health.SinceLastTurn = () => loop.SinceLastTurn;
        health.StuckWatch = () => watches.Stuck;
        if (settings.HealthPort > 0)
        {
            builder.Services.AddSingleton<IHostedService>(_ => HealthEndpoints.CreateServer(health, probeAddress, settings.HealthPort, Logs.CreateLogger<WebServer>()));
        }

        AddMetrics(recorder, recordings, [.. metrics, .. ProcessMetrics.All], async () => [.. await loop.FiguresAsync(), .. traffic.Figures(), .. figures(), .. ProcessMetrics.Read()]);
        builder.Services.AddHostedService(services => new RoleService(
            loop,
            Mailbox,
            [watches.RunAsync, .. sources],
            services.GetRequiredService<IHostApplicationLifetime>(),
            () => recordings.Write(RecordingFolder.Defect),
            Logs.CreateLogger<RoleService>()));
        using var host = builder.Build();
        var stopping = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        try
        {
            await host.RunAsync(cancellation);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Told to stop before it had begun: there is nothing to say farewell to.
        }

        return Environment.ExitCode;
    }

    public void Dispose()
    {
        Client.Dispose();
        Mailbox.Dispose();
        term.Dispose();
        Logs.Dispose();
    }

    /// <summary>Every line says when: a log that was copied out of the cluster has nothing else to tell it by.</summary>
    private static void Stamped(JsonConsoleFormatterOptions console)
    {
        console.UseUtcTimestamp = true;
        console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
    }

    private void AddMetrics(FlightRecorder recorder, RecordingFolder recordings, IReadOnlyList<Metric> metrics, Func<Task<IReadOnlyList<Figure>>> figures)
    {
        var served = settings.Metrics;
        if (served.Port == 0)
        {
            return;
        }

        var review = served.IsSecure ? new CallerReview(new AccessReviewer(Client, TimeProvider.System, Logs.CreateLogger<AccessReviewer>())) : null;

        // In the open there are numbers and nothing else.
        var recording = review is null ? null : new RecordingEndpoint(recorder, recordings, review);
        var tls = served.IsSecure ? new ServedTls(CertificateOf(served), served.Versions) : null;
        var port = new WebPort("metrics", "--port", served.Port, Tls: tls);
        builder.Services.AddSingleton<IHostedService>(_ => new MetricsEndpoint(metrics, figures, review).CreateServer(port, recording, Logs.CreateLogger<WebServer>()));
    }

    private Func<X509Certificate2?> CertificateOf(MetricsSettings served) => served.CertificateFolder is { } folder
        ? new CertificateFolder(folder).Current
        : new SelfSignedCertificate(settings.PodName is { Length: > 0 } pod ? pod : Environment.MachineName, TimeProvider.System).Current;
}
