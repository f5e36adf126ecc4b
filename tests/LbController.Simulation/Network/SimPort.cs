using LbController.Protocols.Wire;

namespace LbController.Simulation.Network;

/// <summary>Where a machine is plugged into a switch.</summary>
public sealed class SimPort(int @switch, MacAddress mac, Action<SimFrame> receive)
{
    public int Switch => @switch;

    public MacAddress Mac => mac;

    public bool IsUp { get; set; } = true;

    public Action<SimFrame> Receive => receive;
}
