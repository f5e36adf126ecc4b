using LbController.Engine.Commands;

namespace LbController.Kubernetes.Writing;

/// <summary>An Event as it stands in the cluster: its object's name, how often it happened, and when first.</summary>
internal sealed record WrittenEvent(Command.RecordEvent Command, string Name, int Count, DateTimeOffset First);
