using LbController.Core.Addresses;
using LbController.Engine.Facts;
using LbController.Linux.Capture;
using LbController.Protocols.Wire;

namespace LbController.Linux.Tests.Capture;

/// <summary>What the reactor hears of frames that other hosts send.</summary>
public sealed class AddressWatchTests
{
    private static readonly Address Watched = Address.Parse("192.0.2.1");
    private static readonly Address Other = Address.Parse("10.0.0.254");
    private static readonly MacAddress Mac = new(0x00aabbccddee);

    private readonly List<Fact> told = [];
    private readonly AddressWatch watch;

    public AddressWatchTests()
    {
        watch = new(told.Add);
        watch.Watch([Watched]);
    }

    [Fact]
    public void Who_has_a_watched_address_is_told_each_time()
    {
        watch.Seen(2, Watched, Mac, isProbe: false);
        watch.Seen(2, Watched, Mac, isProbe: true);
        Assert.Equal([new NetworkFact.AddressSeen(2, Watched, Mac, false), new NetworkFact.AddressSeen(2, Watched, Mac, true)], told);
    }

    [Fact]
    public void That_any_host_speaks_is_told_now_and_then()
    {
        for (var i = 0; i < 1000; i++)
        {
            watch.Seen(2, Other, Mac, isProbe: false);
        }

        Assert.Equal(new NetworkFact.HostSeen(2, Other, Mac), told[0]);
        Assert.InRange(told.Count, 1, 100);
    }

    [Fact]
    public void A_question_whether_an_address_is_free_says_nothing_of_a_host()
    {
        watch.Seen(2, Other, Mac, isProbe: true);
        watch.Seen(2, Address.V4(0), Mac, isProbe: false);
        Assert.Empty(told);
    }
}
