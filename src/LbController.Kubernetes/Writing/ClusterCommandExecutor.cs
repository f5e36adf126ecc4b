using LbController.Core.Addresses;
using LbController.Core.Snapshot;
using LbController.Engine.Commands;
using LbController.Engine.Facts;
using LbController.Kubernetes.Client;
using Microsoft.Extensions.Logging;

namespace LbController.Kubernetes.Writing;

/// <summary>
/// Carries out commands to the Kubernetes API and reports the end of each as <see cref="Fact.Ended"/>. Commands about one object keep
/// their order; Events go a way of their own, begin only while there is room beside all else, and never hold up anything.
/// </summary>
public sealed partial class ClusterCommandExecutor
{
    private const int MostAtOnce = 16;
    private const int MostEventsAtOnce = 2;
    private const int MostEventsWaiting = 1000;

    private readonly Action<Fact> sink;
    private readonly ILogger logger;
    private readonly StatusWriter statuses;
    private readonly NodeStatusWriter nodeStatuses;
    private readonly ConfigurationStateWriter configuration;
    private readonly SessionStateWriter sessions;
    private readonly EventWriter events;
    private readonly OrderedLanes lanes = new(MostAtOnce);
    private readonly OrderedLanes eventLanes;

    /// <param name="client">The way to the API server.</param>
    /// <param name="identity">In whose name to write.</param>
    /// <param name="sink">Takes the outcomes, from many threads; must not block.</param>
    /// <param name="time">The clock of Events.</param>
    /// <param name="logger">Failures are told here.</param>
    public ClusterCommandExecutor(
        ClusterClient client,
        WriterIdentity identity,
        Action<Fact> sink,
        TimeProvider time,
        ILogger<ClusterCommandExecutor> logger)
    {
        this.sink = sink;
        eventLanes = lanes.Behind(MostEventsAtOnce);
        this.logger = logger;
        statuses = new StatusWriter(client, time);
        nodeStatuses = new NodeStatusWriter(client, identity, time);
        configuration = new ConfigurationStateWriter(client, identity, time);
        sessions = new SessionStateWriter(client, identity, time);
        events = new EventWriter(client, identity, time);
    }

    /// <summary>Starts a command and comes back at once; never throws.</summary>
    /// <returns>False: not a command to the Kubernetes API; nothing happened and nothing will be reported.</returns>
    public bool TryStart(Command command, CancellationToken cancellation)
    {
        switch (command)
        {
            case Command.RecordEvent record:
                StartEvent(record, cancellation);
                return true;
            case Command.WriteServiceStatus write:
                Start((WrittenPaths.Services, write.Service), write, token => statuses.WriteAsync(write, token), cancellation);
                return true;
            case Command.WriteAnnouncedCondition write:
                Start((WrittenPaths.Services, write.Service), write, token => statuses.WriteAsync(write, token), cancellation);
                return true;
            case Command.WritePoolStatus write:
                Start((WrittenPaths.Pools, write.Pool), write, token => statuses.WriteAsync(write, token), cancellation);
                return true;
            case Command.WriteConfigurationState write:
                Start(typeof(Command.WriteConfigurationState), write, token => configuration.WriteAsync(write.Verdict, token), cancellation);
                return true;
            default:
                return TryStartNodeStatus(command, cancellation);
        }
    }

    /// <summary>Ends when every command that was started has been reported.</summary>
    public Task WhenIdleAsync() => Task.WhenAll(lanes.WhenIdleAsync(), eventLanes.WhenIdleAsync());

    private bool TryStartNodeStatus(Command command, CancellationToken cancellation)
    {
        switch (command)
        {
            case Command.WriteServiceL2Status write:
                StartWrite(NodeStatusKind.L2, write.Service, write.Interfaces, write.Addresses);
                return true;
            case Command.WriteServiceBgpStatus write:
                StartWrite(NodeStatusKind.Bgp, write.Service, write.Peers, []);
                return true;
            case Command.RemoveServiceL2Status remove:
                StartRemove(NodeStatusKind.L2, remove.Service);
                return true;
            case Command.RemoveServiceBgpStatus remove:
                StartRemove(NodeStatusKind.Bgp, remove.Service);
                return true;
            case Command.WriteSessionState write:
                Start(WrittenPaths.SessionStates, write, token => sessions.WriteAsync(write.Session, write.IsTransition, token), cancellation);
                return true;
            case Command.KeepSessionStates keep:
                Start(WrittenPaths.SessionStates, keep, token => sessions.KeepAsync(keep.Peers, token), cancellation);
                return true;
            case Command.ListNodeStatuses list:
                Start(typeof(Command.ListNodeStatuses), list, ListAsync, cancellation);
                return true;
            default:
                return false;
        }

        void StartWrite(NodeStatusKind kind, ObjectKey service, ValueArray<string> entries, ValueArray<Address> addresses) =>
            Start((kind.Path, service), command, token => nodeStatuses.WriteAsync(kind, service, entries, addresses, token), cancellation);

        void StartRemove(NodeStatusKind kind, ObjectKey service) =>
            Start((kind.Path, service), command, token => nodeStatuses.RemoveAsync(kind, service, token), cancellation);
    }

    private async Task<Outcome> ListAsync(CancellationToken cancellation)
    {
        var (l2, l2Outcome) = await nodeStatuses.ListAsync(NodeStatusKind.L2, cancellation);
        var (bgp, bgpOutcome) = await nodeStatuses.ListAsync(NodeStatusKind.Bgp, cancellation);
        if (l2Outcome.Kind != OutcomeKind.Done || bgpOutcome.Kind != OutcomeKind.Done)
        {
            return l2Outcome.Kind != OutcomeKind.Done ? l2Outcome : bgpOutcome;
        }

        sink(new Fact.NodeStatusesListed(l2, bgp));
        return Outcome.Done;
    }

    private void Start(object lane, Command command, Func<CancellationToken, Task<Outcome>> carryOut, CancellationToken cancellation) =>
        lanes.Enqueue(lane, () => RunAsync(command, carryOut, cancellation));

    private void StartEvent(Command.RecordEvent command, CancellationToken cancellation)
    {
        if (eventLanes.Waiting >= MostEventsWaiting)
        {
            sink(new Fact.Ended(command, new Outcome(OutcomeKind.Failed, $"dropped: {MostEventsWaiting} Events are waiting already")));
            return;
        }

        eventLanes.Enqueue(command.Subject, () => RunAsync(command, token => events.WriteAsync(command, token), cancellation));
    }

    private async Task RunAsync(Command command, Func<CancellationToken, Task<Outcome>> carryOut, CancellationToken cancellation)
    {
        Outcome outcome;
        try
        {
            outcome = await carryOut(cancellation);
        }
        catch (Exception failure)
        {
            outcome = ApiOutcome.Of(failure);
        }

        if (outcome.Kind is OutcomeKind.Refused or OutcomeKind.Failed)
        {
            NotDone(command, outcome.Kind, outcome.Message);
        }

        sink(new Fact.Ended(command, outcome));
    }

    [LoggerMessage(EventId = 200, Level = LogLevel.Warning, Message = "{Command} ended with {Kind}: {Message}")]
    private partial void NotDone(Command command, OutcomeKind kind, string message);
}
