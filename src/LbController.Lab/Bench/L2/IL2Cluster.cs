using LbController.Lab.Network;

namespace LbController.Lab.Bench.L2;

/// <summary>Something that keeps addresses of the lan on one of the lab's nodes: ours, or a peer.</summary>
internal interface IL2Cluster
{
    /// <summary>Ends the program on a node at once, as a power cut would.</summary>
    Task KillAsync(NodePlan node, CancellationToken cancel);

    /// <summary>Asks the program on a node to leave, and waits until its process has gone.</summary>
    Task LeaveAsync(NodePlan node, CancellationToken cancel);

    /// <summary>Starts the program on a node again, and waits until it is at its work.</summary>
    Task StartAsync(NodePlan node, CancellationToken cancel);
}
