using System.Buffers.Binary;
using System.Security.Cryptography;
using LbController.Core.Addresses;
using LbController.Core.Announcing;
using LbController.Core.Config;
using LbController.Core.Snapshot;
using LbController.Engine.Commands;
using LbController.Engine.Facts;
using LbController.Engine.Speaker;
using LbController.Simulation.Checkers;
using LbController.Simulation.Nodes;

namespace LbController.Simulation.Bugs;

/// <summary>The mistakes that the checkers must notice, each with the checker whose rule it breaks.</summary>
public static class PlantedBugs
{
    /// <summary>By then the burst of a take-over is over.</summary>
    private static readonly TimeSpan TakeOverIsTold = TimeSpan.FromSeconds(4);

    private static readonly Address FirstOfSegment = Address.Parse("192.0.2.0");

    public static IReadOnlyList<PlantedBug> All { get; } =
    [
        new("a controller leads without the Lease", "one-leader")
        {
            IsNoticedAlone = true,
            Facts = (process, fact) => process is SimController { Elects: true } && fact is Fact.InSync ? [fact, new Fact.Leadership(true)] : [fact],
        },
        new("the promises of addresses in the Lease are ignored by a new leader", "one-leader")
        {
            Facts = (_, fact) => [fact is Fact.Leadership { IsLeader: true } leadership ? leadership with { Promises = [] } : fact],
        },
        new("the first address of the pool is given to everyone", "double-address")
        {
            Commands = (_, command) => [command is Command.WriteServiceStatus { Ingress.IsEmpty: false, Pool: "segment" } write ? write with { Ingress = [FirstOfSegment] } : command],
        },
        new("every Service is read as if it shared its address", "double-address")
        {
            IsNoticedAlone = true,
            Facts = (process, fact) => [process is SimController && fact is Fact.Seen { Object: ServiceSnapshot service }
                ? new Fact.Seen(service with { Annotations = LabelSet.From(service.Annotations.Append(new("metallb.io/allow-shared-ip", "all"))) })
                : fact],
        },
        new("an address beside the pool is asked for first, on an old version", "outside-pools")
        {
            IsNoticedAlone = true,
            Commands = (_, command) => command is Command.WriteServiceStatus { Ingress.IsEmpty: false } write
                ? [write with { Ingress = [Address.Parse("198.51.100.1")], ResourceVersion = "0" }, command]
                : [command],
        },
        new("an address beside the pool is given", "outside-pools")
        {
            Commands = (_, command) => [command is Command.WriteServiceStatus { Ingress.IsEmpty: false } write ? write with { Ingress = [Address.Parse("198.51.100.1")] } : command],
        },
        new("after a restart the controller has not read which addresses are given", "moved-address")
        {
            Facts = (process, fact) => [process is SimController { IsInSync: true, Run: > 1 } && fact is Fact.Seen { Object: ServiceSnapshot service } ? new Fact.Seen(service with { IngressIps = [] }) : fact],
            Commands = (process, command) => [process is SimController && command is Command.WriteServiceStatus { Pool: "segment" } write ? write with { Ingress = [.. write.Ingress.Select(address => address with { Value = address.Value ^ 1 })] } : command],
        },
        new("with the counters of a pool a Service is moved, on an old version", "moved-address")
        {
            IsNoticedAlone = true,
            Commands = (process, command) => command is Command.WritePoolStatus && process.View.Services.FirstOrDefault(service => service.IngressIps is [var shown] && shown.StartsWith("192.0.2.", StringComparison.Ordinal)) is { } service
                ? [command, new Command.WriteServiceStatus(service.Key, service.Uid, "0", [Address.Parse(FreeOfSegment(process))], "segment") { Condition = service.AddressCondition }]
                : [command],
        },
        new("the controller begins before it is in sync", "before-sync")
        {
            IsNoticedAlone = true,
            Facts = (process, fact) => process is SimController && !process.IsInSync && fact is Fact.Seen { Object: PoolSpec } ? [fact, new Fact.InSync()] : [fact],
        },
        new("a speaker begins before it is in sync", "before-sync")
        {
            Facts = (process, fact) => process is SimSpeaker && !process.IsInSync && fact is Fact.Seen { Object: NodeSnapshot } ? [fact, new Fact.InSync()] : [fact],
        },
        new("an address is withdrawn from the table too late", "not-told")
        {
            Commands = (process, command) => command is NetworkCommand.PublishTable publish && publish.Table.Count < ((SimSpeaker)process).Node.Answered.Count ? [] : [command],
        },
        new("a Service that is deleted is not noticed by the speakers", "not-told")
        {
            Facts = (process, fact) => process is SimSpeaker && fact is Fact.Gone { Kind.Name: nameof(ServiceSnapshot) or nameof(EndpointSliceSnapshot) } ? [] : [fact],
        },
        new("the exclude label is passed over", "not-told")
        {
            Speaker = options => options with { IgnoreExcludeLabel = true },
        },
        new("endpoints that come or go later are passed over", "not-told")
        {
            IsNoticedAlone = true,
            Facts = (process, fact) => process is SimSpeaker { IsInSync: true } && process.Name != "speaker-n1" && fact is Fact.Seen { Object: EndpointSliceSnapshot { Endpoints.IsEmpty: true } } ? [] : [fact],
        },
        new("gratuitous ARP names another hardware address", "neighbour-bytes")
        {
            Frames = frame => IsArp(frame) ? Changed(frame, 27) : frame,
        },
        new("gratuitous ARP requests have another opcode", "neighbour-bytes")
        {
            IsNoticedAlone = true,
            Speaker = WithoutChecks,
            Frames = frame => IsArp(frame) && frame[21] == 1 ? Changed(frame, 21, 4) : frame,
        },
        new("an ARP reply claims the address beside", "neighbour-bytes")
        {
            Frames = frame => IsArp(frame) ? Changed(frame, 31) : frame,
        },
        new("a Neighbour Advertisement has a wrong checksum", "neighbour-bytes")
        {
            Frames = frame => IsArp(frame) ? frame : Changed(frame, 56),
        },
        new("a Neighbour Advertisement leaves the link", "neighbour-bytes")
        {
            Frames = frame => IsArp(frame) ? frame : Changed(frame, 21),
        },
        new("IPv6 is never answered", "reach")
        {
            Frames = frame => IsArp(frame) || (frame[0] & 1) != 0 ? frame : null,
        },
        new("questions are heard and not answered", "reach")
        {
            IsNoticedAlone = true,
            Speaker = WithoutChecks,
            Frames = frame => (frame[0] & 1) == 0 ? null : frame,
        },
        new("packet loops answer without end, whatever their process does", "stale-answer")
        {
            IsNoticedAlone = true,
            Commands = (_, command) => [command is NetworkCommand.AnswerUntil ? new NetworkCommand.AnswerUntil(TimeSpan.MaxValue) : command],
        },
        new("a contested address is not called out anew", "silent-heal")
        {
            IsNoticedAlone = true,
            Commands = (process, command) => command is NetworkCommand.SendGratuitous gratuitous && ((SimSpeaker)process).Node.AnsweredFor(gratuitous.Address) > TakeOverIsTold ? [] : [command],
        },
        new("addresses are not told again while they stay", "refresh")
        {
            IsNoticedAlone = true,
            Speaker = options => options with { GratuitousRefresh = TimeSpan.Zero },
        },
        new("an address that is set aside for another is given", "reserved-address")
        {
            IsNoticedAlone = true,
            Facts = (process, fact) => [process is SimController && fact is Fact.Seen { Object: PoolSpec pool } ? new Fact.Seen(pool with { Reservations = [] }) : fact],
        },
        new("no gratuitous ARP at a take-over", "silent-take-over")
        {
            IsNoticedAlone = true,
            Commands = (_, command) => command is NetworkCommand.SendGratuitous ? [] : [command],
        },
        new("a take-over is told once", "burst")
        {
            IsNoticedAlone = true,
            Speaker = options => options with { GratuitousBurst = 1 },
        },
        new("a speaker answers for a moment for all that it may announce", "taken-unasked")
        {
            IsNoticedAlone = true,
            Commands = (process, command) => command is NetworkCommand.PublishTable publish ? [new NetworkCommand.PublishTable(WithAllOf(process, publish.Table)), publish] : [command],
        },
        new("speakers do not hear of a drain", "drained-owner")
        {
            Facts = (process, fact) => [process is SimSpeaker && fact is Fact.Seen { Object: NodeSnapshot node } ? new Fact.Seen(node with { Annotations = LabelSet.Empty }) : fact],
        },
        new("routes go without a word before", "sudden-withdrawal")
        {
            IsNoticedAlone = true,
            Commands = (_, command) => [command is NetworkCommand.SendTcp send ? send with { Bytes = WithoutShutdown(send.Bytes.ToArray()) } : command],
        },
        new("one speaker hears nobody, and does not ask the wire", "two-owners")
        {
            Speaker = options => options with { Probes = 0 },
            Facts = (process, fact) => process.Name == "speaker-n2" && fact is NetworkFact.DatagramReceived ? [] : [fact],
        },
        new("two speakers do not hear each other for a while", "two-owners")
        {
            IsNoticedAlone = true,
            Facts = (process, fact) => process.Age is { TotalSeconds: > 8 and < 40 }
                && fact is NetworkFact.DatagramReceived datagram
                && ((process.Name == "speaker-n1" && datagram.From == SimNode.IpOf(2)) || (process.Name == "speaker-n2" && datagram.From == SimNode.IpOf(1))) ? [] : [fact],
        },
        new("speakers do not watch each other", "no-owner")
        {
            IsNoticedAlone = true,
            Speaker = options => options with { LivenessKey = null },
        },
        new("one speaker publishes an empty table", "heartbeats")
        {
            Commands = (process, command) => command is Command.WriteServiceL2Status or NetworkCommand.SendGratuitous ? [] : [process.Name == "speaker-n1" && command is NetworkCommand.PublishTable ? new NetworkCommand.PublishTable(AnnouncementTable.Empty) : command],
        },
        new("the word to leave is not heard", "farewell")
        {
            IsNoticedAlone = true,
            Facts = (_, fact) => fact is Fact.Leaving ? [] : [fact],
        },
        new("the status names a peer without a session", "status-truth")
        {
            IsNoticedAlone = true,
            Commands = (_, command) => [command is Command.WriteServiceBgpStatus write ? write with { Peers = ["nobody"] } : command],
        },
        new("the status says ARP before the table does", "status-truth")
        {
            Commands = (process, command) => command is (NetworkCommand.PublishTable or NetworkCommand.SendGratuitous) && process.Name == "speaker-n2" ? [] : [command],
        },
        new("a bit of an UPDATE is wrong", "strict-bytes")
        {
            Commands = (_, command) => [command is NetworkCommand.SendTcp { Bytes.Length: > 50 } send && send.Bytes.Span[18] == 2 ? send with { Bytes = Changed(send.Bytes.ToArray(), 24) } : command],
        },
        new("the marker of a KEEPALIVE is wrong", "strict-bytes")
        {
            Commands = (_, command) => [command is NetworkCommand.SendTcp { Bytes.Length: 19 } send ? send with { Bytes = Changed(send.Bytes.ToArray(), 3) } : command],
        },
        new("a message of an unknown type goes with every keepalive", "strict-bytes")
        {
            IsNoticedAlone = true,
            Commands = (_, command) => command is NetworkCommand.SendTcp { Bytes.Length: 19 } send ? [command, send with { Bytes = Changed(send.Bytes.ToArray(), 18, 9) }] : [command],
        },
        new("status writes are said to be done and are not", "served")
        {
            Commands = (_, command) => command is Command.WriteServiceStatus ? [] : [command],
        },
        new("the controller serves another class", "served")
        {
            IsNoticedAlone = true,
            Controller = options => options with { LoadBalancerClass = "other" },
        },
        new("a BGP withdrawal is swallowed", "routes")
        {
            Commands = (_, command) => command is NetworkCommand.SendTcp { Bytes.Length: > 23 } send && send.Bytes.Span[18] == 2 && send.Bytes.Span[20] > 0 ? [] : [command],
        },
        new("a lost session is not dialled again", "routes")
        {
            Commands = (_, command) => command is NetworkCommand.Connect { Connection: > 1 } ? [] : [command],
        },
        new("the next hop is another machine", "routes")
        {
            Commands = (_, command) => [command is NetworkCommand.SendTcp send && send.Bytes.Length > 40 && send.Bytes.Span[18] == 2 ? send with { Bytes = OtherNextHop(send.Bytes.ToArray()) } : command],
        },
        new("a prefix is announced that no Service has", "routes")
        {
            IsNoticedAlone = true,
            Commands = (_, command) => command is NetworkCommand.SendTcp { Bytes.Length: > 50 } send && send.Bytes.Span[18] == 2 && send.Bytes.Span[^5] == 32
                ? [command, send with { Bytes = Changed(send.Bytes.ToArray(), send.Bytes.Length - 1, 0x80) }]
                : [command],
        },
        new("the IPv6 next hop is another machine", "routes")
        {
            Commands = (_, command) => [command is NetworkCommand.SendTcp send && send.Bytes.Span[18] == 2 ? send with { Bytes = OtherIpv6NextHop(send.Bytes.ToArray()) } : command],
        },
        new("nobody says that the IPv6 routes are complete", "routes")
        {
            IsNoticedAlone = true,
            Commands = (_, command) => command is NetworkCommand.SendTcp send && EndOfIpv6(send.Bytes.Span) is { } end
                ? end == 0 ? [] : [send with { Bytes = send.Bytes[..end] }]
                : [command],
        },
        new("a reserved flag of a heartbeat is set", "heartbeats")
        {
            IsNoticedAlone = true,
            Commands = (_, command) => [command is NetworkCommand.SendDatagram datagram ? datagram with { Bytes = Sealed(Changed(datagram.Bytes.ToArray(), 4, 0x40)) } : command],
        },
        new("an owner tells its claims under the name of another link", "heartbeats")
        {
            Commands = (_, command) => [command is NetworkCommand.SendDatagram datagram ? datagram with { Bytes = Sealed(Changed(datagram.Bytes.ToArray(), 41 + datagram.Bytes.Span[29])) } : command],
        },
        new("a BFD packet has another version", "strict-bytes")
        {
            Paths = packet => Changed(packet, 0, 0x60),
        },
        new("a BFD Poll is not answered", "strict-bytes")
        {
            Paths = packet => (packet[1] & 0x10) != 0 ? Changed(packet, 1, 0x10) : packet,
        },
        new("the loss of a path is not heard", "path-loss")
        {
            IsNoticedAlone = true,
            Facts = (_, fact) => fact is NetworkFact.PathLost ? [] : [fact],
        },
        new("BFD lets fifty packets be missing", "path-loss")
        {
            Commands = (_, command) => [command is NetworkCommand.WatchPaths watch
                ? watch with { Targets = watch.Targets.Select(target => target with { Options = target.Options with { DetectMultiplier = 50 } }).ToValueArray() }
                : command],
        },
        new("the counters of a pool are not written", "status-at-rest")
        {
            IsNoticedAlone = true,
            Commands = (_, command) => command is Command.WritePoolStatus ? [] : [command],
        },
        new("a condition says no where it should say yes", "status-at-rest")
        {
            Commands = (_, command) => [command is Command.WriteAnnouncedCondition { Condition.Status: "True" } write ? write with { Condition = write.Condition with { Status = "False" } } : command],
        },
        new("a status of this node is never removed", "status-at-rest")
        {
            Commands = (_, command) => command is Command.RemoveServiceL2Status or Command.RemoveServiceBgpStatus ? [] : [command],
        },
        new("gratuitous ARP never ends", "silence")
        {
            Commands = (process, command) => command is NetworkCommand.SendDatagram && process is SimSpeaker { Node: { Table.Count: > 0 } node } && node.Answered.Count > 0
                ? [command, new NetworkCommand.SendGratuitous(2, node.Answered[0])]
                : [command],
        },
        new("an Event is recorded with every keepalive", "silence")
        {
            IsNoticedAlone = true,
            Commands = (process, command) => command is NetworkCommand.SendTcp { Bytes.Length: 19 }
                ? [command, new Command.RecordEvent(new EventSubject("v1", "Node", new ObjectKey("", process.NodeName), ""), false, "Alive", "still")]
                : [command],
        },
        new("a speaker asks to be woken at once, again and again", "idle-steps")
        {
            IsNoticedAlone = true,
            Wake = (process, now, wake) => process.Name == "speaker-n1" && process.Age.TotalSeconds is > 20 and < 20.5 ? now : wake,
        },
        new("the reactor breaks when an Event was recorded", "defect")
        {
            IsNoticedAlone = true,
            Facts = (process, fact) => fact is Fact.Ended { Command: Command.RecordEvent } && process is SimSpeaker ? throw new InvalidOperationException("planted") : [fact],
        },
    ];

