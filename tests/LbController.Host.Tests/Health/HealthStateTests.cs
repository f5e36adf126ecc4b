using LbController.Host.Driving;
using LbController.Host.Health;
using LbController.Engine.Facts;

namespace LbController.Host.Tests.Health;

public sealed class HealthStateTests
{
    [Fact]
    public void Ready_comes_with_the_first_sync()
    {
        var health = new HealthState();
        Assert.Equal(("", "the watches are not in sync yet"), (health.Illness, health.Hindrance));
        health.MarkInSync();
        Assert.Equal(("", ""), (health.Illness, health.Hindrance));
    }

    [Fact]
    public void A_loop_that_does_not_turn_is_ill()
    {
        var health = new HealthState { SinceLastTurn = () => TimeSpan.FromSeconds(31) };
        health.MarkInSync();
        Assert.Equal("the loop has not turned for 31 s", health.Illness);
        Assert.Equal(health.Illness, health.Hindrance);
    }

    [Fact]
    public void A_watch_that_is_stuck_is_named()
    {
        var health = new HealthState { StuckWatch = () => ("Service", TimeSpan.FromSeconds(200)) };
        Assert.Equal("the watch of Service is stuck since 200 s", health.Illness);
    }

    [Fact]
    public void Writes_that_wait_are_given_up_when_leadership_ends_and_later_ones_are_not()
    {
        using var term = new WriteTerm();
        var before = term.Token;
        term.Follow(new Fact.Leadership(false));
        Assert.True(before.IsCancellationRequested);
        Assert.True(term.Token.IsCancellationRequested);
        term.Follow(new Fact.Leadership(true));
        Assert.False(term.Token.IsCancellationRequested);
    }
}
