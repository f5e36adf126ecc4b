using LbController.Core.Addresses;
using LbController.Protocols.Wire;
using LbController.Simulation.Nodes;
using LbController.Simulation.Running;

namespace LbController.Simulation.Network;

/// <summary>A router that speaks BGP with the nodes: strict, with a reader of its own, and equal-cost paths to all who announce a prefix.</summary>
public sealed class SimRouter
{
    public const uint NodeAs = 64513;
    private const uint OtherAs = 64512;
    private const ushort HoldTime = 9;
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    private readonly World world;
    private readonly List<RouterSession> sessions = [];
    private readonly SortedDictionary<string, RouterPath> paths = new(StringComparer.Ordinal);
    private uint discriminators;

    public SimRouter(World world, int number)
    {
        this.world = world;
        Name = $"r{number}";
        IsInternal = number % 2 == 0;
        Ip = Address.V4(0x0a000000u + (uint)number);
        Port = new SimPort(world.Lan.SwitchOf(number), new MacAddress(0x02000000d000UL + (ulong)number), _ => { });
        world.Lan.Attach(Port);
        world.Agenda.After(Beat, Tick);
    }

    public string Name { get; }

    public Address Ip { get; }

    /// <summary>It is of the same AS as the nodes.</summary>
    public bool IsInternal { get; }

    public uint As => IsInternal ? NodeAs : OtherAs;

    public SimPort Port { get; }

    public bool IsUp { get; private set; } = true;

    /// <summary>It offers graceful restart, and keeps the routes of those who do too.</summary>
    public bool IsGraceful { get; set; }

    /// <summary>The nodes that a packet for the address may go to, by equal cost; stale routes count.</summary>
    public IReadOnlyList<Address> PathsTo(Address address) => sessions
        .SelectMany(session => session.Routes)
        .Where(route => Covers(route.Key, address))
        .Select(route => route.Value)
        .Distinct()
        .Order()
        .ToList();

    /// <summary>Those of <see cref="PathsTo"/> that it prefers: one that is about to go is used only where there is no other.</summary>
    public IReadOnlyList<Address> BestPathsTo(Address address)
    {
        var lasting = sessions
            .SelectMany(session => session.Routes.Where(route => !session.Fading.Contains(route.Key)))
            .Where(route => Covers(route.Key, address))
            .Select(route => route.Value)
            .Distinct()
            .Order()
            .ToList();
        return lasting.Count > 0 ? lasting : PathsTo(address);
    }

    /// <summary>Everything that it has a path to.</summary>
    public IEnumerable<(Address Network, int Length)> Prefixes => sessions.SelectMany(session => session.Routes.Keys).Distinct();

    public bool HasSessionWith(Address node) => sessions.Exists(session => session.IsEstablished && session.StaleUntil is null && session.Connection.Node.Ip == node);

    /// <summary>Established sessions on which the speaker has not said that the routes of a family are complete.</summary>
    public IEnumerable<(string Node, IpFamily Family)> WithoutEndOfRib => sessions
        .Where(session => session.IsEstablished && session.StaleUntil is null)
        .SelectMany(session => session.Families.Except(session.EndOfRib).Select(family => (session.Connection.Node.Name, family)));

    public void Crash()
    {
        if (IsUp)
        {
            world.Tell(Name, "stops without a word");
            IsUp = false;
            Port.IsUp = false;
            foreach (var session in sessions)
            {
                session.Connection.ForgetByRouter();
            }

            sessions.Clear();
            foreach (var path in paths.Values)
            {
                path.End();
            }

            paths.Clear();
        }
    }

    public void Boot()
    {
        if (!IsUp)
        {
            world.Tell(Name, "is back");
            IsUp = true;
            Port.IsUp = true;
        }
    }

    /// <summary>Its BFD says that the node is there.</summary>
    public bool HasPathTo(SimNode node) => paths.TryGetValue(node.Name, out var path) && path.IsUp;

    /// <summary>The node has ended BFD by its word, as one that leaves does: routes that are kept for its restart are kept without it.</summary>
    public bool IsPathEndedBy(SimNode node) => paths.TryGetValue(node.Name, out var path) && path.IsEndedByNode;

    /// <summary>It has routes by way of the node.</summary>
    public bool HasRoutesOf(SimNode node) => sessions.Exists(session => session.Connection.Node == node && session.Routes.Count > 0);

    /// <summary>A BFD packet of a node is on its way.</summary>
    public void ReceivePath(SimNode node, byte[] bytes)
    {
        world.Trace.Mix(bytes);
        if (!world.Lan.Connects(node.Port, Port) || world.Random.Chance(world.Lan.Loss))
        {
            return;
        }

        world.Agenda.After(RouterPath.Transit, () =>
        {
            if (!IsUp)
            {
                return;
            }

            try
            {
                var packet = StrictBfd.Read(bytes);
                if (!paths.TryGetValue(node.Name, out var path))
                {
                    paths[node.Name] = path = new RouterPath(world, this, node, ++discriminators);
                }

                path.Received(packet);
            }
            catch (FormatException malformed)
            {
                world.Fail("strict-bytes", $"{Name} cannot take the BFD packet of {node.Name}: {malformed.Message}");
            }
        });
    }

    /// <summary>BFD has lost a node: whatever it has announced goes at once, also what was kept for its restart.</summary>
    public void PathLost(SimNode node)
    {
        foreach (var session in sessions.Where(session => session.Connection.Node == node).ToList())
        {
            session.Connection.CloseByRouter();
            sessions.Remove(session);
        }
    }

