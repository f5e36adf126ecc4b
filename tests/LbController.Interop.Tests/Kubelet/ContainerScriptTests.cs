using LbController.Lab.Kubelet;
using LbController.Lab.Processes;

namespace LbController.Interop.Tests.Kubelet;

/// <summary>A container of the lab's kubelet has what its Pod says and no more: user, capabilities, root, volumes, variables.</summary>
public sealed class ContainerScriptTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("lb-kubelet-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task Root_keeps_the_one_capability_that_it_was_given_and_cannot_write()
    {
        var said = await RunAsync(Plan("grep -E '^(Uid|CapEff|CapBnd|NoNewPrivs)' /proc/self/status; touch /file 2>&1 || true; cat /etc/key/secretkey; echo; echo \"$MINE\"; ls /"));
        Assert.Contains("Uid:\t0\t0\t0\t0", said, StringComparison.Ordinal);
        Assert.Contains("CapEff:\t0000000000002000", said, StringComparison.Ordinal);
        Assert.Contains("CapBnd:\t0000000000002000", said, StringComparison.Ordinal);
        Assert.Contains("NoNewPrivs:\t1", said, StringComparison.Ordinal);
        Assert.Contains("Read-only file system", said, StringComparison.Ordinal);
        Assert.Contains("the key\nit's mine\n", said, StringComparison.Ordinal);
        Assert.DoesNotContain("home", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_user_has_no_capability_and_reads_its_volumes_by_their_group()
    {
        var plan = Plan("grep -E '^(Uid|Gid|Groups|CapEff)' /proc/self/status; cat /etc/key/secretkey; touch /etc/key/other 2>&1 || true");
        var said = await RunAsync(plan with { User = 65534, Group = 65534, VolumeGroup = 65534, Capabilities = [] });
        Assert.Contains("Uid:\t65534", said, StringComparison.Ordinal);
        Assert.Contains("CapEff:\t0000000000000000", said, StringComparison.Ordinal);
        Assert.Contains("the key", said, StringComparison.Ordinal);
        Assert.Contains("cannot touch", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/opt/lb-host/lb-host", "lb-host")]
    [InlineData("/opt/kubectl-lb/kubectl-lb", "kubectl-lb")]
    public async Task The_programs_start_in_it(string program, string name)
    {
        var said = await RunAsync(Plan("unused") with { Command = [program, "--help"], User = 65534, Group = 65534, Capabilities = [] });
        Assert.Contains(name, said, StringComparison.Ordinal);
    }

    private static ContainerPlan Plan(string script) => new()
    {
        Command = ["/bin/sh", "-c", script],
        Environment = new Dictionary<string, string>
        {
            ["PATH"] = "/usr/bin:/bin",
            ["MINE"] = "it's mine",
            ["DOTNET_EnableDiagnostics"] = "0",
        },
        Mounts = [new MountPlan("key", "/etc/key")],
        User = 0,
        Group = 0,
        Capabilities = ["net_raw"],
        HasReadOnlyRoot = true,
        MayGainPrivileges = false,
        Grace = TimeSpan.FromSeconds(1),
    };

    private async Task<string> RunAsync(ContainerPlan plan)
    {
        var key = folder.CreateSubdirectory("volumes/key");
        await File.WriteAllTextAsync(Path.Combine(key.FullName, "secretkey"), "the key", TestContext.Current.CancellationToken);
        OwnedFiles.Give(key.FullName, plan.VolumeGroup ?? plan.Group, 0b111_101_000);
        OwnedFiles.Give(Path.Combine(key.FullName, "secretkey"), plan.VolumeGroup ?? plan.Group, 0b110_100_000);
        var script = Path.Combine(folder.FullName, "start.sh");
        var root = folder.CreateSubdirectory("root").FullName;
        await File.WriteAllTextAsync(script, ContainerScript.Write(plan, root, Programs.Image, KubeletSetting.Runtime, Path.Combine(folder.FullName, "volumes")), TestContext.Current.CancellationToken);
        return await Tool.RunAsync("unshare", ["--mount", "sh", script], TestContext.Current.CancellationToken);
    }
}
