using LbController.Protocols.Bgp.Messages;

namespace LbController.Protocols.Tests.Bgp.Messages;

public sealed class NotificationTests
{
    [Fact]
    public void A_shutdown_says_why_in_words()
    {
        var sent = NotificationMessage.Cease(CeaseSubcode.AdministrativeShutdown, "node n1 is drained");
        Assert.Equal("Cease: administrative shutdown (6/2) \"node n1 is drained\"", sent.ToString());
    }

    [Fact]
    public void Words_that_are_too_long_are_cut_between_letters()
    {
        var sent = NotificationMessage.Cease(CeaseSubcode.AdministrativeReset, new string('ü', 100));
        Assert.Equal((128, new string('ü', 64)), (sent.Data[0], sent.Words));
        Assert.Equal(127, NotificationMessage.Cease(CeaseSubcode.AdministrativeReset, "x" + new string('ü', 100)).Data[0]);
    }

    [Fact]
    public void A_hard_reset_shows_what_is_in_it() => Assert.Equal(
        "Cease: hard reset (6/9), Cease: administrative shutdown (6/2) \"bye\"",
        NotificationMessage.Cease(CeaseSubcode.AdministrativeShutdown, "bye").AsHardReset().ToString());

    [Theory]
    [InlineData("a length past the end", new byte[] { 9, 65 })]
    [InlineData("no words", new byte[] { 0 })]
    [InlineData("nothing", new byte[0])]
    public void Faulty_words_are_no_words(string because, byte[] data) => Assert.True(new NotificationMessage(6, 2, [.. data]).Words.Length == 0, because);

    [Fact]
    public void Control_characters_of_a_peer_do_not_reach_the_log() =>
        Assert.Equal("ab", new NotificationMessage(6, 2, [4, (byte)'a', 27, 10, (byte)'b']).Words);
}
