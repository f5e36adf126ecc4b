using LbController.Kubernetes.Reviewing;

namespace LbController.Cli.Cluster;

/// <summary>A right that a program needs and its ServiceAccount has not.</summary>
internal sealed record MissingRight(string Account, Right Right);
