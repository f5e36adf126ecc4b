using LbController.Engine.Commands;
using LbController.Linux.Sockets;

namespace LbController.Linux.Tests.Sockets;

public sealed class SpareDatagramsTests
{
    private static readonly TimeSpan AnswerFor = TimeSpan.FromMilliseconds(280);
    private readonly SpareDatagrams spares = new();

    [Fact]
    public void A_spare_is_sent_when_it_is_due_on_every_link()
    {
        Keep((100, 2), (100, 3), (180, 2), (180, 3));
        Assert.Empty(TakeAt(99));
        Assert.Equal([2, 3], TakeAt(100));
        Assert.Empty(TakeAt(179));
        Assert.Equal([2, 3], TakeAt(181));
        Assert.Null(spares.NextDue);
    }

    [Fact]
    public void What_is_sent_makes_the_spares_of_before_needless()
    {
        Keep((100, 2));
        spares.Sent(Milliseconds(90));
        Assert.Empty(TakeAt(100));
        Assert.Null(spares.NextDue);
    }

    [Fact]
    public void After_a_pause_of_the_whole_process_none_is_sent()
    {
        Keep((100, 2), (180, 2));
        Assert.Empty(TakeAt(211));
        Assert.Null(spares.NextDue);
    }

    [Fact]
    public void Of_several_that_are_due_one_is_sent()
    {
        Keep((100, 2), (180, 2));
        Assert.Equal([2], TakeAt(200));
        Assert.Null(spares.NextDue);
    }

    [Fact]
    public void Only_the_first_one_that_is_kept_needs_a_waker()
    {
        Assert.True(spares.Keep(Spare(100, 2)));
        Assert.False(spares.Keep(Spare(180, 2)));
        Assert.Equal(Milliseconds(100), spares.NextDue);
    }

    private void Keep(params (int Due, int Link)[] list)
    {
        spares.Sent(TimeSpan.Zero);
        foreach (var (due, link) in list)
        {
            spares.Keep(Spare(due, link));
        }
    }

    private IEnumerable<int> TakeAt(int millisecond) => spares.TakeDue(Milliseconds(millisecond)).Select(spare => spare.LinkIndex);

    private static NetworkCommand.SendSpare Spare(int due, int link) => new(link, default, Milliseconds(due), AnswerFor);

    private static TimeSpan Milliseconds(int count) => TimeSpan.FromMilliseconds(count);
}
