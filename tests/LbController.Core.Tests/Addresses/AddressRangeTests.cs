using LbController.Core.Addresses;

namespace LbController.Core.Tests.Addresses;

public sealed class AddressRangeTests
{
    [Theory]
    [InlineData("192.0.2.0/24", "192.0.2.0-192.0.2.255")]
    [InlineData("192.0.2.77/24", "192.0.2.0-192.0.2.255")]
    [InlineData("192.0.2.10-192.0.2.20", "192.0.2.10-192.0.2.20")]
    [InlineData("192.0.2.10 - 192.0.2.20", "192.0.2.10-192.0.2.20")]
    [InlineData("2001:db8::/126", "2001:db8::-2001:db8::3")]
    [InlineData("0.0.0.0/0", "0.0.0.0-255.255.255.255")]
    [InlineData("::/0", "::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")]
    public void Both_forms_are_read(string text, string expected)
    {
        Assert.True(AddressRange.TryParse(text, out var range, out _));
        Assert.Equal(expected, range.ToString());
    }

    [Theory]
    [InlineData("192.0.2.1", "write '192.0.2.1/32'")]
    [InlineData("2001:db8::1", "write '2001:db8::1/128'")]
    [InlineData("192.0.2.20-192.0.2.10", "ends before it begins")]
    [InlineData("192.0.2.1-2001:db8::1", "different address families")]
    [InlineData("192.0.2.0/33", "neither a CIDR")]
    [InlineData("192.0.2.0/024", "neither a CIDR")]
    [InlineData("192.0.2.0/", "neither a CIDR")]
    [InlineData("192.0.02.0/24", "neither a CIDR")]
    [InlineData("192.0.2/24", "neither a CIDR")]
    [InlineData("fe80::1%eth0/64", "neither a CIDR")]
    [InlineData("a-b", "not a range of two addresses")]
    [InlineData("192.0.2.1-192.0.2.2-192.0.2.3", "not a range of two addresses")]
    [InlineData("", "neither a CIDR")]
    public void What_is_wrong_is_said_with_the_mend(string text, string message)
    {
        Assert.False(AddressRange.TryParse(text, out _, out var error));
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Sizes_beyond_64_bits_count_right()
    {
        Assert.True(AddressRange.TryParse("2001:db8::/32", out var range, out _));
        Assert.Equal(UInt128.One << 96, range.Count);
    }
}
