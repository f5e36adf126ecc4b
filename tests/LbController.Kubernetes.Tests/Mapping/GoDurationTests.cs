using LbController.Kubernetes.Mapping;

namespace LbController.Kubernetes.Tests.Mapping;

public sealed class GoDurationTests
{
    [Theory]
    [InlineData("0", 0, "zero needs no unit")]
    [InlineData("0s", 0, "zero may have one")]
    [InlineData("-0s", 0, "minus zero is zero")]
    [InlineData("90s", 90_000, "the usual form")]
    [InlineData("+90s", 90_000, "a plus is allowed")]
    [InlineData("1m30s", 90_000, "parts add up")]
    [InlineData("30s1m", 90_000, "in any order")]
    [InlineData("1h0m0s", 3_600_000, "as Go prints it")]
    [InlineData("1.5h", 5_400_000, "fractions")]
    [InlineData(".5s", 500, "without a whole part")]
    [InlineData("1.s", 1_000, "without digits after the point")]
    [InlineData("300ms", 300, "m and ms are two units")]
    [InlineData("2500us", 2.5, "microseconds")]
    [InlineData("2500\u00b5s", 2.5, "with the micro sign")]
    [InlineData("2500\u03bcs", 2.5, "with the Greek letter")]
    [InlineData("1000000ns", 1, "nanoseconds")]
    [InlineData("00000000000000000000000090s", 90_000, "leading zeros do not count")]
    [InlineData("0.5000000000000000000000000000s", 500, "more digits than fit are cut")]
    public void A_duration_is_read(string text, double milliseconds, string because)
    {
        Assert.True(GoDuration.TryParse(text, out var duration, out _), because);
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), duration);
    }

    [Theory]
    [InlineData("", "is not a duration", "an empty text is nothing")]
    [InlineData("90", "is not a duration", "a unit is missing")]
    [InlineData("s", "is not a duration", "a number is missing")]
    [InlineData(".s", "is not a duration", "a point is no number")]
    [InlineData("1d", "is not a duration", "Go has no days")]
    [InlineData("90S", "is not a duration", "units are lower case")]
    [InlineData("90 s", "is not a duration", "no blanks")]
    [InlineData("1m30", "is not a duration", "the last part lacks its unit")]
    [InlineData("--1s", "is not a duration", "one sign only")]
    [InlineData("1m-30s", "is not a duration", "the sign stands in front")]
    [InlineData("1.2.3s", "is not a duration", "one point only")]
    [InlineData("\u0661s", "is not a duration", "only ASCII digits are digits")]
    [InlineData("9999999999999999999s", "is not a duration", "too long for 64-bit nanoseconds")]
    [InlineData("99999999999999999999999999999999999999999h", "is not a duration", "far too long")]
    [InlineData("2562047h2562047h", "is not a duration", "too long only as a sum")]
    [InlineData("-5s", "is negative", "time does not run backwards")]
    public void What_is_no_duration_is_refused_with_the_mend(string text, string message, string because)
    {
        Assert.False(GoDuration.TryParse(text, out var duration, out var error), because);
        Assert.Equal(TimeSpan.Zero, duration);
        Assert.StartsWith($"'{text}' {message}", error, StringComparison.Ordinal);
    }
}