    /// <summary>Speakers that ask who answers would notice too, and say so.</summary>
    private static SpeakerOptions WithoutChecks(SpeakerOptions options) => options with { CheckAnswersEvery = TimeSpan.Zero };

    private static byte[] Changed(byte[] bytes, int at, byte by = 1)
    {
        var changed = bytes.ToArray();
        changed[at] ^= by;
        return changed;
    }

    private static string FreeOfSegment(SimProcess process) => Enumerable.Range(0, 8)
        .Select(last => $"192.0.2.{7 - last}")
        .First(address => !process.View.Services.Any(service => service.IngressIps.Contains(address, StringComparer.Ordinal)));

    /// <summary>A heartbeat that was changed, with the seal that it ought to have.</summary>
    private static byte[] Sealed(byte[] heartbeat)
    {
        HMACSHA256.HashData(SimSpeaker.Key, heartbeat.AsSpan(..^HMACSHA256.HashSizeInBytes), heartbeat.AsSpan(^HMACSHA256.HashSizeInBytes));
        return heartbeat;
    }

    private static byte[] OtherIpv6NextHop(byte[] update)
    {
        ReadOnlySpan<byte> family = [0, 2, 1, 16];
        var at = update.AsSpan().IndexOf(family);
        return at > 0 ? Changed(update, at + 19, 0x40) : update;
    }

