using LbController.Protocols.Wire;

namespace LbController.Protocols.Ndp;

/// <summary>The IPv6 addresses that neighbour discovery speaks to, as numbers in network byte order (RFC 4291, 2.7).</summary>
public static class NdpAddress
{
    /// <summary><c>ff02::1</c>.</summary>
    public static readonly UInt128 AllNodes = new(0xff02_0000_0000_0000, 1);

    private static readonly UInt128 SolicitedNodePrefix = new(0xff02_0000_0000_0000, 0x0000_0001_ff00_0000);

    /// <summary>The group <c>ff02::1:ffXX:XXXX</c> with the last 24 bits of the address.</summary>
    public static UInt128 SolicitedNode(UInt128 address) => SolicitedNodePrefix | (address & 0xff_ffff);

    public static bool IsSolicitedNode(UInt128 address) => (address & ~(UInt128)0xff_ffff) == SolicitedNodePrefix;

    public static bool IsMulticast(UInt128 address) => address >> 120 == 0xff;

    /// <summary>The Ethernet group of an IPv6 group: <c>33:33</c> and its last 32 bits (RFC 2464, 7).</summary>
    public static MacAddress MacOfGroup(UInt128 group) => new(0x3333_0000_0000 | (ulong)(group & 0xffff_ffff));
}
