using System.Globalization;
using LbController.Lab.Processes;

namespace LbController.Lab.Kubelet;

/// <summary>
/// The shell script that becomes a container: a root of its own in a mount namespace that is there already (<c>ip netns exec</c> makes one),
/// with the machine's libraries, this build's programs and the Pod's volumes; then the Pod's user and capabilities, and nothing more; pure.
/// </summary>
internal static class ContainerScript
{
    /// <param name="plan">The container.</param>
    /// <param name="root">An empty folder for its root.</param>
    /// <param name="programs">The folder with lb-host, and the one with kubectl-lb.</param>
    /// <param name="runtime">The folder of the .NET runtime.</param>
    /// <param name="volumes">The folder with a folder for each volume.</param>
    public static string Write(ContainerPlan plan, string root, (string Host, string Cli) programs, string runtime, string volumes)
    {
        var lines = new List<string>
        {
            "set -e",
            "PATH=$PATH:/usr/sbin:/sbin; chroot=$(command -v chroot)",
            $"root={Quote(root)}",
            "mount -t tmpfs -o size=4m,mode=755 root \"$root\"",
            "for d in bin sbin lib lib32 lib64; do if [ -L /$d ]; then cp -P /$d \"$root/$d\"; elif [ -d /$d ]; then mkdir \"$root/$d\"; mount --bind /$d \"$root/$d\"; fi; done",
            "for d in usr proc sys dev; do mkdir \"$root/$d\"; mount --rbind /$d \"$root/$d\"; done",
            "mkdir -p \"$root/etc\" \"$root/tmp\" \"$root/var/run\" \"$root/opt\"",
            "for f in ld.so.cache nsswitch.conf; do if [ -e /etc/$f ]; then cp /etc/$f \"$root/etc/$f\"; fi; done",
            "echo 'root:x:0:0::/:/sbin/nologin' >\"$root/etc/passwd\"; echo 'nobody:x:65534:65534::/:/sbin/nologin' >>\"$root/etc/passwd\"",
            Bind(programs.Host, "/opt/lb-host"),
            Bind(programs.Cli, "/opt/kubectl-lb"),
        };
        if (!runtime.StartsWith("/usr/", StringComparison.Ordinal))
        {
            lines.Add(Bind(runtime, runtime));
        }
        lines.AddRange(plan.Mounts.Select(mount => Bind(Path.Combine(volumes, mount.Volume), mount.Path, mount.IsWritable)));
        if (plan.HasReadOnlyRoot)
        {
            lines.Add("mount -o remount,ro \"$root\"");
        }
        lines.Add($"exec env -i {string.Join(' ', Variables(plan, runtime).Select(Quote))} \"$chroot\" \"$root\" {string.Join(' ', Privileges(plan))} -- {string.Join(' ', plan.Command.Select(Quote))}");
        return string.Join('\n', lines) + "\n";
    }

    private static IEnumerable<string> Variables(ContainerPlan plan, string runtime) =>
        plan.Environment.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}").Append($"DOTNET_ROOT={runtime}");

    private static IEnumerable<string> Privileges(ContainerPlan plan)
    {
        var kept = string.Concat(plan.Capabilities.Select(name => ",+" + name));
        yield return "/usr/bin/setpriv";
        yield return string.Create(CultureInfo.InvariantCulture, $"--reuid={plan.User} --regid={plan.Group}");
        yield return plan.VolumeGroup is { } group ? string.Create(CultureInfo.InvariantCulture, $"--groups={group}") : "--clear-groups";
        yield return $"--inh-caps=-all --bounding-set=-all{kept}";
        if (!plan.MayGainPrivileges)
        {
            yield return "--no-new-privs";
        }
    }

    private static string Bind(string from, string to, bool isWritable = false) =>
        $"mkdir -p \"$root\"{Quote(to)}; mount --bind {Quote(from)} \"$root\"{Quote(to)}" + (isWritable ? "" : $"; mount -o remount,bind,ro \"$root\"{Quote(to)}");

    private static string Quote(string text) => text.Contains('\0', StringComparison.Ordinal)
        ? throw new LabException("A text with a zero in it is no argument.")
        : $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