    /// <summary>Where the End-of-RIB of IPv6 begins in what is sent; null: it is not at its end.</summary>
    private static int? EndOfIpv6(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> shortForm = [2, 0, 0, 0, 6, 0x80, 15, 3, 0, 2, 1];
        ReadOnlySpan<byte> longForm = [2, 0, 0, 0, 7, 0x90, 15, 0, 3, 0, 2, 1];
        return bytes.EndsWith(shortForm) ? bytes.Length - shortForm.Length - 18 : bytes.EndsWith(longForm) ? bytes.Length - longForm.Length - 18 : null;
    }

    /// <summary>What the process was told that it may announce on the segment, beside what it has.</summary>
    private static AnnouncementTable WithAllOf(SimProcess process, AnnouncementTable table) => new([
        .. table.Sorted(),
        .. process.View.L2Vips.Where(address => Oracle.MayAnnounceL2(process.View, process.NodeName, address)).Select(address => (SimNode.LinkIndex, address)),
    ]);

    /// <summary>The community GRACEFUL_SHUTDOWN is another.</summary>
    private static byte[] WithoutShutdown(byte[] update)
    {
        ReadOnlySpan<byte> communities = [0xc0, 8, 4, 0xff, 0xff, 0, 0];
        var at = update.AsSpan().IndexOf(communities);
        return at > 0 ? Changed(update, at + 6) : update;
    }

    private static bool IsArp(byte[] frame) => frame[12] == 8;

    private static byte[] OtherNextHop(byte[] update)
    {
        var changed = update.ToArray();
        ReadOnlySpan<byte> nextHop = [0x40, 3, 4];
        var at = changed.AsSpan().IndexOf(nextHop);
        if (at > 0)
        {
            BinaryPrimitives.WriteUInt32BigEndian(changed.AsSpan(at + 3), 0x0a000063);
        }

        return changed;
    }
}
