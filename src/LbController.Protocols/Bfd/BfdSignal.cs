namespace LbController.Protocols.Bfd;

/// <summary>What a session asks of its surroundings, to be done in order.</summary>
public abstract record BfdSignal
{
    public sealed record Send(BfdPacket Packet) : BfdSignal;

    /// <summary>Send an echo packet that comes back to us.</summary>
    public sealed record SendEcho : BfdSignal;

    /// <summary>The state is another one now.</summary>
    /// <param name="From">The state before.</param>
    /// <param name="To">The state now.</param>
    /// <param name="IsFailure">Up was left because the path or the other side failed, not because somebody ended the session on purpose.</param>
    public sealed record Changed(BfdState From, BfdState To, bool IsFailure) : BfdSignal;
}
