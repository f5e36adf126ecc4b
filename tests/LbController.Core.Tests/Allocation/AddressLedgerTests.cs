using CsCheck;
using LbController.Core.Addresses;
using LbController.Core.Allocation;
using LbController.Core.Snapshot;

namespace LbController.Core.Tests.Allocation;

public sealed class AddressLedgerTests
{
    private static readonly SharingTerms Alone = new("", "", []);

    [Fact]
    public void The_lowest_free_address_and_the_count_are_those_of_a_plain_set()
    {
        Gen.Int[0, 40].Array[0, 80].Sample(numbers =>
        {
            var ledger = new AddressLedger();
            var plain = new SortedSet<int>();
            foreach (var number in numbers)
            {
                // A number that comes twice is released the second time.
                var add = plain.Add(number) || !plain.Remove(number);
                ledger.Hold(new ObjectKey("n", $"s{number}"), add ? [At(number)] : [], Alone);
            }

            var range = new AddressRange(At(5), At(30));
            var expected = Enumerable.Range(5, 26).Where(number => !plain.Contains(number) && number % 7 != 0).Select(At).Cast<Address?>().FirstOrDefault();
            Assert.Equal(expected, ledger.LowestFree(range, address => ((int)(address.Value & 0xff) - 100) % 7 == 0));
            Assert.Equal((UInt128)plain.Count(number => number is >= 5 and <= 30), ledger.CountIn(range));
        });
    }

    [Fact]
    public void A_slash_8_that_is_filled_from_below_answers_at_once()
    {
        var ledger = new AddressLedger();
        var range = Prefix.Parse("10.0.0.0/8").Range;
        for (var i = 0; i < 20_000; i++)
        {
            ledger.Hold(new ObjectKey("n", $"s{i}"), [ledger.LowestFree(range, _ => false)!.Value], Alone);
        }

        Assert.Equal(Address.Parse("10.0.78.32"), ledger.LowestFree(range, _ => false));
    }

    [Fact]
    public void Both_ends_of_both_families_can_be_held()
    {
        foreach (var text in (string[])["0.0.0.0", "255.255.255.255", "::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"])
        {
            var ledger = new AddressLedger();
            var address = Address.Parse(text);
            ledger.Hold(new ObjectKey("n", "s"), [address], Alone);
            Assert.Null(ledger.LowestFree(new AddressRange(address, address), _ => false));
            ledger.Release(new ObjectKey("n", "s"));
            Assert.Equal(address, ledger.LowestFree(new AddressRange(address, address), _ => false));
        }
    }

    [Fact]
    public void An_address_that_is_held_again_no_longer_cools_down()
    {
        var ledger = new AddressLedger(TimeSpan.FromSeconds(60));
        ledger.Hold(new ObjectKey("n", "one"), [At(1)], Alone);
        ledger.Release(new ObjectKey("n", "one"));
        Assert.Equal([At(1)], ledger.Cooling);
        ledger.Hold(new ObjectKey("n", "two"), [At(1)], Alone);
        Assert.Empty(ledger.Cooling);
        Assert.Empty(ledger.LeftBy(new ObjectKey("n", "one")));
    }

    [Fact]
    public void A_clock_that_jumps_back_shortens_no_cool_down()
    {
        var ledger = new AddressLedger(TimeSpan.FromSeconds(60));
        ledger.Hold(new ObjectKey("n", "one"), [At(1)], Alone);
        ledger.Advance(TimeSpan.FromSeconds(100));
        ledger.Advance(TimeSpan.FromSeconds(10));
        ledger.Release(new ObjectKey("n", "one"));
        ledger.Advance(TimeSpan.FromSeconds(159));
        Assert.Equal([At(1)], ledger.Cooling);
        ledger.Advance(TimeSpan.FromSeconds(160));
        Assert.Empty(ledger.Cooling);
    }

    private static Address At(int number) => Address.V4(0xC0000264u + (uint)number);
}
