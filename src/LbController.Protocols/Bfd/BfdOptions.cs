namespace LbController.Protocols.Bfd;

/// <summary>What one session shall be like; validated by whoever makes it.</summary>
public sealed record BfdOptions
{
    /// <summary>How often we would like to send while Up; 10 ms to 60 s.</summary>
    public TimeSpan DesiredMinTx { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>How often we can receive; 10 ms to 60 s.</summary>
    public TimeSpan RequiredMinRx { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>How many packets may be lost, 1 to 255.</summary>
    public byte DetectMultiplier { get; init; } = 3;

    /// <summary>Says nothing before the other side has (RFC 5880, section 6.1).</summary>
    public bool IsPassive { get; init; }

    /// <summary>How often to send echo packets while Up, and to loop those of the other side; null: neither. Single hop only.</summary>
    public TimeSpan? EchoInterval { get; init; }

    /// <summary>Packets with a smaller TTL or hop limit are not believed.</summary>
    public byte MinimumTimeToLive { get; init; } = 255;
}
