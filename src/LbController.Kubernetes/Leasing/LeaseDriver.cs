using LbController.Engine.Commands;
using LbController.Engine.Facts;
using LbController.Engine.Leading;
using LbController.Kubernetes.Client;
using Microsoft.Extensions.Logging;

namespace LbController.Kubernetes.Leasing;

/// <summary>
/// Runs a <see cref="LeaseMachine"/> against the API server and says <see cref="Fact.Leadership"/> at each change. Every failure is "not
/// renewed yet"; no call lasts beyond the moment at which leadership ends.
/// </summary>
/// <param name="machine">The election.</param>
/// <param name="options">The machine's times.</param>
/// <param name="client">The way to the API server.</param>
/// <param name="namespace">Where the Lease lives.</param>
/// <param name="name">What it is called.</param>
/// <param name="sink">Takes the facts; must not block.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Changes and failures are told here.</param>
public sealed partial class LeaseDriver(
    LeaseMachine machine,
    LeaseOptions options,
    ClusterClient client,
    string @namespace,
    string name,
    Action<Fact> sink,
    TimeProvider time,
    ILogger<LeaseDriver> logger)
{
    private readonly LeaseClient lease = new(client, @namespace, name);
    private readonly long zero = time.GetTimestamp();
    private readonly Lock gate = new();
    private TaskCompletionSource called = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Command.RecordPromises? asked;
    private bool isTold;
    private string toldHolder = "";

    private TimeSpan Now => time.GetElapsedTime(zero);

    /// <summary>Begins to record promises and comes back at once; their end is told as <see cref="Fact.Ended"/>.</summary>
    /// <returns>False: not a command to the Lease.</returns>
    public bool TryStart(Command command)
    {
        if (command is not Command.RecordPromises record)
        {
            return false;
        }

        lock (gate)
        {
            GiveUp("another record follows");
            asked = record;
            called.TrySetResult();
        }

        return true;
    }

    /// <summary>Runs until it is cancelled, and then gives the lease back; never throws.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            while (!cancellation.IsCancellationRequested)
            {
                await TurnAsync(cancellation);
                Tell();
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Asked to leave.
        }

        await ReleaseAsync();
    }

    private async Task TurnAsync(CancellationToken cancellation)
    {
        var now = Now;
        var call = TakeIn(now);
        var action = machine.Next(now);
        if (action is LeaseAction.Wait wait)
        {
            var until = machine.LeadingUntil is { } end && end > now && end < wait.Until ? end : wait.Until;
            await WaitAsync(until - now, call, cancellation);
            return;
        }

        var longest = machine.LeadingUntil is { } deadline && deadline > now ? deadline - now : options.RenewDeadline;
        using var expiry = new CancellationTokenSource(longest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(expiry.Token, cancellation);
        try
        {
            await CarryOutAsync(action, now, either.Token);
        }
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
        {
            NotRenewed(@namespace, name, failure.Message);
            machine.Failed(Now);
        }
    }

    /// <summary>Hands what was asked to the machine.</summary>
    /// <returns>Completed when more is asked.</returns>
    private Task TakeIn(TimeSpan now)
    {
        lock (gate)
        {
            if (asked is not null && !machine.Promise(asked.Promises, asked.IsUrgent, now))
            {
                GiveUp("this replica does not lead");
            }

            if (called.Task.IsCompleted)
            {
                called = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            return called.Task;
        }
    }

    private async Task WaitAsync(TimeSpan atMost, Task call, CancellationToken cancellation)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await Task.WhenAny(Task.Delay(atMost, time, end.Token), call);
        await end.CancelAsync();
        cancellation.ThrowIfCancellationRequested();
    }

    private void Recorded()
    {
        lock (gate)
        {
            if (asked is { } done && done.Promises == machine.Promises)
            {
                asked = null;
                sink(new Fact.Ended(done, Outcome.Done));
            }
        }
    }

    private void GiveUp(string why)
    {
        if (asked is { } given)
        {
            asked = null;
            sink(new Fact.Ended(given, new Outcome(OutcomeKind.Failed, why)));
        }
    }

    private async Task CarryOutAsync(LeaseAction action, TimeSpan startedAt, CancellationToken cancellation)
    {
        if (action is not LeaseAction.Write write)
        {
            machine.Read(await lease.ReadAsync(cancellation), Now);
        }
        else if (await lease.WriteAsync(write.Lease, write.IsAcquired, time.GetUtcNow(), cancellation) is { } written)
        {
            machine.Written(written, startedAt);
            Recorded();
        }
        else
        {
            machine.Failed(Now);
        }
    }

    private void Tell()
    {
        var leads = machine.IsLeader(Now);
        if (leads != isTold)
        {
            isTold = leads;
            lock (gate)
            {
                GiveUp("leadership has changed");
                sink(new Fact.Leadership(leads) { Promises = leads ? machine.Promises : [] });
            }

            if (leads)
            {
                Leads(@namespace, name);
            }
            else
            {
                LeadsNoMore(@namespace, name);
            }
        }

        if (!leads && machine.Holder != toldHolder)
        {
            toldHolder = machine.Holder;
            Follows(@namespace, name, toldHolder);
        }
    }

    private async Task ReleaseAsync()
    {
        if (machine.Release(Now) is not { } released)
        {
            return;
        }

        sink(new Fact.Leadership(false));
        using var expiry = new CancellationTokenSource(options.RetryPeriod, time);
        try
        {
            await lease.WriteAsync(released, isAcquired: false, time.GetUtcNow(), expiry.Token);
        }
        catch (Exception failure) when (failure is HttpRequestException or TimeoutException or OperationCanceledException)
        {
            NotRenewed(@namespace, name, failure.Message);
        }
    }

    [LoggerMessage(EventId = 230, Level = LogLevel.Information, Message = "leading: holds the Lease {Namespace}/{Name}")]
    private partial void Leads(string @namespace, string name);

    [LoggerMessage(EventId = 231, Level = LogLevel.Warning, Message = "leading no more: the Lease {Namespace}/{Name} is lost; nothing is written")]
    private partial void LeadsNoMore(string @namespace, string name);

    [LoggerMessage(EventId = 232, Level = LogLevel.Information, Message = "waiting for the Lease {Namespace}/{Name}, held by '{Holder}'")]
    private partial void Follows(string @namespace, string name, string holder);

    [LoggerMessage(EventId = 233, Level = LogLevel.Warning, Message = "the Lease {Namespace}/{Name} cannot be read or written: {Why}; may coordination.k8s.io leases be got, created and updated?")]
    private partial void NotRenewed(string @namespace, string name, string why);
}
