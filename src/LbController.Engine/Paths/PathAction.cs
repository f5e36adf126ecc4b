using LbController.Engine.Facts;
using LbController.Protocols.Bfd;

namespace LbController.Engine.Paths;

/// <summary>What <see cref="PathWatch"/> asks of its driver, to be done in order.</summary>
public abstract record PathAction
{
    /// <summary>A session begins: make ready to send, and listen to its port.</summary>
    /// <param name="Session">Its number from now on.</param>
    /// <param name="Target">Where to.</param>
    public sealed record Open(uint Session, PathTarget Target) : PathAction;

    public sealed record Close(uint Session) : PathAction;

    public sealed record Send(uint Session, BfdPacket Packet) : PathAction;

    public sealed record SendEcho(uint Session) : PathAction;

    /// <summary>To be posted to the speaker.</summary>
    public sealed record Tell(NetworkFact Fact) : PathAction;
}
