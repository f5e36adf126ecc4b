namespace LbController.Lab.Kubelet;

/// <summary>A volume of the Pod in the container's file system.</summary>
internal sealed record MountPlan(string Volume, string Path, bool IsWritable = false);
