using LbController.Core.Addresses;
using LbController.Core.Allocation;
using LbController.Core.Config;
using LbController.Core.Reasons;
using LbController.Core.Snapshot;
using LbController.Engine.Commands;
using LbController.Engine.Facts;

namespace LbController.Engine.Controller;

/// <summary>
/// Turns what changed into decisions, and decisions that differ from a Service's status into writes. Holders come before those who
/// wait, and who has waited longest comes first. Services that wait are decided upon again when something became freer.
/// </summary>
internal sealed class AssignmentPlan(string? loadBalancerClass, ControllerState state)
{
    private readonly StatusWrites writes = new();
    private readonly ServiceEvents events = new();
    private readonly SortedSet<ObjectKey> waiting = [];
    private long answeredLoosenings;

    public AddressLedger Ledger { get; } = new();

    public TimeSpan? NextDeadline => writes.NextDeadline;

    /// <summary>Takes over every address that a status shows, oldest Service first, before anything is given.</summary>
    public void AdoptAll()
    {
        foreach (var service in state.Services.Values.OrderBy(service => service.CreatedAt).ThenBy(service => service.Key))
        {
            Hold(service, Shown(service));
        }
    }

    public IEnumerable<Command> Seen(ServiceSnapshot service)
    {
        writes.Confirm(service.Key, service.ResourceVersion);
        Hold(service, Union(Shown(service), writes.OnTheWayTo(service.Key)));
        return Scope(service) == ServiceScope.Ours ? events.Seen(service) : [];
    }

    public void Gone(ObjectKey service)
    {
        state.RemoveService(service);
        Ledger.Release(service);
        writes.Forget(service);
        events.Forget(service);
        waiting.Remove(service);
    }

    public IEnumerable<Command> Ended(Command.WriteServiceStatus command, Outcome outcome, TimeSpan now)
    {
        var known = state.Services.GetValueOrDefault(command.Service)?.ResourceVersion;
        if (writes.End(command, outcome, known, now) is not { } write)
        {
            return [];
        }

        if (write.Phase == StatusWritePhase.Open)
        {
            state.DirtyServices.Add(command.Service);
        }

        return outcome.Kind == OutcomeKind.Done ? ServiceEvents.Written(write) : [];
    }

    public List<Command> Decide(TimeSpan now)
    {
        var commands = new List<Command>();
        state.DirtyServices.UnionWith(writes.TakeDue(now));
        do
        {
            foreach (var service in TakeDirty())
            {
                Decide(service, commands);
            }
        }
        while (HasMoreToDecide());
        return commands;
    }

    /// <summary>Wakes those who wait if an address or a sharing rule became freer.</summary>
    private bool HasMoreToDecide()
    {
        if (answeredLoosenings != Ledger.Loosenings)
        {
            answeredLoosenings = Ledger.Loosenings;
            state.DirtyServices.UnionWith(waiting);
        }

        return state.DirtyServices.Count > 0;
    }

    private List<ServiceSnapshot> TakeDirty()
    {
        var dirty = state.DirtyServices
            .Where(key => !writes.IsBusy(key))
            .Select(key => state.Services.GetValueOrDefault(key))
            .OfType<ServiceSnapshot>()
            .OrderBy(service => Ledger.HeldBy(service.Key).IsEmpty)
            .ThenBy(service => service.CreatedAt)
            .ThenBy(service => service.Key)
            .ToList();
        state.DirtyServices.Clear();
        return dirty;
    }

    private void Decide(ServiceSnapshot service, List<Command> commands)
    {
        switch (Scope(service))
        {
            case ServiceScope.Ours:
                DecideOurs(service, commands);
                break;
            case ServiceScope.ToRelease:
                Drop(service.Key);
                Write(service, new AllocationDecision([], "", ReleaseReason(service), Loss: null), commands);
                break;
            default:
                Drop(service.Key);
                writes.Forget(service.Key);
                Hold(service, Shown(service));
                break;
        }
    }

    private void DecideOurs(ServiceSnapshot service, List<Command> commands)
    {
        var input = new AllocationInput(state.Pools, Ledger, state.LabelsOf);
        var decision = Allocator.Decide(input, service, Union(Shown(service), writes.OnTheWayTo(service.Key)));
        if (decision.Reason.Code == ReasonCode.Assigned)
        {
            waiting.Remove(service.Key);
        }
        else
        {
            waiting.Add(service.Key);
        }

        commands.AddRange(events.Decided(service, decision));
        Write(service, decision, commands);
    }

    private void Write(ServiceSnapshot service, AllocationDecision decision, List<Command> commands)
    {
        var shown = Shown(service);
        Hold(service, Union(shown, decision.Addresses));
        if (IsShown(service, decision))
        {
            writes.Forget(service.Key);
            return;
        }

        var gained = decision.Addresses.Where(address => !shown.AsSpan().Contains(address)).ToValueArray();
        var command = new Command.WriteServiceStatus(service.Key, service.Uid, service.ResourceVersion, decision.Addresses, decision.Pool);
        writes.Begin(new StatusWrite(command, gained, decision.Loss));
        commands.Add(command);
    }

    /// <summary>A Service of another controller holds what it shows, too: no address is given twice.</summary>
    private void Hold(ServiceSnapshot service, ValueArray<Address> addresses)
    {
        var counts = service.Type == "LoadBalancer" || Scope(service) != ServiceScope.Foreign;
        Ledger.Hold(service.Key, counts ? addresses : [], SharingTerms.Of(service));
    }

    private void Drop(ObjectKey service)
    {
        waiting.Remove(service);
        events.Forget(service);
    }

    private ServiceScope Scope(ServiceSnapshot service) => ServiceScopes.Judge(service, loadBalancerClass, state.Pools);

    private static Reason ReleaseReason(ServiceSnapshot service) =>
        service.Type == "LoadBalancer" ? AllocationReasons.OtherClass : AllocationReasons.NotLoadBalancer;

    /// <summary>Whether the status already shows the decision; the order of the two families is left as it is.</summary>
    private static bool IsShown(ServiceSnapshot service, AllocationDecision decision)
    {
        var pool = service.Annotations[ServiceAnnotations.Prefix + ServiceAnnotations.AllocatedFromPool] ?? "";
        return pool == decision.Pool
            && service.IngressIps.Count == decision.Addresses.Count
            && decision.Addresses.All(address => service.IngressIps.AsSpan().Contains(address.ToString()));
    }

    private static ValueArray<Address> Shown(ServiceSnapshot service) => service.IngressIps
        .Select(text => Address.TryParse(text, out var address) ? address : (Address?)null)
        .OfType<Address>()
        .Distinct()
        .ToValueArray();

    private static ValueArray<Address> Union(ValueArray<Address> one, ValueArray<Address> other) =>
        other.IsEmpty ? one : one.Union(other).ToValueArray();
}
