using LbController.Protocols.Bfd;

namespace LbController.Protocols.Tests.Bfd;

/// <summary>RFC 5880, sections 6.4, 6.8.8 and 6.8.9.</summary>
public sealed class BfdEchoTests
{
    private static readonly BfdOptions Echoing = new() { EchoInterval = TimeSpan.FromMilliseconds(50) };

    [Fact]
    public void Echo_packets_go_out_only_to_one_that_loops_them_and_only_while_Up()
    {
        Assert.Equal(0, Echoes(new BfdHarness(Echoing).To(BfdState.Up)));
        Assert.Equal(0, Echoes(Looping(Echoing).Receive(BfdState.Down)));
        Assert.InRange(Echoes(Looping(Echoing).To(BfdState.Up)), 2, 3);
    }

    [Fact]
    public void They_go_no_faster_than_the_other_side_allows()
    {
        var harness = Looping(Echoing, theirs: 500_000).To(BfdState.Up);
        Assert.InRange(Echoes(harness), 0, 1);
    }

    [Fact]
    public void With_echo_packets_the_control_packets_are_slow()
    {
        var harness = Looping(Echoing).To(BfdState.Up);
        Assert.True(harness.Session.DetectionTime >= TimeSpan.FromSeconds(3));
    }

    [Fact]
    public void Echo_packets_that_do_not_come_back_end_the_session()
    {
        var harness = Looping(Echoing).To(BfdState.Up).After(TimeSpan.FromMilliseconds(100));
        harness.Session.EchoReturned(harness.Now);
        Assert.Null(harness.After(TimeSpan.FromMilliseconds(149)).Change);
        harness.After(TimeSpan.FromMilliseconds(2));
        Assert.True(harness.Change!.IsFailure);
        Assert.Equal(BfdDiagnostic.EchoFunctionFailed, harness.Session.Diagnostic);
    }

    [Fact]
    public void What_we_loop_is_said_in_every_packet() => Assert.Equal(50_000u, new BfdHarness(Echoing).Sent[0].RequiredMinEchoRx);

    private static BfdHarness Looping(BfdOptions options, uint theirs = 50_000)
    {
        var harness = new BfdHarness(options);
        harness.Remote = harness.Remote with { RequiredMinEchoRx = theirs };
        return harness;
    }

    private static int Echoes(BfdHarness harness) => harness.After(TimeSpan.FromMilliseconds(110)).Last.OfType<BfdSignal.SendEcho>().Count();
}
