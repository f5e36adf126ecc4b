using LbController.Engine.Facts;
using LbController.Protocols.Bfd;

namespace LbController.Engine.Paths;

/// <summary>
/// All BFD sessions of a node, without I/O: which there are, which one a datagram is for, and what is due. A datagram is for the session
/// whose discriminator it names, if the sender's address is that session's, too; one that names none is for the session with its sender
/// (RFC 5881, section 3, RFC 5883, section 4).
/// </summary>
/// <param name="nextDiscriminator">Numbers that are not zero and hard to guess.</param>
public sealed class PathWatch(Func<uint> nextDiscriminator)
{
    private readonly SortedDictionary<uint, (PathTarget Target, BfdSession Session)> sessions = [];

    /// <summary>Sessions whose peer is too far away, as was told.</summary>
    private readonly SortedSet<uint> tooFar = [];

    public TimeSpan? NextDeadline => sessions.Values.Select(entry => entry.Session.NextDeadline).Min();

    /// <summary>Datagrams that no session took, by what was wrong with them.</summary>
    public SortedDictionary<BfdError, long> Dropped { get; } = [];

    public IReadOnlyList<PathStatus> Status =>
        [.. sessions.Values.Select(entry => new PathStatus(entry.Target, entry.Session.State, entry.Session.Diagnostic, entry.Session.Counters with { }))];

    /// <summary>Ends what is not wanted any more, begins what is new; a change of timers ends nothing.</summary>
    public List<PathAction> Follow(IReadOnlyCollection<PathTarget> wanted, TimeSpan now)
    {
        var actions = new List<PathAction>();
        foreach (var (number, (target, session)) in sessions.ToList())
        {
            if (wanted.FirstOrDefault(target.IsSamePath) is not { } kept)
            {
                actions.AddRange(ActionsOf(number, session.Leave(now)));
                actions.Add(new PathAction.Close(number));
                sessions.Remove(number);
                tooFar.Remove(number);
            }
            else if (kept.Options != target.Options)
            {
                sessions[number] = (kept, session);
                tooFar.Remove(number);
                actions.AddRange(ActionsOf(number, session.Adjust(kept.Options, now)));
            }
        }

        foreach (var target in wanted)
        {
            if (!sessions.Values.Any(entry => entry.Target.IsSamePath(target)))
            {
                actions.AddRange(Begin(target, now));
            }
        }

        return actions;
    }

    public List<PathAction> Received(in PathDatagram datagram, TimeSpan now)
    {
        if (!BfdPacketCodec.TryDecode(datagram.Bytes.Span, out var packet, out var error))
        {
            return Drop(error);
        }

        if (Find(datagram, packet) is not { } number)
        {
            return Drop(BfdError.UnknownSession);
        }

        var session = sessions[number].Session;
        if (datagram.TimeToLive < session.Options.MinimumTimeToLive)
        {
            return [.. Drop(BfdError.TimeToLive), .. TooFar(number, datagram.TimeToLive), .. ActionsOf(number, session.Received(packet, datagram.TimeToLive, now))];
        }

        return ActionsOf(number, session.Received(packet, datagram.TimeToLive, now));
    }

    /// <summary>An echo packet of a session has come back.</summary>
    public void EchoReturned(uint number, TimeSpan now)
    {
        if (sessions.TryGetValue(number, out var entry))
        {
            entry.Session.EchoReturned(now);
        }
    }

    /// <summary>Does all that is due.</summary>
    public List<PathAction> Tick(TimeSpan now)
    {
        var actions = new List<PathAction>();
        foreach (var (number, (_, session)) in sessions.ToList())
        {
            if (session.NextDeadline <= now)
            {
                actions.AddRange(ActionsOf(number, session.Tick(now)));
            }
        }

        return actions;
    }

    private List<PathAction> Begin(PathTarget target, TimeSpan now)
    {
        uint number;
        do
        {
            number = nextDiscriminator();
        }
        while (number == 0 || sessions.ContainsKey(number));

        var session = new BfdSession(number, target.Options);
        sessions[number] = (target, session);
        return [new PathAction.Open(number, target), .. ActionsOf(number, session.Start(now))];
    }

    private uint? Find(in PathDatagram datagram, in BfdPacket packet)
    {
        var (from, vrf, link, isMultihop) = (datagram.From, datagram.Vrf, datagram.LinkIndex, datagram.IsMultihop);
        bool IsFrom(PathTarget target) =>
            target.Peer == from && target.Vrf == vrf && target.IsMultihop == isMultihop && (target.LinkIndex == 0 || target.LinkIndex == link);

        if (packet.YourDiscriminator != 0)
        {
            return sessions.TryGetValue(packet.YourDiscriminator, out var named) && IsFrom(named.Target) ? packet.YourDiscriminator : null;
        }

        foreach (var (number, entry) in sessions)
        {
            if (IsFrom(entry.Target))
            {
                return number;
            }
        }

        return null;
    }

    private IEnumerable<PathAction> TooFar(uint number, int timeToLive)
    {
        if (tooFar.Add(number))
        {
            var (target, session) = sessions[number];
            yield return new PathAction.Tell(new NetworkFact.PathTooFar(target.Peer, target.Vrf, timeToLive, session.Options.MinimumTimeToLive));
        }
    }

    private List<PathAction> Drop(BfdError error)
    {
        Dropped[error] = Dropped.GetValueOrDefault(error) + 1;
        return [];
    }

    private List<PathAction> ActionsOf(uint number, IReadOnlyList<BfdSignal> signals)
    {
        var actions = new List<PathAction>();
        foreach (var signal in signals)
        {
            switch (signal)
            {
                case BfdSignal.Send send:
                    actions.Add(new PathAction.Send(number, send.Packet));
                    break;
                case BfdSignal.SendEcho:
                    actions.Add(new PathAction.SendEcho(number));
                    break;
                case BfdSignal.Changed changed:
                    actions.AddRange(Tell(sessions[number], changed));
                    break;
            }
        }

        return actions;
    }

    private static IEnumerable<PathAction> Tell((PathTarget Target, BfdSession Session) entry, BfdSignal.Changed changed)
    {
        var (target, session) = entry;
        yield return new PathAction.Tell(new NetworkFact.PathSeen(target.Peer, target.Vrf, changed.To));
        if (changed.IsFailure)
        {
            var lost = new NetworkFact.PathLost(target.Peer, target.Vrf, PathText.Of(session)) { IsForwardingLost = session.IsRemoteIndependent };
            yield return new PathAction.Tell(lost);
        }
    }
}
