using LbController.Protocols.Liveness;

namespace LbController.Protocols.Tests.Liveness;

public sealed class LivenessMachineTests
{
    private const int Eth0 = 2;
    private const int Eth1 = 3;
    private readonly LivenessMachine machine = new("n1", LivenessOptions.Default);

    [Fact]
    public void Silence_of_one_timeout_is_death_and_not_a_moment_earlier()
    {
        machine.Heard(Beat("n2", 1), Eth0, At(1000));
        Tick(1279);
        Assert.NotNull(machine.LastOf("n2", Eth0));
        Assert.Equal(At(1280), machine.NextDeath);
        Tick(1280);
        Assert.Null(machine.LastOf("n2", Eth0));
        Assert.Null(machine.NextDeath);
    }

    [Fact]
    public void A_node_is_heard_on_each_link_apart()
    {
        machine.Heard(Beat("n2", 1), Eth0, At(0));
        machine.Heard(Beat("n2", 2), Eth1, At(200));
        Tick(300);
        Assert.Null(machine.LastOf("n2", Eth0));
        Assert.NotNull(machine.LastOf("n2", Eth1));
    }

    [Fact]
    public void The_dead_live_again_from_the_moment_they_are_heard()
    {
        machine.Heard(Beat("n2", 1), Eth0, At(0));
        Tick(400);
        var changes = machine.Changes;
        Assert.Equal(HeardVerdict.Fresh, machine.Heard(Beat("n2", 2), Eth0, At(700)));
        Assert.Equal([("n2", Eth0, "eth0")], machine.Alive);
        Assert.NotEqual(changes, machine.Changes);
    }

    [Fact]
    public void A_heartbeat_like_the_last_changes_nothing()
    {
        machine.Heard(Beat("n2", 1), Eth0, At(0));
        var changes = machine.Changes;
        machine.Heard(Beat("n2", 2), Eth0, At(80));
        Assert.Equal(changes, machine.Changes);
    }

    [Fact]
    public void Who_says_that_it_ends_is_dead_at_once()
    {
        machine.Heard(Beat("n2", 1), Eth0, At(0));
        machine.Heard(Beat("n2", 2) with { Flags = HeartbeatFlags.Gone }, Eth0, At(10));
        Assert.Null(machine.LastOf("n2", Eth0));
    }

    [Fact]
    public void An_old_heartbeat_played_again_keeps_nobody_alive()
    {
        machine.Heard(Beat("n2", 9, epoch: 5), Eth0, At(100));
        Assert.Equal(HeardVerdict.Stale, machine.Heard(Beat("n2", 9, epoch: 5), Eth0, At(300)));
        Assert.Equal(HeardVerdict.Stale, machine.Heard(Beat("n2", 99, epoch: 4), Eth0, At(310)));
        Tick(380);
        Assert.Null(machine.LastOf("n2", Eth0));
    }

    [Fact]
    public void A_restarted_speaker_begins_a_new_epoch()
    {
        machine.Heard(Beat("n2", 9, epoch: 5), Eth0, At(100));
        Assert.Equal(HeardVerdict.Fresh, machine.Heard(Beat("n2", 1, epoch: 6), Eth0, At(150)));
    }

    [Fact]
    public void A_machine_that_comes_back_with_an_earlier_clock_is_heard_after_a_while()
    {
        machine.Heard(Beat("n2", 9, epoch: 5), Eth0, At(0));
        Tick(9000);
        Assert.Equal(HeardVerdict.Stale, machine.Heard(Beat("n2", 1, epoch: 4), Eth0, At(9000)));
        Assert.Equal(HeardVerdict.Fresh, machine.Heard(Beat("n2", 2, epoch: 4), Eth0, At(10_000)));
    }

    [Fact]
    public void Our_own_echo_is_not_heard() => Assert.Equal(HeardVerdict.Stranger, machine.Heard(Beat("n1", 1), Eth0, At(10)));

    [Fact]
    public void Who_has_missed_a_heartbeat_is_a_suspect()
    {
        machine.Heard(Beat("n2", 1), Eth0, At(0));
        machine.Heard(Beat("n3", 1), Eth0, At(50));
        Assert.Empty(machine.Suspects(Eth0, At(99)));
        Assert.Equal(At(100), machine.NextSuspicion(At(99)));
        Assert.Equal(["n2"], machine.Suspects(Eth0, At(100)));
        Assert.Equal(["n2", "n3"], machine.Suspects(Eth0, At(200)));
        Assert.Empty(machine.Suspects(Eth1, At(200)));
    }

    [Fact]
    public void Those_of_a_link_that_is_gone_are_forgotten()
    {
        machine.Heard(Beat("n2", 1), Eth0, At(0));
        machine.Tick(link => link != Eth0, At(1));
        Assert.Empty(machine.Alive);
    }

    [Fact]
    public void The_last_company_is_who_was_heard_in_the_timeout_before_the_last_sign()
    {
        Assert.Equal((TimeSpan.Zero, 0), machine.LastCompany(Eth0));
        machine.Heard(Beat("n2", 1), Eth0, At(1000));
        machine.Heard(Beat("n3", 1), Eth0, At(1040));
        machine.Heard(Beat("n4", 1), Eth0, At(100));
        Assert.Equal((At(1040), 2), machine.LastCompany(Eth0));
    }

    private void Tick(int millisecond) => machine.Tick(_ => true, At(millisecond));

    private static TimeSpan At(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    private static Heartbeat Beat(string node, ulong sequence, ulong epoch = 1) => new(node, epoch, sequence) { Link = "eth0" };
}
