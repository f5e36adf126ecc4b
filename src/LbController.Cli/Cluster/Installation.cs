namespace LbController.Cli.Cluster;

/// <summary>The programs themselves, beside what they decide upon.</summary>
/// <param name="Daemons">Their Pods; null: who looks may not see Pods.</param>
/// <param name="MissingRights">What they lack; null: who looks may not ask.</param>
internal sealed record Installation(IReadOnlyList<Daemon>? Daemons, IReadOnlyList<MissingRight>? MissingRights)
{
    public static readonly Installation Unseen = new(null, null);
}
