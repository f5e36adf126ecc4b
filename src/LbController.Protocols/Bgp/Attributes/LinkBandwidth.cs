namespace LbController.Protocols.Bgp.Attributes;

/// <summary>The link bandwidth extended community (draft-ietf-idr-link-bandwidth): a weight for routers that share load unequally.</summary>
public static class LinkBandwidth
{
    private const ulong NonTransitiveTwoOctetAs = 0x4004;
    private const ushort AsTrans = 23456;

    /// <param name="localAs">Ours; one that needs four octets stands as 23456.</param>
    /// <param name="bytesPerSecond">Positive; only its ratio to that of other routes matters.</param>
    public static ulong Of(uint localAs, float bytesPerSecond) =>
        (NonTransitiveTwoOctetAs << 48) | ((ulong)(localAs > ushort.MaxValue ? AsTrans : localAs) << 32) | BitConverter.SingleToUInt32Bits(bytesPerSecond);

    /// <summary>Null: another kind of community.</summary>
    public static float? Read(ulong community) => (community >> 48 & 0xbfff) == 0x0004 ? BitConverter.UInt32BitsToSingle((uint)community) : null;
}
