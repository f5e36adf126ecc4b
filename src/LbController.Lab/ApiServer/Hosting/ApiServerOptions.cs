namespace LbController.Lab.ApiServer.Hosting;

/// <summary>How the embedded API is run.</summary>
public sealed record ApiServerOptions
{
    /// <summary>IP address and port, for example 127.0.0.1:6443; port 0 takes a free one.</summary>
    public required string Listen { get; init; }

    /// <summary>Further listeners inside named network namespaces.</summary>
    public IReadOnlyList<NamespaceListener> ListenIn { get; init; } = [];

    /// <summary>As <see cref="ListenIn"/>, over TLS, as Pods expect it.</summary>
    public IReadOnlyList<NamespaceListener> SecureListenIn { get; init; } = [];

    /// <summary>A file that gets the certificate of those listeners, in PEM; none: nobody can verify it.</summary>
    public string? AuthorityFile { get; init; }

    /// <summary>The network namespace from which webhooks are called; null: that of the process.</summary>
    public string? DialIn { get; init; }

    public string? Kubeconfig { get; init; }

    /// <summary>A directory of CustomResourceDefinition manifests to apply at the start.</summary>
    public string? Crds { get; init; }

    /// <summary>The roles in the store decide what a ServiceAccount may; otherwise it may everything.</summary>
    public bool EnforcesRoles { get; init; }

    /// <summary>A file that gets a line for every request of a ServiceAccount; null: none.</summary>
    public string? AuditFile { get; init; }

    /// <summary>Where objects are kept over a restart; none keeps them in memory alone.</summary>
    public string? Directory { get; init; }

    /// <summary>How many changes of one resource are remembered for watches; older ones answer 410.</summary>
    public int EventCapacity { get; init; } = 20_000;

    /// <summary>How long every write takes at least, as that of a real API server does, which waits for its disks.</summary>
    public TimeSpan WriteDelay { get; init; }

    public TimeSpan BookmarkPeriod { get; init; } = TimeSpan.FromSeconds(30);
}
