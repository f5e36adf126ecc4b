using LbController.Core.Addresses;
using LbController.Core.Allocation;
using LbController.Core.Config;
using LbController.Core.Reasons;
using LbController.Core.Snapshot;
using LbController.Engine.Commands;
using LbController.Engine.Facts;
using LbController.Engine.Leading;

namespace LbController.Engine.Controller;

/// <summary>
/// Turns what changed into decisions, and decisions that differ from a Service's status into writes. Holders come before those who
/// wait, who ask for an address before those to whom any will do, and who has waited longest comes first. When something becomes freer,
/// those who wait for it are decided upon again, as long as it is free.
/// </summary>
internal sealed class AssignmentPlan
{
    /// <summary>To so many who wait for one address it is said when another has got it.</summary>
    private const int MostTold = 100;

    private readonly string? loadBalancerClass;
    private readonly bool sharingNeedsConsent;
    private readonly ControllerState state;
    private readonly StatusWrites writes = new();
    private readonly AddressPromises promises;
    private readonly ServiceEvents events = new();
    private readonly WaitingServices waiting = new();
    private readonly AddressExchange exchange;
    private readonly HeldElsewhere elsewhere;
    private readonly HashSet<ObjectKey> ours = [];
    private readonly List<Loosening> unanswered = [];
    private readonly Portions portions = new();
    private TimeSpan clock;

    public AssignmentPlan(ControllerOptions options, ControllerState state, AddressPromises promises)
    {
        loadBalancerClass = options.LoadBalancerClass;
        sharingNeedsConsent = options.SharingNeedsConsent;
        this.state = state;
        this.promises = promises;
        Ledger = new AddressLedger(options.AddressCoolDown);
        exchange = new AddressExchange(Ledger, waiting);
        elsewhere = new HeldElsewhere(Ledger);
    }

    public AddressLedger Ledger { get; }

    /// <summary>At once, as long as Services are left that were put off.</summary>
    public TimeSpan? NextDeadline => portions.IsMoreLeft ? clock : new[] { writes.NextDeadline, elsewhere.NextDeadline, promises.NextDeadline }.Min();

    /// <summary>Takes over every address that a status shows, or that may yet come there, before anything is given.</summary>
    /// <param name="left">What those who led before may still have under way.</param>
    public void AdoptAll(ValueArray<AddressPromise> left)
    {
        promises.Adopt(left, key => state.Services.GetValueOrDefault(key)?.ResourceVersion);
        foreach (var service in new AdoptionOrder([.. state.Services.Values], sharingNeedsConsent).Services)
        {
            Hold(service, ServiceStatus.Addresses(service));
        }
    }

    public IEnumerable<Command> Seen(ServiceSnapshot service)
    {
        writes.Confirm(service.Key, service.ResourceVersion);
        promises.Seen(service.Key, service.ResourceVersion);
        Hold(service, Union(ServiceStatus.Addresses(service), writes.OnTheWayTo(service.Key)));
        return Scope(service) == ServiceScope.Ours ? events.Seen(service) : [];
    }

    public void Gone(ObjectKey service)
    {
        state.RemoveService(service);
        Ledger.Release(service);
        writes.Forget(service);
        promises.Withdraw(service);
        promises.Settle(service);
        Drop(service);
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

        if (outcome.Kind == OutcomeKind.Refused)
        {
            promises.Settle(command.Service);
        }

        return ServiceEvents.Ended(write, outcome);
    }

    /// <summary>What was promised stands in the Lease, or does not.</summary>
    public void Ended(Command.RecordPromises command, Outcome outcome, TimeSpan now) => promises.Ended(command, outcome, now);

    public List<Command> Decide(TimeSpan now)
    {
        var commands = new List<Command>();
        clock = now;
        Ledger.Advance(now);
        elsewhere.Advance(now);
        state.DirtyServices.UnionWith(writes.TakeDue(now));
        foreach (var service in TakeDirty())
        {
            Decide(service, commands);
        }

        Serve(commands);
        commands.AddRange(promises.TakeBegun());
        if (promises.Ask(now) is { } record)
        {
            commands.Add(record);
        }

        return commands;
    }

