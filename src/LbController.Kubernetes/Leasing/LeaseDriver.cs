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
    private bool isTold;
    private string toldHolder = "";

    private TimeSpan Now => time.GetElapsedTime(zero);

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
        var action = machine.Next(now);
        if (action is LeaseAction.Wait wait)
        {
            var until = machine.LeadingUntil is { } end && end > now && end < wait.Until ? end : wait.Until;
            await Task.Delay(until - now, time, cancellation);
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

    private async Task CarryOutAsync(LeaseAction action, TimeSpan startedAt, CancellationToken cancellation)
    {
        if (action is not LeaseAction.Write write)
        {
            machine.Read(await lease.ReadAsync(cancellation), Now);
        }
        else if (await lease.WriteAsync(write.Lease, write.IsAcquired, time.GetUtcNow(), cancellation) is { } written)
        {
            machine.Written(written, startedAt);
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
            sink(new Fact.Leadership(leads));
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
