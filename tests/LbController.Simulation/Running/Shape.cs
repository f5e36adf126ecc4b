namespace LbController.Simulation.Running;

/// <summary>How many of each there are.</summary>
public sealed record Shape(int Nodes = 3, int Routers = 1, int Controllers = 1, int Clients = 2);
