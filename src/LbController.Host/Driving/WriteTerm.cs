using LbController.Engine.Facts;

namespace LbController.Host.Driving;

/// <summary>
/// How long commands to the API server may be carried out: those that are under way or wait when leadership ends are given up, before the
/// reactor hears of it.
/// </summary>
internal sealed class WriteTerm : IDisposable
{
    private readonly Lock gate = new();
    private CancellationTokenSource current = new();

    public CancellationToken Token
    {
        get
        {
            lock (gate)
            {
                return current.Token;
            }
        }
    }

    public void Follow(Fact fact)
    {
        if (fact is not Fact.Leadership leadership)
        {
            return;
        }

        lock (gate)
        {
            if (!leadership.IsLeader)
            {
                current.Cancel();
            }
            else if (current.IsCancellationRequested)
            {
                current.Dispose();
                current = new CancellationTokenSource();
            }
        }
    }

    public void Dispose() => current.Dispose();
}
