namespace LbController.Engine.Leading;

/// <summary>What a <see cref="LeaseMachine"/> asks for next.</summary>
public abstract record LeaseAction
{
    /// <summary>Nothing before this moment.</summary>
    public sealed record Wait(TimeSpan Until) : LeaseAction;

    /// <summary>Reads the Lease; <see cref="LeaseMachine.Read"/> takes the answer.</summary>
    public sealed record Read : LeaseAction;

    /// <summary>
    /// Writes the Lease over the version that it names, or creates it; <see cref="LeaseMachine.Written"/> takes the answer. The moment is
    /// stamped by the writer.
    /// </summary>
    /// <param name="Lease">What it is to be; its times are those of before.</param>
    /// <param name="IsAcquired">The holder is a new one: the moment is the acquireTime too.</param>
    public sealed record Write(LeaseRecord Lease, bool IsAcquired) : LeaseAction;
}