    /// <summary>A write that has not begun is decided upon anew when something has changed.</summary>
    private bool Withdraw(ObjectKey service)
    {
        if (!promises.Withdraw(service))
        {
            return false;
        }

        writes.Forget(service);
        return true;
    }

    private IReadOnlyList<ServiceSnapshot> TakeDirty()
    {
        var dirty = state.DirtyServices
            .Where(key => Withdraw(key) || !writes.IsBusy(key))
            .Select(key => state.Services.GetValueOrDefault(key))
            .OfType<ServiceSnapshot>()
            .OrderBy(service => Ledger.HeldBy(service.Key).IsEmpty ? IsChoosy(service) ? 1 : 2 : 0)
            .ThenBy(ServiceRank.Of)
            .ToList();
        state.DirtyServices.Clear();
        var (now, later) = portions.Take(dirty);
        state.DirtyServices.UnionWith(later.Select(service => service.Key));
        return now;
    }

    /// <summary>Gives what became free to those who wait for it.</summary>
    private void Serve(List<Command> commands)
    {
        var retries = unanswered.ToList();
        unanswered.Clear();
        foreach (var loosening in retries)
        {
            Serve(loosening, commands);
        }

        while (Ledger.TryTakeLoosening(out var loosening))
        {
            Serve(loosening, commands);
        }
    }

    private void Serve(Loosening loosening, List<Command> commands)
    {
        var isUnanswered = false;
        foreach (var (_, service) in waiting.For(loosening.Address).Index().TakeWhile(next => next.Index < MostTold || IsLoose(loosening)))
        {
            // Those who come too late are told who has it now.
            isUnanswered |= !TryDecide(service, commands);
        }

        var heads = new SortedDictionary<ServiceRank, AddressWait>();
        foreach (var group in GroupsFor(loosening))
        {
            heads[waiting.Head(group)!.Value] = group;
        }

        while (heads.Count > 0 && IsLoose(loosening))
        {
            var (rank, group) = heads.First();
            heads.Remove(rank);
            isUnanswered |= !TryDecide(rank.Key, commands);
            if (waiting.Head(group) is { } next && next != rank)
            {
                heads[next] = group;
            }
        }

        if (isUnanswered && IsLoose(loosening))
        {
            unanswered.Add(loosening);
        }
    }

    private List<AddressWait> GroupsFor(Loosening loosening)
    {
        if (loosening.Key is { } key)
        {
            return [.. waiting.Sharing(key)];
        }

        return state.Pools.PoolOf(loosening.Address) is { } pool
            ? [.. waiting.Groups(loosening.Address.Family, pool.Name, isOpen: pool is { AutoAssign: true, ServiceAllocation: null })]
            : [];
    }

    private bool IsLoose(Loosening loosening) => (loosening.Key is null) == (Ledger.ClaimsOn(loosening.Address).Count == 0);

    /// <returns>False: a write to the Service is under way; it cannot be decided upon before its end.</returns>
    private bool TryDecide(ObjectKey key, List<Command> commands)
    {
        if (writes.IsBusy(key))
        {
            return false;
        }

        if (state.Services.TryGetValue(key, out var service))
        {
            Decide(service, commands);
        }

        return true;
    }

    private void Decide(ServiceSnapshot service, List<Command> commands)
    {
        switch (Scope(service))
        {
            case ServiceScope.Ours:
                DecideOurs(service, commands);
                break;
            case ServiceScope.ToRelease:
                waiting.Remove(service.Key);
                events.Forget(service.Key);
                Write(service, new AllocationDecision([], "", ReleaseReason(service), Loss: null), condition: null, commands);
                break;
            default:
                Drop(service.Key);
                writes.Forget(service.Key);
                Hold(service, ServiceStatus.Addresses(service));
                break;
        }
    }

