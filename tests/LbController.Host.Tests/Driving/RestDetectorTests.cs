using LbController.Host.Driving;

namespace LbController.Host.Tests.Driving;

public sealed class RestDetectorTests
{
    private const long Mebibyte = 1L << 20;

    private readonly RestDetector rest = new(little: Mebibyte, isRestCounted: true);

    [Fact]
    public void Rest_after_much_work_is_told_once()
    {
        Assert.False(rest.Look(100 * Mebibyte));
        Assert.False(rest.Look(200 * Mebibyte));
        Assert.True(rest.Look((200 * Mebibyte) + 10));
        Assert.False(rest.Look((200 * Mebibyte) + 20));
    }

    [Fact]
    public void A_little_at_a_time_is_told_when_it_has_become_much()
    {
        var told = Enumerable.Range(1, 100).Count(step => rest.Look(step * Mebibyte / 2));
        Assert.Equal(1, told);
    }

    [Fact]
    public void What_is_allocated_at_rest_is_no_work_for_who_is_never_still()
    {
        var busy = new RestDetector(little: 16 * Mebibyte, isRestCounted: false);
        Assert.DoesNotContain(Enumerable.Range(1, 100), step => busy.Look(step * 8 * Mebibyte));
        Assert.False(busy.Look(840 * Mebibyte));
        Assert.True(busy.Look(848 * Mebibyte));
        Assert.False(busy.Look(856 * Mebibyte));
    }
}
