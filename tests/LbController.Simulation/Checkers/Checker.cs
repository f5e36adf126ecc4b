using LbController.Core.Addresses;
using LbController.Engine.Commands;
using LbController.Protocols.Wire;
using LbController.Simulation.Network;
using LbController.Simulation.Nodes;
using LbController.Simulation.Running;

namespace LbController.Simulation.Checkers;

/// <summary>Watches one rule. Each member is told of one kind of event; most rules need one or two.</summary>
public abstract class Checker(World world, string name)
{
    public string Name => name;

    protected World World => world;

    /// <summary>A process has commanded something; it is not done yet.</summary>
    public virtual void Commanded(SimProcess process, Command command)
    {
    }

    /// <summary>A process has taken a step.</summary>
    /// <param name="process">Which.</param>
    /// <param name="isIdle">Nothing had come in, and nothing was commanded: it had asked to be woken.</param>
    public virtual void Stepped(SimProcess process, bool isIdle)
    {
    }

    /// <summary>A write is about to take effect.</summary>
    public virtual void Applied(SimProcess process, Command command)
    {
    }

    /// <summary>A node answers from another table now.</summary>
    public virtual void Published(SimNode node)
    {
    }

    /// <summary>A node puts an ARP packet on the wire.</summary>
    public virtual void Sent(SimNode node, ReadOnlySpan<byte> frame)
    {
    }

    /// <summary>A speaker hands bytes to TCP.</summary>
    public virtual void SentTcp(SimNode node, ReadOnlySpan<byte> bytes)
    {
    }

    /// <summary>A speaker sends a heartbeat to all others.</summary>
    public virtual void SentDatagram(SimNode node, ReadOnlySpan<byte> bytes)
    {
    }

    /// <summary>A client has learned where an address lives.</summary>
    public virtual void Resolved(SimClient client, Address vip, MacAddress mac)
    {
    }

    /// <summary>A process that was asked to leave ends now.</summary>
    public virtual void Left(SimProcess process)
    {
    }

    /// <summary>The two halves of the segment have just become one.</summary>
    public virtual void Joined()
    {
    }

    /// <summary>Ten times a second.</summary>
    public virtual void Tick()
    {
    }

    /// <summary>The faults have ended long ago: all must be well.</summary>
    public virtual void AtRest()
    {
    }

    protected void Fail(string what) => world.Fail(name, what);
}
