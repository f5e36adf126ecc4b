using LbController.Kubernetes.Leasing;
using System.Diagnostics;

namespace LbController.Kubernetes.Tests.Leasing;

public sealed class LeaderIdentityTests
{
    [Fact]
    public void The_container_before_in_the_same_Pod_has_ended()
    {
        var now = new LeaderIdentity("lb-controller-7f6-x2");
        Assert.True(now.HasEnded(new LeaderIdentity("lb-controller-7f6-x2").Name));
        Assert.False(now.HasEnded(now.Name));
        Assert.False(now.HasEnded(new LeaderIdentity("lb-controller-7f6-x22").Name));
        Assert.False(now.HasEnded(""));
    }

    [Fact]
    public void A_process_of_this_host_has_ended_when_it_runs_no_more()
    {
        var own = new LeaderIdentity("");
        var other = own.Name.Replace($"_{Environment.ProcessId}_", "_1_", StringComparison.Ordinal);
        Assert.True(own.HasEnded(other), "process 1 began at another time");
        Assert.False(new LeaderIdentity("pod").HasEnded(own.Name));

        using var process = Process.Start("sleep", "60");
        var start = File.ReadAllText($"/proc/{process.Id}/stat").Split(") ")[1].Split(' ')[19];
        var parts = own.Name.Split('_');
        var living = string.Join('_', [.. parts[..^2], $"{process.Id}", start]);
        Assert.False(own.HasEnded(living));
        process.Kill();
        process.WaitForExit();
        Assert.True(own.HasEnded(living));
    }

    [Fact]
    public void A_process_of_another_host_or_namespace_is_not_judged()
    {
        var own = new LeaderIdentity("");
        Assert.False(own.HasEnded("elsewhere_1b2c_4026531836_77_1234"));
    }
}
