using LbController.Core.Snapshot;

namespace LbController.Cli.Cluster;

/// <summary>An object of the configuration that lies in another namespace than LbController, where nobody reads it.</summary>
internal sealed record StrayObject(string Kind, ObjectKey Key);
