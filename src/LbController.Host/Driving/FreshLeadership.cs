using LbController.Engine.Facts;

namespace LbController.Host.Driving;

/// <summary>
/// Who begins to lead first reads anew what is there: the watch may lag behind what the leader before has written, and an address that it gave
/// a moment ago must not be given again.
/// </summary>
/// <param name="reread">Completed when all that was written before it was called has been posted.</param>
/// <param name="post">Takes the facts.</param>
internal sealed class FreshLeadership(Func<Task> reread, Action<Fact> post)
{
    private readonly Lock gate = new();
    private int term;

    public void Post(Fact fact)
    {
        lock (gate)
        {
            if (fact is Fact.Leadership)
            {
                term++;
            }

            if (fact is Fact.Leadership { IsLeader: true })
            {
                _ = PostLaterAsync(fact, term);
            }
            else
            {
                post(fact);
            }
        }
    }

    private async Task PostLaterAsync(Fact fact, int mine)
    {
        await reread().ConfigureAwait(false);
        lock (gate)
        {
            if (mine == term)
            {
                post(fact);
            }
        }
    }
}
