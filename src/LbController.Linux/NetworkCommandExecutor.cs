using LbController.Engine.Commands;
using LbController.Engine.Facts;
using LbController.Linux.Capture;
using LbController.Linux.Paths;
using LbController.Linux.Sockets;

namespace LbController.Linux;

/// <summary>
/// Carries out commands to the node's own network. The table and gratuitous ARP end at once with <see cref="Fact.Ended"/>; a connection
/// answers with its own facts, and a datagram is answered only when it could not be sent.
/// </summary>
/// <param name="announcing">The links that answer ARP and NDP.</param>
/// <param name="tcp">The connections.</param>
/// <param name="routers">Router advertisements.</param>
/// <param name="bfd">The BFD sessions.</param>
/// <param name="datagrams">The liveness sockets; null: this node runs without.</param>
/// <param name="sink">Takes the outcomes; must not block.</param>
public sealed class NetworkCommandExecutor(AnnouncingLinks announcing, TcpDriver tcp, RouterGreeter routers, BfdDriver bfd, DatagramDriver? datagrams, Action<Fact> sink)
{
    /// <summary>Carries a command out or starts it; never throws, never waits for the network.</summary>
    /// <returns>False: not a command to the network; nothing happened.</returns>
    public bool TryStart(Command command)
    {
        switch (command)
        {
            case NetworkCommand.PublishTable publish:
                announcing.Publish(publish.Table);
                sink(new Fact.Ended(publish, Outcome.Done));
                return true;
            case NetworkCommand.SendGratuitous gratuitous:
                sink(new Fact.Ended(gratuitous, SendGratuitous(gratuitous)));
                return true;
            case NetworkCommand.SendProbe probe:
                announcing.SendProbe(probe.LinkIndex, probe.Address);
                return true;
            case NetworkCommand.WatchFor watch:
                announcing.Watch(watch.Addresses);
                return true;
            case NetworkCommand.AnswerUntil lease:
                announcing.AnswerUntil(lease.Deadline);
                return true;
            case NetworkCommand.SendDatagram datagram:
                Send(datagram);
                return true;
            case NetworkCommand.SendSpare spare:
                datagrams?.Keep(spare);
                return true;
            case NetworkCommand.Connect connect:
                tcp.Connect(connect);
                return true;
            case NetworkCommand.SendTcp send:
                tcp.Send(send.Connection, send.Bytes);
                return true;
            case NetworkCommand.CloseTcp close:
                tcp.Close(close.Connection);
                return true;
            case NetworkCommand.ListenTcp listen:
                tcp.Listen(listen);
                return true;
            case NetworkCommand.GreetRouters greet:
                routers.Follow([.. greet.LinkIndexes]);
                return true;
            case NetworkCommand.WatchPaths watch:
                bfd.Watch([.. watch.Targets]);
                return true;
            default:
                return false;
        }
    }

    private Outcome SendGratuitous(NetworkCommand.SendGratuitous command) =>
        announcing.SendGratuitous(command.LinkIndex, command.Address)
            ? Outcome.Done
            : new Outcome(OutcomeKind.Failed, $"link {command.LinkIndex} is not open");

    private void Send(NetworkCommand.SendDatagram datagram)
    {
        var outcome = datagrams?.Send(datagram.LinkIndex, datagram.Bytes) ?? new Outcome(OutcomeKind.Refused, "no liveness socket");
        if (outcome.Kind != OutcomeKind.Done)
        {
            sink(new Fact.Ended(datagram, outcome));
        }
    }
}
