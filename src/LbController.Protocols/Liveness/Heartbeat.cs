namespace LbController.Protocols.Liveness;

/// <summary>What a speaker says ten times a second: I am here.</summary>
/// <param name="Node">The sender's node name.</param>
/// <param name="Epoch">Of the sender's process: higher in each later one. A start time in milliseconds does.</param>
/// <param name="Sequence">Higher in each later heartbeat of an epoch.</param>
public readonly record struct Heartbeat(string Node, ulong Epoch, ulong Sequence)
{
    /// <summary>Whether this was sent after <paramref name="other"/>, both by one node.</summary>
    public bool IsAfter(in Heartbeat other) => Epoch != other.Epoch ? Epoch > other.Epoch : Sequence > other.Sequence;
}
