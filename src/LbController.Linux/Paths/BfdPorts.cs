namespace LbController.Linux.Paths;

/// <summary>UDP ports of BFD.</summary>
internal static class BfdPorts
{
    /// <summary>RFC 5881, section 4.</summary>
    public const int SingleHop = 3784;

    /// <summary>RFC 5881, section 4.</summary>
    public const int Echo = 3785;

    /// <summary>RFC 5883, section 5.</summary>
    public const int Multihop = 4784;

    /// <summary>Source ports are 49152 to 65535 (RFC 5881, section 4).</summary>
    public const int FirstSource = 49152;

    public const int LastSource = 65535;
}
