namespace LbController.Protocols.Bfd;

/// <summary>What a session has sent, received and been through since it was made.</summary>
public sealed record BfdCounters
{
    public long ControlReceived { get; internal set; }

    public long ControlSent { get; internal set; }

    public long EchoReceived { get; internal set; }

    public long EchoSent { get; internal set; }

    /// <summary>How often it came Up.</summary>
    public long Ups { get; internal set; }

    /// <summary>How often it left Up.</summary>
    public long Downs { get; internal set; }

    /// <summary>Packets for the session that were not believed for their TTL.</summary>
    public long TooFar { get; internal set; }
}