    private void DecideOurs(ServiceSnapshot service, List<Command> commands)
    {
        ours.Add(service.Key);
        var input = new AllocationInput(state.Pools, Ledger, state.LabelsOf) { SharingNeedsConsent = sharingNeedsConsent };
        var held = Union(ServiceStatus.Addresses(service), writes.OnTheWayTo(service.Key) is { IsEmpty: false } own ? own : promises.To(service.Key));
        Hold(service, held);
        var decision = elsewhere.IsToMove(service) && !IsChoosy(service) && Allocator.Decide(input, service, []) is { IsMet: true } other
            ? PassOver(service, other)
            : exchange.Resolve(service, Allocator.Decide(input, service, held));
        waiting.Set(service, decision.Wait);
        commands.AddRange(events.Decided(service, decision));
        Write(service, decision, ServiceStatus.Condition(service, decision), commands);
    }

    private AllocationDecision PassOver(ServiceSnapshot service, AllocationDecision decision)
    {
        elsewhere.PassOver(service, clock);
        return decision;
    }

    private void Write(ServiceSnapshot service, AllocationDecision decision, ServiceCondition? condition, List<Command> commands)
    {
        var shown = ServiceStatus.Addresses(service);
        Hold(service, Union(shown, decision.Addresses));
        var isUnsettled = condition is not null && !promises.To(service.Key).IsEmpty;
        if (!isUnsettled && ServiceStatus.IsShown(service, decision, condition))
        {
            writes.Forget(service.Key);
            return;
        }

        if (shown.IsEmpty && !decision.Addresses.IsEmpty)
        {
            elsewhere.Given(service.Key);
        }

        var gained = decision.Addresses.Where(address => !shown.AsSpan().Contains(address)).ToValueArray();
        var command = new Command.WriteServiceStatus(service.Key, service.Uid, service.ResourceVersion, decision.Addresses, decision.Pool)
        {
            Condition = condition,
            // A new time makes the Service another version, on which what is still under way cannot take effect.
            IsTransition = isUnsettled || service.AddressCondition?.Status != condition?.Status,
        };
        writes.Begin(new StatusWrite(command, gained, decision.Loss) { GainedFrom = PoolsOf(service, gained) });
        if (promises.Begin(command, gained))
        {
            commands.Add(command);
        }
    }

    private string PoolsOf(ServiceSnapshot service, ValueArray<Address> addresses) =>
        string.Join(", ", addresses.Select(address => state.Pools.PoolOf(service, address)?.Name).OfType<string>().Distinct(StringComparer.Ordinal));

    /// <summary>A Service of another controller holds what it shows, too: no address is given twice.</summary>
    private void Hold(ServiceSnapshot service, ValueArray<Address> addresses)
    {
        var counts = service.Type == "LoadBalancer" || Scope(service) != ServiceScope.Foreign;
        Ledger.Hold(service.Key, counts ? Union(addresses, promises.To(service.Key)) : [], SharingTerms.Of(service, sharingNeedsConsent));
    }

    private void Drop(ObjectKey service)
    {
        waiting.Remove(service);
        events.Forget(service);
        ours.Remove(service);
        elsewhere.Forget(service);
    }

    private ServiceScope Scope(ServiceSnapshot service) => ServiceScopes.Judge(service, loadBalancerClass, ours.Contains(service.Key));

    private static bool IsChoosy(ServiceSnapshot service) =>
        service.LoadBalancerIp is not null || ServiceAnnotations.Read(service, ServiceAnnotations.LoadBalancerIps) is not null;

    private static Reason ReleaseReason(ServiceSnapshot service) =>
        service.Type == "LoadBalancer" ? AllocationReasons.OtherClass : AllocationReasons.NotLoadBalancer;

    private static ValueArray<Address> Union(ValueArray<Address> one, ValueArray<Address> other) =>
        other.IsEmpty ? one : one.Union(other).ToValueArray();
}
