using LbController.Engine.Commands;
using LbController.Engine.Facts;
using LbController.Engine.Figures;

namespace LbController.Host.Metrics;

/// <summary>Counts what came from the API server and what could not be written to it. Safe to use from many threads.</summary>
internal sealed class ApiTraffic
{
    private long updates;
    private long errors;

    public void Count(Fact fact)
    {
        switch (fact)
        {
            case Fact.Seen or Fact.Gone:
                Interlocked.Increment(ref updates);
                break;
            case Fact.Ended { Command: not NetworkCommand, Outcome.Kind: OutcomeKind.Failed or OutcomeKind.Refused }:
                Interlocked.Increment(ref errors);
                break;
        }
    }

    public IEnumerable<Figure> Figures() =>
        [RoleMetrics.Updates.Is(Interlocked.Read(ref updates)), RoleMetrics.UpdateErrors.Is(Interlocked.Read(ref errors))];
}
