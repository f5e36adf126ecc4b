namespace LbController.Kubernetes.Client;

/// <summary>Cancels a call when its time is over or its caller gives up, and tells the two apart.</summary>
internal sealed class CallDeadline : IDisposable
{
    private readonly CancellationTokenSource expiry;
    private readonly CancellationTokenSource either;
    private readonly CancellationToken caller;

    public CallDeadline(TimeSpan after, TimeProvider time, CancellationToken caller)
    {
        this.caller = caller;
        expiry = new CancellationTokenSource(after, time);
        either = CancellationTokenSource.CreateLinkedTokenSource(expiry.Token, caller);
    }

    public CancellationToken Token => either.Token;

    public bool Expired => expiry.IsCancellationRequested && !caller.IsCancellationRequested;

    public void Dispose()
    {
        either.Dispose();
        expiry.Dispose();
    }
}
