using LbController.Core.Addresses;
using LbController.Engine.Facts;
using LbController.Linux.Links;
using LbController.Protocols.Wire;

namespace LbController.Linux.Tests.Links;

public sealed class NetlinkParserTests
{
    /// <summary>RTM_NEWLINK for index 7, flags UP|BROADCAST|LOWER_UP, IFLA_IFNAME "eth0", IFLA_ADDRESS 02:00:00:00:00:01.</summary>
    private static readonly byte[] NewLink = Convert.FromHexString(
        "38000000" + "1000" + "0000" + "00000000" + "00000000"
        + "00000100" + "07000000" + "03000100" + "00000000"
        + "0900" + "0300" + "6574683000000000"
        + "0a00" + "0100" + "0200000000010000");

    /// <summary>RTM_NEWADDR for index 7, 10.77.0.11/24: IFA_ADDRESS and IFA_LOCAL.</summary>
    private static readonly byte[] NewAddress = Convert.FromHexString(
        "28000000" + "1400" + "0000" + "00000000" + "00000000"
        + "02180000" + "07000000"
        + "0800" + "0100" + "0a4d000b"
        + "0800" + "0200" + "0a4d000b");

    [Fact]
    public void A_link_is_read_with_its_name_address_and_state()
    {
        var link = Assert.IsType<NetlinkChange.LinkIs>(Assert.Single(NetlinkParser.Parse(NewLink))).Link;
        Assert.Equal(new LinkSnapshot(7, "eth0", new MacAddress(0x020000000001)) { IsUp = true, HasBroadcast = true }, link);
    }

    [Fact]
    public void An_address_is_read_with_its_prefix_length() => Assert.Equal(
        new NetlinkChange.AddressIs(7, new LinkAddress(Address.Parse("10.77.0.11"), 24)),
        Assert.Single(NetlinkParser.Parse(NewAddress)));

    [Theory]
    [InlineData(16, "a bridge describes its port")]
    [InlineData(17, "the port left the bridge; the link is still there")]
    public void What_a_bridge_tells_of_its_ports_changes_no_link(byte type, string because)
    {
        var message = (byte[])NewLink.Clone();
        message[4] = type;
        message[16] = 7;
        Assert.True(NetlinkParser.Parse(message).Count == 0, because);
    }

    [Theory]
    [InlineData("6272696467650000", true, "a port of a bridge")]
    [InlineData("626f6e6400000000", true, "a port of a bond")]
    [InlineData("7672660000000000", false, "a member of a VRF")]
    public void A_link_with_a_master_speaks_through_it_unless_that_is_a_VRF(string slaveKind, bool expected, string because)
    {
        // IFLA_MASTER 9, and IFLA_LINKINFO with IFLA_INFO_SLAVE_KIND inside.
        var kind = Convert.FromHexString(slaveKind);
        byte[] message = [.. NewLink, .. Convert.FromHexString("0800" + "0a00" + "09000000" + "1000" + "1200" + "0c00" + "0400"), .. kind];
        message[0] = (byte)message.Length;
        var link = Assert.IsType<NetlinkChange.LinkIs>(Assert.Single(NetlinkParser.Parse(message))).Link;
        Assert.True(link.IsEnslaved == expected, because);
    }

    [Fact]
    public void Several_messages_of_one_datagram_are_all_read() =>
        Assert.Equal(2, NetlinkParser.Parse([.. NewLink, .. NewAddress]).Count);

    [Fact]
    public void A_datagram_cut_at_any_length_or_with_any_bit_flipped_does_no_harm()
    {
        byte[] whole = [.. NewLink, .. NewAddress];
        for (var length = 0; length < whole.Length; length++)
        {
            NetlinkParser.Parse(whole.AsSpan(0, length));
        }

        for (var bit = 0; bit < whole.Length * 8; bit++)
        {
            var damaged = (byte[])whole.Clone();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.InRange(NetlinkParser.Parse(damaged).Count, 0, 2);
        }
    }

    [Fact]
    public void Links_and_addresses_are_joined_in_either_order()
    {
        var link = NetlinkParser.Parse(NewLink).Single();
        var address = NetlinkParser.Parse(NewAddress).Single();
        var linkFirst = new LinkTable();
        linkFirst.Apply(link);
        var addressFirst = new LinkTable();
        addressFirst.Apply(address);
        Assert.Equal(linkFirst.Apply(address), addressFirst.Apply(link));
        Assert.Null(linkFirst.Apply(address));
    }
}
