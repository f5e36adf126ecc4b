namespace LbController.Protocols.Tests.Ndp;

/// <summary>Frames that Linux 6.18 and ndisc6 1.0.5 sent to each other over a veth pair, captured with tcpdump.</summary>
internal static class NdpVectors
{
    /// <summary>Linux, duplicate address detection for 2001:db8::b, with a nonce option (RFC 7527).</summary>
    public static readonly byte[] Probe = Convert.FromHexString(
        "3333ff00000b02000000000b86dd60000000" + "00203aff00000000000000000000000000000000ff0200000000000000000001ff00000b"
        + "870009320000000020010db800000000000000000000000b" + "0e0126b891977d4e");

    /// <summary>Linux asks for 2001:db8::b for the first time: to the group, with its link-layer address.</summary>
    public static readonly byte[] Solicitation = Convert.FromHexString(
        "3333ff00000b02000000000a86dd60000000" + "00203aff20010db800000000000000000000000aff0200000000000000000001ff00000b"
        + "87001c030000000020010db800000000000000000000000b" + "010102000000000a");

    /// <summary>ndisc6 asks for 2001:db8::b from a link-local address; the packet has a flow label.</summary>
    public static readonly byte[] SolicitationOfNdisc6 = Convert.FromHexString(
        "3333ff00000b02000000000a86dd6006eabd" + "00203afffe8000000000000000" + "0000fffe00000aff0200000000000000000001ff00000b"
        + "87004c3b0000000020010db800000000000000000000000b" + "010102000000000a");

    /// <summary>Linux checks whether a neighbour is still there: unicast, 2001:db8::a.</summary>
    public static readonly byte[] UnicastSolicitation = Convert.FromHexString(
        "02000000000a02000000000b86dd60000000" + "00203afffe80000000000000" + "000000fffe00000b20010db800000000000000000000000a"
        + "87001c870000000020010db800000000000000000000000a" + "010102000000000b");

    /// <summary>The answer of Linux to <see cref="Solicitation"/>.</summary>
    public static readonly byte[] Advertisement = Convert.FromHexString(
        "02000000000a02000000000b86dd60000000" + "00203aff20010db800000000000000000000000b20010db800000000000000000000000a"
        + "88008a4d6000000020010db800000000000000000000000b" + "020102000000000b");

    /// <summary>The answer of Linux to <see cref="UnicastSolicitation"/>: no option, no Override.</summary>
    public static readonly byte[] BareAdvertisement = Convert.FromHexString(
        "02000000000b02000000000a86dd60000000" + "00183aff20010db800000000000000000000000afe80000000000000" + "000000fffe00000b"
        + "8800de9a4000000020010db800000000000000000000000a");

    public static IEnumerable<byte[]> All => [Probe, Solicitation, SolicitationOfNdisc6, UnicastSolicitation, Advertisement, BareAdvertisement];
}
