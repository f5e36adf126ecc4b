using LbController.Protocols.Wire;

namespace LbController.Protocols.Ndp;

/// <summary>
/// Router advertisements as far as unnumbered BGP needs them (RFC 4861, sections 4.1 and 4.2): ours say where we are and nothing else, above all
/// that we are no default router; of others only the sender counts. The checksum is the kernel's.
/// </summary>
public static class RouterAdvertisement
{
    /// <summary>Packets that were forwarded are not believed (section 6.1.2).</summary>
    public const int RequiredHopLimit = 255;

    private const byte Solicitation = 133;
    private const byte Advertisement = 134;
    private const int ShortestAdvertisement = 16;
    private const int ShortestSolicitation = 8;

    /// <summary>With a router lifetime of zero, and no limits, times or prefixes.</summary>
    public static byte[] Announce() => new WireWriter().U8(Advertisement).U8(0).U16(0).U32(0).U32(0).U32(0).ToArray();

    /// <summary>Asks routers to advertise themselves now.</summary>
    public static byte[] Solicit() => new WireWriter().U8(Solicitation).U8(0).U16(0).U32(0).ToArray();

    /// <summary>Whether this is an advertisement to be believed, but for its sender, which must be link-local.</summary>
    public static bool IsAdvertisement(ReadOnlySpan<byte> message, int hopLimit) =>
        message.Length >= ShortestAdvertisement && message[0] == Advertisement && message[1] == 0 && hopLimit == RequiredHopLimit;

    /// <summary>Whether somebody asks for our advertisement.</summary>
    public static bool IsSolicitation(ReadOnlySpan<byte> message, int hopLimit) =>
        message.Length >= ShortestSolicitation && message[0] == Solicitation && message[1] == 0 && hopLimit == RequiredHopLimit;
}
