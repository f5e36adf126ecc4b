using LbController.Core.Addresses;
using LbController.Core.Allocation;
using LbController.Core.Config;
using LbController.Core.Snapshot;

namespace LbController.Core.Tests.Allocation;

public sealed class PoolUsageTests
{
    [Theory]
    [InlineData("192.0.2.0/24", false, 256, 0)]
    [InlineData("192.0.2.0/24", true, 254, 0)]
    [InlineData("192.0.2.255-192.0.3.0", true, 0, 0)]
    [InlineData("192.0.2.1-192.0.2.254", true, 254, 0)]
    [InlineData("0.0.0.0/0", false, 4294967296, 0)]
    [InlineData("2001:db8::/64", false, 0, long.MaxValue)]
    [InlineData("2001:db8::/64 2001:db9::/120", false, 0, long.MaxValue)]
    [InlineData("::/1 8000::/1", false, 0, long.MaxValue)]
    public void Sizes_count_right_and_never_wrap(string addresses, bool avoid, long available4, long available6) =>
        Assert.Equal(new PoolCounters(0, 0, available4, available6), Count(addresses, avoid));

    [Fact]
    public void What_is_held_is_not_available() =>
        Assert.Equal(new PoolCounters(2, 1, 254, 255), Count("192.0.2.0/24 2001:db8::/120", false, "192.0.2.1", "192.0.2.3", "2001:db8::7", "203.0.113.1"));

    [Fact]
    public void What_is_set_aside_is_not_available_and_counts_as_assigned_once_it_is_held()
    {
        var spec = new PoolSpec(new ObjectKey("lb", "a")) { Addresses = ["192.0.2.0/28"], Reservations = [new(["192.0.2.0/30"], null)] };
        Assert.Equal(new PoolCounters(0, 0, 12, 0), Count(spec));
        Assert.Equal(new PoolCounters(2, 0, 11, 0), Count(spec, "192.0.2.1", "192.0.2.9"));
    }

    private static PoolCounters Count(string addresses, bool avoid, params string[] held) =>
        Count(new PoolSpec(new ObjectKey("lb", "a")) { Addresses = addresses.Split(' ').ToValueArray(), AvoidBuggyIps = avoid }, held);

    private static PoolCounters Count(PoolSpec spec, params string[] held)
    {
        var ledger = new AddressLedger();
        ledger.Hold(new ObjectKey("n", "s"), held.Select(Address.Parse).ToValueArray(), new SharingTerms("", "", []));
        return PoolUsage.Count(PoolParser.Parse([spec]).Pools.Single(), ledger);
    }
}
