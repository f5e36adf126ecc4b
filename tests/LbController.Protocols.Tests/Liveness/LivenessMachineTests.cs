using LbController.Protocols.Liveness;

namespace LbController.Protocols.Tests.Liveness;

public sealed class LivenessMachineTests
{
    private static readonly TimeSpan Start = TimeSpan.FromSeconds(100);
    private readonly LivenessMachine machine = new("n1", LivenessOptions.Default, Start);

    public LivenessMachineTests() => machine.SetMembers([Member("n1"), Member("n2"), Member("n3")], Start);

    [Fact]
    public void Nobody_is_dead_before_one_timeout_has_passed()
    {
        machine.Tick(At(399));
        Assert.False(machine.IsSettled);
        Assert.True(machine.IsAlive("n2"));
    }

    [Fact]
    public void Who_was_never_heard_is_dead_once_the_machine_has_settled()
    {
        machine.Heard(new("n2", 1, 1), At(300));
        machine.Tick(At(400));
        Assert.True(machine.IsSettled);
        Assert.Equal(["n2"], machine.Alive.Select(pair => pair.Key));
        Assert.False(machine.IsAlive("n3"));
    }

    [Fact]
    public void Silence_of_one_timeout_is_death_and_not_a_moment_earlier()
    {
        machine.Heard(new("n2", 1, 1), At(1000));
        machine.Tick(At(1399));
        Assert.True(machine.IsAlive("n2"));
        machine.Tick(At(1400));
        Assert.False(machine.IsAlive("n2"));
    }

    [Fact]
    public void The_dead_live_again_from_the_moment_they_are_heard()
    {
        machine.Tick(At(400));
        Assert.Equal(HeardVerdict.Fresh, machine.Heard(new("n2", 1, 1), At(700)));
        Assert.Equal([KeyValuePair.Create("n2", At(700))], machine.Alive);
    }

    [Fact]
    public void An_old_heartbeat_played_again_keeps_nobody_alive()
    {
        machine.Heard(new("n2", 5, 9), At(100));
        Assert.Equal(HeardVerdict.Stale, machine.Heard(new("n2", 5, 9), At(450)));
        Assert.Equal(HeardVerdict.Stale, machine.Heard(new("n2", 4, 99), At(460)));
        machine.Tick(At(500));
        Assert.False(machine.IsAlive("n2"));
    }

    [Fact]
    public void A_restarted_speaker_begins_a_new_epoch()
    {
        machine.Heard(new("n2", 5, 9), At(100));
        Assert.Equal(HeardVerdict.Fresh, machine.Heard(new("n2", 6, 1), At(450)));
    }

    [Fact]
    public void Strangers_and_our_own_echo_are_not_heard()
    {
        Assert.Equal(HeardVerdict.Stranger, machine.Heard(new("n9", 1, 1), At(10)));
        Assert.Equal(HeardVerdict.Stranger, machine.Heard(new("n1", 1, 1), At(10)));
    }

    [Fact]
    public void Heartbeats_go_to_all_others_once_an_interval()
    {
        Assert.Equal(["n2", "n3"], machine.Tick(At(0)).Select(member => member.Node));
        Assert.Empty(machine.Tick(At(99)));
        Assert.Equal(2, machine.Tick(At(100)).Count);
    }

    [Fact]
    public void After_a_pause_one_heartbeat_goes_out_and_not_all_that_were_missed()
    {
        machine.Tick(At(0));
        Assert.Equal(2, machine.Tick(At(5000)).Count);
        Assert.Empty(machine.Tick(At(5001)));
    }

    [Fact]
    public void The_next_deadline_is_the_earlier_of_heartbeat_and_death()
    {
        machine.Heard(new("n2", 1, 1), At(350));
        machine.Heard(new("n3", 1, 1), At(350));
        machine.Tick(At(700));
        Assert.Equal(At(750), machine.NextDeadline);
        machine.Tick(At(750));
        Assert.Equal(At(800), machine.NextDeadline);
    }

    [Fact]
    public void Who_joins_a_settled_machine_is_dead_until_heard()
    {
        machine.Tick(At(400));
        machine.SetMembers([Member("n4")], At(500));
        Assert.False(machine.IsAlive("n4"));
        Assert.False(machine.IsAlive("n2"));
    }

    [Fact]
    public void Our_own_speaker_always_lives()
    {
        machine.Tick(At(10_000));
        Assert.True(machine.IsAlive("n1"));
    }

    private static TimeSpan At(int milliseconds) => Start + TimeSpan.FromMilliseconds(milliseconds);

    private static LivenessMember Member(string node) => new(node, 0xc0000201, IsIpv6: false);
}
