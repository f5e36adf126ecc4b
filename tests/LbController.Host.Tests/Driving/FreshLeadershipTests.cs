using LbController.Engine.Facts;
using LbController.Host.Driving;

namespace LbController.Host.Tests.Driving;

/// <summary>Continuations run where a result is set, so all is said right after it.</summary>
public sealed class FreshLeadershipTests
{
    private readonly List<Fact> posted = [];
    private readonly List<TaskCompletionSource> rereads = [];

    [Fact]
    public void Leading_is_told_when_all_was_read_anew()
    {
        var leadership = Create();
        leadership.Post(new Fact.Leadership(true));
        Assert.Empty(posted);
        rereads[0].SetResult();
        Assert.Equal([new Fact.Leadership(true)], posted);
    }

    [Fact]
    public void Who_leads_no_more_meanwhile_is_not_told_of_it()
    {
        var leadership = Create();
        leadership.Post(new Fact.Leadership(true));
        leadership.Post(new Fact.Leadership(false));
        leadership.Post(new Fact.Leadership(true));
        rereads[0].SetResult();
        rereads[1].SetResult();
        Assert.Equal([new Fact.Leadership(false), new Fact.Leadership(true)], posted);
    }

    private FreshLeadership Create() => new(
        () =>
        {
            rereads.Add(new TaskCompletionSource());
            return rereads[^1].Task;
        },
        posted.Add);
}
