namespace LbController.Cli.Cluster;

/// <summary>A Pod of the controller or of a speaker.</summary>
/// <param name="IsSpeaker">Else a controller.</param>
/// <param name="Pod">Its name.</param>
/// <param name="Node">Where it runs.</param>
/// <param name="Account">Its ServiceAccount.</param>
/// <param name="IsReady">As its readiness probe says.</param>
/// <param name="Trouble">Why its container does not run; empty: it does.</param>
internal sealed record Daemon(bool IsSpeaker, string Pod, string Node, string Account, bool IsReady, string Trouble);
