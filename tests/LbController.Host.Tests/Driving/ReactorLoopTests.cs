using LbController.Engine;
using LbController.Engine.Facts;
using LbController.Engine.Figures;
using LbController.Host.Driving;
using Microsoft.Extensions.Logging.Abstractions;

namespace LbController.Host.Tests.Driving;

public sealed class ReactorLoopTests : IDisposable
{
    private readonly Mailbox mailbox = new();
    private readonly CancellationTokenSource end = new();

    [Fact]
    public void A_cancellation_in_the_middle_of_a_turn_is_told_so_that_the_farewell_is_not_skipped()
    {
        var reactor = new ScriptedReactor(_ => end.Cancel());
        mailbox.Post(new Fact.InSync());
        Assert.ThrowsAny<OperationCanceledException>(() => Loop(reactor).Run(end.Token));
        Assert.Equal(1, reactor.Turns);
    }

    [Fact]
    public void What_is_here_already_is_collected_before_each_turn()
    {
        var reactor = new ScriptedReactor(facts =>
        {
            Assert.IsType<Fact.Leaving>(Assert.Single(facts));
            end.Cancel();
        });
        mailbox.Knock();
        Assert.ThrowsAny<OperationCanceledException>(() => Loop(reactor, () => mailbox.Post(new Fact.Leaving())).Run(end.Token));
        Assert.Equal(1, reactor.Turns);
    }

    public void Dispose()
    {
        mailbox.Dispose();
        end.Dispose();
    }

    private ReactorLoop Loop(IReactor reactor, Action? collect = null) =>
        new(reactor, mailbox, (_, _, _) => { }, _ => { }, TimeProvider.System, NullLogger<ReactorLoop>.Instance) { Collect = collect ?? (() => { }) };

    private sealed class ScriptedReactor(Action<IReadOnlyList<Fact>> onStep) : IReactor
    {
        public int Turns { get; private set; }

        public Step Step(IReadOnlyList<Fact> facts, TimeSpan now)
        {
            Turns++;
            onStep(facts);
            return new Step([], null);
        }

        public IEnumerable<Figure> Figures() => [];
    }
}