    public void Accept(SimConnection connection) => sessions.Add(new RouterSession(connection) { LastHeard = world.Now });

    public void Lost(SimConnection connection, bool isReset)
    {
        if (sessions.Find(session => session.Connection == connection) is { } session)
        {
            world.Tell(Name, $"the connection of {connection.Node.Name} {(isReset ? "is reset" : "ended")}");
            Down(session, keepsRoutes: true);
        }
    }

    public void Received(SimConnection connection, byte[] bytes)
    {
        if (sessions.Find(session => session.Connection == connection) is not { } session)
        {
            return;
        }

        session.Buffer.AddRange(bytes);
        session.LastHeard = world.Now;
        try
        {
            while (StrictBgp.TryTake(session.Buffer, session.Open?.HasExtendedMessages == true ? 65535 : 4096, out var type, out var body))
            {
                Handle(session, type, body);
            }
        }
        catch (FormatException malformed)
        {
            world.Fail("strict-bytes", $"{Name} cannot read what {connection.Node.Name} sent: {malformed.Message}");
            session.Buffer.Clear();
        }
    }

    private void Handle(RouterSession session, byte type, byte[] body)
    {
        var node = session.Connection.Node;
        switch (type)
        {
            case 1 when session.Open is null:
                session.Open = StrictBgp.ReadOpen(body);
                if (session.Open.As != NodeAs)
                {
                    throw new FormatException($"AS {session.Open.As}");
                }

                session.Connection.SendToNode(RouterMessages.Open(As, HoldTime, (uint)Ip.Value, IsGraceful));
                session.Connection.SendToNode(RouterMessages.Keepalive);
                break;
            case 2 when session.IsEstablished:
                Learn(session, StrictBgp.ReadUpdate(body, session.Open!, NodeAs, IsInternal));
                break;
            case 3:
                world.Tell(Name, $"{node.Name} says NOTIFICATION {body[0]}/{body[1]}");
                session.Connection.CloseByRouter();
                Down(session, keepsRoutes: false);
                break;
            case 4 when session.Open is not null:
                if (!session.IsEstablished)
                {
                    world.Tell(Name, $"session with {node.Name} is established");
                    session.IsEstablished = true;
                    session.NextKeepalive = world.Now + TimeSpan.FromSeconds(HoldTime / 3);
                }

                break;
            case 5 when session.IsEstablished:
                break;
            default:
                throw new FormatException($"message of type {type} out of turn");
        }
    }

    private void Learn(RouterSession session, StrictUpdate update)
    {
        foreach (var prefix in update.Withdrawn)
        {
            world.Tell(Name, $"{session.Connection.Node.Name} withdraws {prefix.Network}/{prefix.Length}");
            session.Routes.Remove(prefix);
            session.Fading.Remove(prefix);
        }

        foreach (var (network, length, nextHop) in update.Announced)
        {
            world.Tell(Name, $"{session.Connection.Node.Name} announces {network}/{length} via {nextHop}{(update.IsFading ? ", which is about to go" : "")}");
            session.Routes[(network, length)] = nextHop;
            if (update.IsFading)
            {
                session.Fading.Add((network, length));
            }
            else
            {
                session.Fading.Remove((network, length));
            }
        }

        if (update.EndOf is { } family)
        {
            session.EndOfRib.Add(family);
            ForgetStale(session, family);
        }
    }

    /// <summary>What the restarted speaker has not announced again is gone (RFC 4724, section 4.2).</summary>
    private void ForgetStale(RouterSession session, IpFamily family)
    {
        foreach (var old in sessions.Where(old => old != session && old.StaleUntil is not null && old.Connection.Node == session.Connection.Node).ToList())
        {
            foreach (var prefix in old.Routes.Keys.Where(prefix => prefix.Network.Family == family).ToList())
            {
                old.Routes.Remove(prefix);
            }

            if (old.Routes.Count == 0)
            {
                sessions.Remove(old);
            }
        }
    }

    private void Down(RouterSession session, bool keepsRoutes)
    {
        if (keepsRoutes && IsGraceful && session is { IsEstablished: true, Open.RestartSeconds: > 0 and var seconds })
        {
            session.StaleUntil = world.Now + TimeSpan.FromSeconds(seconds);
        }
        else
        {
            sessions.Remove(session);
        }
    }

    private void Tick()
    {
        if (IsUp)
        {
            sessions.RemoveAll(session => session.StaleUntil <= world.Now);
            foreach (var session in sessions.Where(session => session.StaleUntil is null).ToList())
            {
                Tick(session);
            }
        }

        world.Agenda.After(Beat, Tick);
    }

    private void Tick(RouterSession session)
    {
        if (world.Now - session.LastHeard > TimeSpan.FromSeconds(HoldTime))
        {
            world.Tell(Name, $"has heard nothing of {session.Connection.Node.Name}");
            session.Connection.SendToNode(RouterMessages.HoldTimeOver);
            session.Connection.CloseByRouter();
            Down(session, keepsRoutes: true);
        }
        else if (session.IsEstablished && session.NextKeepalive <= world.Now)
        {
            session.NextKeepalive = world.Now + TimeSpan.FromSeconds(HoldTime / 3);
            session.Connection.SendToNode(RouterMessages.Keepalive);
        }
    }

    public static bool Covers((Address Network, int Length) prefix, Address address) =>
        prefix.Network.Family == address.Family
        && (prefix.Length == 0 || (prefix.Network.Value ^ address.Value) >> (address.Bits - prefix.Length) == 0);
}
