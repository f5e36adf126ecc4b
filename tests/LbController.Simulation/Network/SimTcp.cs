using LbController.Engine.Commands;
using LbController.Engine.Facts;
using LbController.Simulation.Nodes;
using LbController.Simulation.Running;

namespace LbController.Simulation.Network;

/// <summary>All TCP connections between speakers and routers.</summary>
public sealed class SimTcp(World world)
{
    private readonly List<SimConnection> connections = [];

    /// <summary>Closed while they were being opened.</summary>
    private readonly SortedSet<(string Node, int Run, long Number)> givenUp = [];

    /// <summary>Probability that a delivery is cut at any byte.</summary>
    public double Cut { get; set; } = 0.1;

    public void Connect(SimNode node, int run, NetworkCommand.Connect command) =>
        world.Agenda.After(world.Random.Between(0.3, 2), () => Open(node, run, command));

    public void Send(SimNode node, int run, long number, ReadOnlyMemory<byte> bytes)
    {
        world.Checkers.SentTcp(node, bytes);
        Find(node, run, number)?.SendToRouter(bytes.Span);
    }

    public void Close(SimNode node, int run, long number)
    {
        if (Find(node, run, number) is { } open)
        {
            open.CloseByNode();
        }
        else
        {
            givenUp.Add((node.Name, run, number));
        }
    }

    /// <summary>The process ended: the kernel closes its connections, if there is a kernel left.</summary>
    public void CloseAll(SimNode node)
    {
        foreach (var connection in connections.Where(connection => connection.Node == node).ToList())
        {
            if (node.IsUp)
            {
                connection.CloseByNode();
            }
            else
            {
                connection.ForgetByNode();
            }
        }

        connections.RemoveAll(connection => connection.IsOver);
    }

    public void ResetOne()
    {
        var open = connections.Where(connection => !connection.IsOver).ToList();
        if (open.Count > 0)
        {
            var chosen = world.Random.Pick(open);
            world.Tell("tcp", $"the connection of {chosen.Node.Name} to {chosen.Router.Name} is reset");
            chosen.Reset("connection reset by peer");
        }
    }

    /// <summary>Whether the speaker has seen, on a connection that it has not heard the end of, that the router is there.</summary>
    public bool HasSeenKeepalive(SimNode node, SimRouter router) =>
        connections.Exists(connection => connection.Node == node && connection.Router == router && connection.HasNodeSeenKeepalive);

    /// <summary>The speaker has a connection to the router and has not given it up.</summary>
    public bool IsHeldByNode(SimNode node, SimRouter router) => connections.Exists(connection => connection.Node == node && connection.Router == router && !connection.IsNodeDone);

    private SimConnection? Find(SimNode node, int run, long number) => connections.Find(connection => connection.IsOf(node, run, number));

    private void Open(SimNode node, int run, NetworkCommand.Connect command)
    {
        if (givenUp.Remove((node.Name, run, command.Connection)))
        {
            return;
        }

        var router = world.Routers.FirstOrDefault(router => router.Ip == command.Remote);
        if (router is null || !node.IsUp || !router.IsUp || !world.Lan.Connects(node.Port, router.Port))
        {
            world.Agenda.After(TimeSpan.FromSeconds(3), () => node.Speaker.Post(run, new NetworkFact.TcpClosed(command.Connection, "no route to host")));
            return;
        }

        var connection = new SimConnection(world, node, run, command.Connection, router);
        connections.RemoveAll(old => old.IsOver);
        connections.Add(connection);
        node.Speaker.Post(run, new NetworkFact.TcpOpened(command.Connection, node.Ip));
        router.Accept(connection);
        if (!node.Speaker.IsRunning || node.Speaker.Run != run)
        {
            connection.CloseByNode();
        }
    }
}
