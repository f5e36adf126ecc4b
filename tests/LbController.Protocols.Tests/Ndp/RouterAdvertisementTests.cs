using LbController.Protocols.Ndp;

namespace LbController.Protocols.Tests.Ndp;

public sealed class RouterAdvertisementTests
{
    /// <summary>RFC 4861, section 4.2: type, code, checksum, hop limit, flags, lifetime, reachable time, retransmission time.</summary>
    [Fact]
    public void Ours_says_that_we_are_no_default_router() => Assert.Equal([134, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], RouterAdvertisement.Announce());

    [Fact]
    public void We_ask_for_those_of_others() => Assert.Equal([133, 0, 0, 0, 0, 0, 0, 0], RouterAdvertisement.Solicit());

    [Theory]
    [InlineData(134, 0, 16, 255, true)]
    [InlineData(134, 0, 16, 254, false)]
    [InlineData(134, 1, 16, 255, false)]
    [InlineData(134, 0, 15, 255, false)]
    [InlineData(136, 0, 24, 255, false)]
    public void Only_a_whole_one_from_this_link_is_believed(byte type, byte code, int length, int hopLimit, bool isOne)
    {
        var message = new byte[length];
        (message[0], message[1]) = (type, code);
        Assert.Equal(isOne, RouterAdvertisement.IsAdvertisement(message, hopLimit));
    }
}
