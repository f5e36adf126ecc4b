using LbController.Core.Addresses;
using LbController.Core.Snapshot;
using LbController.Engine.Commands;
using LbController.Engine.Facts;
using LbController.Protocols.Liveness;

namespace LbController.Engine.Speaker;

/// <summary>
/// Tells the other speakers that this one lives and hears which of them do. Nothing is claimed before one timeout of listening
/// has passed. Without a key there is no watching, and every node counts as alive.
/// </summary>
internal sealed class SpeakerLiveness(SpeakerOptions options)
{
    private LivenessMachine? machine;
    private ulong sequence;
    private bool isUnheard;

    private bool IsWatching => options.LivenessKey is not null;

    public TimeSpan? NextDeadline => machine?.NextDeadline;

    /// <summary>Whether silence counts: before that nobody knows who lives.</summary>
    public bool IsSettled => !IsWatching || machine is { IsSettled: true };

    /// <summary>The nodes whose speakers are heard, sorted.</summary>
    public ValueArray<string> Alive => machine is null ? [] : machine.Alive.Select(pair => pair.Key).ToValueArray();

    /// <summary>
    /// Whether a node's speaker is heard. For our own: whether the others can hear it, which they cannot while the link that carries the
    /// node's address is down; they have buried it then, and it must not answer beside its successor.
    /// </summary>
    public bool IsAlive(string node) => !IsWatching || machine is null || (node == options.NodeName ? !isUnheard : machine.IsAlive(node));

    public void Follow(SpeakerState state, TimeSpan now)
    {
        if (IsWatching)
        {
            var nodes = state.Nodes.Values;
            isUnheard = IsOwnLinkDown(state);
            machine ??= new LivenessMachine(options.NodeName, LivenessOptions.Default, now);
            machine.SetMembers(nodes.Where(node => !node.InternalIps.IsEmpty).Select(MemberOf), now);
        }
    }

    public void Fold(Fact fact, TimeSpan now)
    {
        if (machine is not null
            && fact is NetworkFact.DatagramReceived datagram
            && HeartbeatCodec.TryDecode(datagram.Bytes.Span, options.LivenessKey!.Value.Span, out var heartbeat, out _))
        {
            machine.Heard(heartbeat, now);
        }
    }

    public List<Command> Tick(TimeSpan now)
    {
        var members = machine?.Tick(now) ?? [];
        if (members.Count == 0)
        {
            return [];
        }

        var datagram = new byte[HeartbeatCodec.MostBytes];
        var length = HeartbeatCodec.Encode(new Heartbeat(options.NodeName, options.Epoch, ++sequence), options.LivenessKey!.Value.Span, datagram);
        return members
            .Select(member => (Command)new NetworkCommand.SendDatagram(AddressOf(member), datagram.AsMemory(0, length)))
            .ToList();
    }

    private bool IsOwnLinkDown(SpeakerState state)
    {
        if (!state.Nodes.TryGetValue(new ObjectKey("", options.NodeName), out var own) || own.InternalIps.IsEmpty)
        {
            return false;
        }

        var carriers = state.Links.Values.Where(link => link.Addresses.Any(address => address.Address == own.InternalIps[0])).ToList();
        return carriers.Count > 0 && !carriers.Exists(link => link.IsUp);
    }

    private static LivenessMember MemberOf(NodeSnapshot node)
    {
        var address = node.InternalIps[0];
        return new(node.Key.Name, address.Value, address.Family == IpFamily.V6);
    }

    private static Address AddressOf(LivenessMember member) => new(member.IsIpv6 ? IpFamily.V6 : IpFamily.V4, member.Address);
}
