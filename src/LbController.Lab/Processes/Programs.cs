namespace LbController.Lab.Processes;

/// <summary>Where the programs and files of this checkout are.</summary>
internal static class Programs
{
    /// <summary>The folder that holds <c>crds/</c> and <c>samples/</c>: the checkout that this program was built in.</summary>
    public static string Root { get; } = FindRoot();

    public static string Crds => Path.Combine(Root, "crds");

    public static string Sample(string name) => Path.Combine(Root, "samples", name);

    /// <summary>This program, to be started again for a part of the lab.</summary>
    public static string Lab => Path.Combine(AppContext.BaseDirectory, "lb-lab");

    /// <summary>Program and first argument of a daemon: beside this program, as in tests, or from <c>make build</c>.</summary>
    public static IReadOnlyList<string> Daemon(string role)
    {
        var beside = Path.Combine(AppContext.BaseDirectory, "lb-host");
        var built = Path.Combine(Root, "artifacts", "bin", "lb-" + role);
        return File.Exists(beside) ? [beside, role]
            : File.Exists(built) ? [built]
            : throw new LabException($"lb-{role} is not built: run 'make build' in {Root}.");
    }

    /// <summary>The folders with lb-host and with kubectl-lb: what an image of this build would hold.</summary>
    public static (string Host, string Cli) Image
    {
        get
        {
            var beside = AppContext.BaseDirectory.TrimEnd('/');
            var published = Path.Combine(Root, "artifacts", "publish");
            return File.Exists(Path.Combine(beside, "lb-host")) ? (beside, beside)
                : File.Exists(Path.Combine(published, "host", "lb-host")) ? (Path.Combine(published, "host"), Path.Combine(published, "cli"))
                : throw new LabException($"The programs are not built: run 'make build' in {Root}.");
        }
    }

    public static string Chart => Path.Combine(Root, "charts", "lb-controller");

    /// <summary>The project's own helm, else the one on PATH.</summary>
    public static string Helm
    {
        get
        {
            var own = Path.Combine(Root, "artifacts", "tools", "bin", "helm");
            return File.Exists(own) ? own : FindOnPath("helm") ?? throw new LabException("helm is missing: run scripts/install-kubectl-helm.sh.");
        }
    }

    /// <summary>The project's own kubectl, else the one on PATH.</summary>
    public static string Kubectl
    {
        get
        {
            var own = Path.Combine(Root, "artifacts", "tools", "bin", "kubectl");
            return File.Exists(own) ? own : FindOnPath("kubectl") ?? throw new LabException("kubectl is missing: run scripts/install-kubectl-helm.sh.");
        }
    }

    public static string? FindOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "LbController.sln")))
            {
                return folder.FullName;
            }
        }

        return Environment.CurrentDirectory;
    }
}
