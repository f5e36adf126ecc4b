using LbController.Engine.Facts;
using LbController.Simulation.Nodes;
using LbController.Simulation.Running;

namespace LbController.Simulation.Network;

/// <summary>One TCP connection from a speaker to a router: bytes in order, cut anywhere, held while the path is broken.</summary>
public sealed class SimConnection(World world, SimNode node, int run, long number, SimRouter router)
{
    private static readonly TimeSpan RetransmitPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan GivesUpAfter = TimeSpan.FromSeconds(20);

    private readonly Queue<byte[]> toRouter = new();
    private readonly Queue<byte[]> toNode = new();
    private bool isNodeDone;
    private bool isRouterDone;
    private bool isPumpingToRouter;
    private bool isPumpingToNode;
    private TimeSpan? brokenSince;

    public SimNode Node => node;

    public long Number => number;

    public SimRouter Router => router;

    /// <summary>The speaker has closed it, or heard its end.</summary>
    public bool IsNodeDone => isNodeDone;

    public bool IsOver => isNodeDone && isRouterDone;

    /// <summary>The speaker has read a KEEPALIVE of the router: only then may it say that the session stands.</summary>
    public bool HasNodeSeenKeepalive { get; set; }

    public bool IsOf(SimNode other, int otherRun, long otherNumber) => !isNodeDone && node == other && run == otherRun && number == otherNumber;

    public void SendToRouter(ReadOnlySpan<byte> bytes)
    {
        world.Trace.Mix(bytes);
        if (!isNodeDone)
        {
            toRouter.Enqueue(bytes.ToArray());
            PumpToRouter();
        }
    }

    public void SendToNode(byte[] bytes)
    {
        world.Trace.Mix(bytes);
        if (!isRouterDone)
        {
            toNode.Enqueue(bytes);
            PumpToNode();
        }
    }

    /// <summary>The speaker closes after what it has sent; it hears nothing more.</summary>
    public void CloseByNode()
    {
        isNodeDone = true;
        toRouter.Enqueue([]);
        PumpToRouter();
    }

    public void CloseByRouter()
    {
        isRouterDone = true;
        toNode.Enqueue([]);
        PumpToNode();
    }

    /// <summary>The router forgets without a word: the connection is half open.</summary>
    public void ForgetByRouter()
    {
        isRouterDone = true;
        toNode.Clear();
    }

    /// <summary>The machine of the speaker is gone without a word.</summary>
    public void ForgetByNode() => isNodeDone = true;

    public void Reset(string why)
    {
        if (!isNodeDone)
        {
            isNodeDone = true;
            node.Speaker.Post(run, new NetworkFact.TcpClosed(number, why));
        }

        if (!isRouterDone)
        {
            isRouterDone = true;
            router.Lost(this, isReset: true);
        }
    }

    private void PumpToRouter()
    {
        if (!isPumpingToRouter && toRouter.Count > 0)
        {
            isPumpingToRouter = true;
            world.Agenda.After(world.Random.Between(0.1, 2), () => Carry(toRouter, () => isPumpingToRouter = false, DeliverToRouter, PumpToRouter));
        }
    }

    private void PumpToNode()
    {
        if (!isPumpingToNode && toNode.Count > 0)
        {
            isPumpingToNode = true;
            world.Agenda.After(world.Random.Between(0.1, 2), () => Carry(toNode, () => isPumpingToNode = false, DeliverToNode, PumpToNode));
        }
    }

    private void Carry(Queue<byte[]> queue, Action done, Action<byte[]> deliver, Action again)
    {
        if (queue.Count == 0)
        {
            done();
            return;
        }

        if (!node.IsUp || !router.IsUp || !world.Lan.Connects(node.Port, router.Port))
        {
            brokenSince ??= world.Now;
            if (world.Now - brokenSince > GivesUpAfter)
            {
                done();
                Reset("timed out");
                return;
            }

            world.Agenda.After(RetransmitPause, () => Carry(queue, done, deliver, again));
            return;
        }

        brokenSince = null;
        done();
        var bytes = queue.Dequeue();
        if (bytes.Length > 1 && world.Random.Chance(world.Tcp.Cut))
        {
            var at = 1 + world.Random.Below(bytes.Length - 1);
            deliver(bytes[..at]);
            var rest = queue.ToArray();
            queue.Clear();
            queue.Enqueue(bytes[at..]);
            foreach (var later in rest)
            {
                queue.Enqueue(later);
            }
        }
        else
        {
            deliver(bytes);
        }

        again();
    }

    private void DeliverToRouter(byte[] bytes)
    {
        if (isRouterDone)
        {
            // Nobody knows the connection there: a reset comes back.
            if (!isNodeDone)
            {
                Reset("connection reset by peer");
            }

            return;
        }

        if (bytes.Length == 0)
        {
            isRouterDone = true;
            router.Lost(this, isReset: false);
        }
        else
        {
            router.Received(this, bytes);
        }
    }

    private void DeliverToNode(byte[] bytes)
    {
        if (isNodeDone)
        {
            return;
        }

        if (bytes.Length == 0)
        {
            isNodeDone = true;
            node.Speaker.Post(run, new NetworkFact.TcpClosed(number, ""));
        }
        else
        {
            HasNodeSeenKeepalive |= bytes[^1] == 4;
            node.Speaker.Post(run, new NetworkFact.TcpReceived(number, bytes));
        }
    }
}
