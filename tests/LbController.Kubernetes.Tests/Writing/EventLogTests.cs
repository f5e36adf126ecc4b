using LbController.Core.Snapshot;
using LbController.Engine.Commands;
using LbController.Kubernetes.Writing;

namespace LbController.Kubernetes.Tests.Writing;

public sealed class EventLogTests
{
    [Fact]
    public void What_was_not_repeated_for_longest_is_forgotten_first()
    {
        var log = new EventLog(capacity: 2);
        Assert.Equal([1, 1, 2, 1, 3, 1], ((string[])["a", "b", "a", "c", "a", "b"]).Select(name => Count(log, name)));
    }

    [Fact]
    public void What_could_not_be_written_is_new_the_next_time()
    {
        var log = new EventLog(capacity: 2);
        Count(log, "a");
        log.Forget(Event("a"));
        Assert.Equal(1, Count(log, "a"));
    }

    private static int Count(EventLog log, string name) => log.Count(Event(name), DateTimeOffset.UnixEpoch, () => name).Count;

    private static Command.RecordEvent Event(string name) => new(new EventSubject("v1", "Service", new ObjectKey("shop", name), name), IsWarning: false, "IPAllocated", "told");
}
