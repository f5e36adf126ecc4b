using LbController.Core.Addresses;
using LbController.Engine.Facts;
using LbController.Interop.Tests.Lab;
using LbController.Lab.Processes;

namespace LbController.Interop.Tests.Announcing;

/// <summary>Who else has an address, asked of and heard from a plain Linux kernel.</summary>
[Collection(SegmentCollection.Name)]
public sealed class AddressWatchTests : IAsyncLifetime
{
    private Segment segment = null!;

    public async ValueTask InitializeAsync() => segment = await Segment.CreateAsync();

    public ValueTask DisposeAsync() => segment.DisposeAsync();

    [Theory]
    [InlineData("192.0.2.2")]
    [InlineData("2001:db8::2")]
    public async Task A_host_that_has_the_address_answers_a_probe(string address)
    {
        segment.Watch(address);
        segment.SendProbe(address);
        var seen = await SeenAsync(address);
        Assert.Equal((Segment.PeerMac, false), (seen.Mac.ToString(), seen.IsProbe));
    }

    [Theory]
    [InlineData("192.0.2.99")]
    [InlineData("2001:db8::99")]
    public async Task Nobody_answers_a_probe_for_an_address_that_is_free(string address)
    {
        segment.Watch(address, "192.0.2.2");
        segment.SendProbe(address);
        segment.SendProbe("192.0.2.2");
        await SeenAsync("192.0.2.2");
        Assert.DoesNotContain(segment.Claims, claim => claim.Address == Address.Parse(address));
    }

    [Fact]
    public async Task A_probe_leaves_the_neighbour_table_of_the_other_as_it_is()
    {
        segment.Watch("192.0.2.2");
        segment.SendProbe("192.0.2.2");
        await SeenAsync("192.0.2.2");
        Assert.Empty(await Segment.NeighbourAsync("192.0.2.1"));
    }

    [Fact]
    public async Task A_host_that_announces_an_address_of_ours_is_heard()
    {
        segment.Answer("192.0.2.77");
        segment.Watch("192.0.2.77");
        await Segment.BatchAsync(Segment.Peer, "addr add 192.0.2.77/24 dev eth0");
        await Segment.TryAsync(Segment.Peer, "arping", "-U", "-c", "1", "-I", "eth0", "-S", "192.0.2.77", "192.0.2.77");
        Assert.Equal(Segment.PeerMac, (await SeenAsync("192.0.2.77")).Mac.ToString());
    }

    [Fact]
    public async Task A_host_that_checks_before_it_takes_an_address_of_ours_is_heard_and_answered()
    {
        segment.Answer("2001:db8::77");
        segment.Watch("2001:db8::77");
        await Segment.BatchAsync(Segment.Peer, "addr add 2001:db8::77/64 dev eth0");
        Assert.True((await SeenAsync("2001:db8::77")).IsProbe);
    }

    private Task<NetworkFact.AddressSeen> SeenAsync(string address) => Eventually.ValueAsync(
        () => Task.FromResult(segment.Claims.FirstOrDefault(claim => claim.Address == Address.Parse(address))),
        LabFixture.Patience,
        $"somebody is heard to have {address}",
        LabFixture.Cancel);
}
