using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using LbController.Lab.ApiServer.Authorization;
using LbController.Lab.ApiServer.Requests;
using LbController.Lab.ApiServer.Resources;
using LbController.Lab.ApiServer.Services;
using LbController.Lab.ApiServer.Store;
using LbController.Lab.ApiServer.Webhooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LbController.Lab.ApiServer.Hosting;

/// <summary>
/// A Kubernetes API for the laboratory: real clients work against it, nothing behind it runs. Whoever reaches it without a
/// token is its administrator.
/// </summary>
public sealed class EmbeddedApiServer : IAsyncDisposable
{
    private readonly WebApplication web;

    private EmbeddedApiServer(WebApplication application, Uri address)
    {
        web = application;
        Address = address;
    }

    /// <summary>Where it serves, with the port that was taken.</summary>
    public Uri Address { get; }

    /// <exception cref="IOException">An address is taken, or a directory or a manifest cannot be read.</exception>
    public static async Task<EmbeddedApiServer> StartAsync(ApiServerOptions options, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var endPoint = IPEndPoint.Parse(options.Listen);
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory, Args = ["--hostBuilder:reloadConfigOnChange=false"] });
        builder.Logging.ClearProviders();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));
        builder.WebHost.UseKestrelHttpsConfiguration();
        var certificate = options.SecureListenIn.Count == 0 ? null : ServingCertificate.Make(options.SecureListenIn, options.AuthorityFile);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            Listen(kestrel, endPoint, options.ListenIn);
            ListenSecurely(kestrel, options.SecureListenIn, certificate);
        });
        var application = builder.Build();
        var router = Assemble(options, application.Lifetime.ApplicationStopping);
        application.Run(router.HandleAsync);
        await application.StartAsync(cancel).ConfigureAwait(false);
        var server = new EmbeddedApiServer(application, AddressOf(application, endPoint));
        if (options.Kubeconfig is not null)
        {
            Kubeconfig.Write(options.Kubeconfig, server.Address.ToString().TrimEnd('/'));
        }
        return server;
    }

    /// <summary>Ends with SIGTERM, SIGINT or a call of <see cref="DisposeAsync"/>.</summary>
    public Task WaitAsync(CancellationToken cancel = default) => web.WaitForShutdownAsync(cancel);

    public async ValueTask DisposeAsync()
    {
        await web.StopAsync(CancellationToken.None).ConfigureAwait(false);
        await web.DisposeAsync().ConfigureAwait(false);
    }

    private static void Listen(KestrelServerOptions kestrel, IPEndPoint endPoint, IReadOnlyList<NamespaceListener> inside)
    {
        kestrel.Limits.MaxRequestBodySize = RequestBody.LimitBytes + 1024;
        kestrel.Limits.MaxConcurrentConnections = null;
        kestrel.AddServerHeader = false;
        kestrel.ResponseHeaderEncodingSelector = _ => Encoding.UTF8;
        kestrel.Listen(endPoint);
        foreach (var listener in inside)
        {
            kestrel.ListenHandle(Handle(listener));
        }
    }

    private static void ListenSecurely(KestrelServerOptions kestrel, IReadOnlyList<NamespaceListener> inside, X509Certificate2? certificate)
    {
        foreach (var listener in inside)
        {
            kestrel.ListenHandle(Handle(listener), tls => tls.UseHttps(certificate!));
        }
    }

    /// <summary>From here on the descriptor is the web server's: the socket object must not close it when it is collected.</summary>
    private static ulong Handle(NamespaceListener listener)
    {
        var handle = NamespaceSockets.Listen(listener).SafeHandle;
        var descriptor = (ulong)handle.DangerousGetHandle();
        handle.SetHandleAsInvalid();
        return descriptor;
    }

    private static RequestRouter Assemble(ApiServerOptions options, CancellationToken stopping)
    {
        var store = new ObjectStore(options.EventCapacity, options.Directory is null ? null : new ObjectDirectory(options.Directory));
        var catalog = new ResourceCatalog(store);
        var reservations = new ServiceReservations(store);
        var remover = new ObjectRemover(store, catalog, new OwnerIndex(store));
        var writer = new ObjectWriter(store, catalog, new ObjectAdmission(new RulesByResource(reservations)), remover);
        lock (store.Gate)
        {
            store.Load();
            new FirstObjects(store, catalog, writer).Create(options.Crds);
        }
        var tokens = new AccountTokens(store);
        var guard = new RequestGuard(store, tokens, new RoleAuthorizer(store), options.EnforcesRoles, options.AuditFile is { } file ? new AuditLog(file) : null);
        return new RequestRouter(
            store,
            catalog,
            guard,
            new ReadRequests(store),
            new WatchRequests(store, options.BookmarkPeriod, stopping),
            new WriteRequests(store, writer, remover, new AdmittedWrites(store, new ValidatingWebhooks(store, options.DialIn)), new Reviews(guard)),
            new ScaleRequests(store, writer),
            new TokenRequests(store, tokens),
            options.WriteDelay);
    }

    private static Uri AddressOf(WebApplication application, IPEndPoint asked)
    {
        var addresses = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        var own = addresses.Select(address => new Uri(address)).First(address => asked.Port == 0 || address.Port == asked.Port);
        return own;
    }
}
