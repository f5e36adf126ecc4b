using LbController.Core.Config;
using LbController.Core.Snapshot;
using LbController.Engine.Commands;
using LbController.Engine.Facts;
using LbController.Protocols.Bfd;

namespace LbController.Engine.Tests.Speaker;

/// <summary>What BGPSessionStates say, and how seldom.</summary>
public sealed class SessionReporterTests
{
    private static readonly BfdProfileSpec Profile = new(new(BgpSpeaker.Namespace, "fast"));
    private readonly BgpSpeaker speaker = new();

    [Fact]
    public void A_session_is_told_when_it_begins_and_when_it_stands()
    {
        var started = speaker.Start(BgpSpeaker.Peer);
        Assert.Contains(new Command.KeepSessionStates(["tor"]), started);
        Assert.Equal(new Command.WriteSessionState(new("tor", "10.0.0.1", "", "Active", "", [], 0, ""), IsTransition: true), Written(started));
        var up = Written(speaker.Establish(started));
        Assert.Equal(("Established", "ipv4-unicast", true), (up.Session.State, up.Session.Families.ToString(), up.IsTransition));
    }

    [Fact]
    public void The_number_of_prefixes_follows_in_a_while()
    {
        speaker.Establish(speaker.Start(BgpSpeaker.Peer));
        Assert.Empty(speaker.Step(new Fact.Gone(typeof(EndpointSliceSnapshot), new("shop", "web-1"))).OfType<Command.WriteSessionState>());
        var later = Written(speaker.After(TimeSpan.FromSeconds(6)));
        Assert.Equal((0, false), (later.Session.PrefixesSent, later.IsTransition));
    }

    [Fact]
    public void A_lost_session_says_why()
    {
        speaker.Establish(speaker.Start(BgpSpeaker.Peer));
        var down = Written(speaker.Step(new NetworkFact.TcpClosed(1, "reset by peer")));
        Assert.Equal(("Active", "connection lost in Established: reset by peer", 0), (down.Session.State, down.Session.LastError, down.Session.PrefixesSent));
    }

    [Fact]
    public void A_router_that_stays_away_costs_no_writes()
    {
        var last = speaker.Start(BgpSpeaker.Peer);
        var commands = new List<Command>();
        for (var second = 0; second < 3600; second++)
        {
            last = speaker.After(TimeSpan.FromSeconds(1), [.. last.OfType<NetworkCommand.Connect>().Select(dial => new NetworkFact.TcpClosed(dial.Connection, "no route to host"))]);
            commands.AddRange(last);
        }

        Assert.True(commands.OfType<NetworkCommand.Connect>().Count() > 20);

        Assert.Equal("cannot connect: no route to host", Assert.Single(commands.OfType<Command.WriteSessionState>()).Session.LastError);
    }

    [Fact]
    public void A_session_that_cannot_begin_is_Idle_and_says_what_is_missing()
    {
        var told = Written(speaker.Start(BgpSpeaker.Peer with { PasswordSecret = new(BgpSpeaker.Namespace, "bgp") }));
        Assert.Equal("Idle", told.Session.State);
        Assert.Contains("metallb-system/bgp", told.Session.LastError, StringComparison.Ordinal);
    }

    [Fact]
    public void A_write_that_failed_is_tried_again()
    {
        var failed = Written(speaker.Start(BgpSpeaker.Peer));
        Assert.Empty(speaker.Step(new Fact.Ended(failed, new Outcome(OutcomeKind.Failed, "timeout"))).OfType<Command.WriteSessionState>());
        Assert.Equal(failed.Session, Written(speaker.After(TimeSpan.FromSeconds(6))).Session);
    }

    [Fact]
    public void A_peer_that_is_gone_takes_its_state_along()
    {
        speaker.Establish(speaker.Start(BgpSpeaker.Peer));
        Assert.Contains(new Command.KeepSessionStates([]), speaker.Step(new Fact.Gone(typeof(BgpPeerSpec), BgpSpeaker.Peer.Key)));
    }

    [Fact]
    public void BFD_is_told_beside_BGP()
    {
        speaker.Establish(speaker.Start(Profile, BgpSpeaker.Peer with { BfdProfile = "fast" }));
        speaker.Step(new NetworkFact.PathSeen(Core.Addresses.Address.Parse("10.0.0.1"), "", BfdState.Up));
        Assert.Equal("Up", Written(speaker.After(TimeSpan.FromSeconds(6))).Session.BfdState);
    }

    private static Command.WriteSessionState Written(IEnumerable<Command> commands) => commands.OfType<Command.WriteSessionState>().Last();
}
