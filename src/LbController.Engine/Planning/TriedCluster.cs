using LbController.Core;
using LbController.Core.Config;
using LbController.Core.Snapshot;
using LbController.Engine.Commands;
using LbController.Engine.Controller;
using LbController.Engine.Facts;

namespace LbController.Engine.Planning;

/// <summary>A copy of the cluster in which the controller's writes take effect at once; the real cluster learns nothing of it.</summary>
internal sealed class TriedCluster(ControllerOptions options)
{
    private const string PoolAnnotation = ServiceAnnotations.Prefix + ServiceAnnotations.AllocatedFromPool;
    private const int MostSteps = 10_000;

    private readonly ControllerReactor reactor = new(options);
    private readonly SortedDictionary<ObjectKey, ServiceSnapshot> services = [];
    private readonly SortedDictionary<ObjectKey, PoolSpec> pools = [];
    private List<Fact> pending = [];
    private ulong version;

    public IReadOnlyDictionary<ObjectKey, ServiceSnapshot> Services => services;

    public IReadOnlyDictionary<ObjectKey, PoolSpec> Pools => pools;

    /// <summary>What the controller has said about the configuration, in its order.</summary>
    public List<string> Errors { get; } = [];

    public void Put(SnapshotObject item)
    {
        var kept = item;
        switch (item)
        {
            case ServiceSnapshot service:
                kept = services[item.Key] = service with { ResourceVersion = NextVersion() };
                break;
            case PoolSpec pool:
                kept = pools[item.Key] = pool;
                break;
        }

        pending.Add(new Fact.Seen(kept));
    }

    public void Remove(Type kind, ObjectKey key)
    {
        if (kind == typeof(ServiceSnapshot))
        {
            services.Remove(key);
        }
        else if (kind == typeof(PoolSpec))
        {
            pools.Remove(key);
        }

        pending.Add(new Fact.Gone(kind, key));
    }

    public void EndList() => pending.Add(new Fact.InSync());

    /// <summary>Steps until the controller has nothing more to do; time stands still, so no freed address cools down meanwhile.</summary>
    public void Settle()
    {
        var isMoreLeft = false;
        for (var count = 0; pending.Count > 0 || isMoreLeft; count++)
        {
            Invariant.Holds(count < MostSteps, "the controller comes to rest when nothing changes any more");
            var facts = pending;
            pending = [];
            var step = reactor.Step(facts, TimeSpan.Zero);
            isMoreLeft = step.WakeAt == TimeSpan.Zero;
            foreach (var command in step.Commands)
            {
                CarryOut(command);
                pending.Add(new Fact.Ended(command, Outcome.Done));
            }
        }
    }

    private void CarryOut(Command command)
    {
        switch (command)
        {
            case Command.WriteServiceStatus write:
                var service = services[write.Service];
                var annotations = service.Annotations.Where(pair => pair.Key != PoolAnnotation);
                Put(service with
                {
                    IngressIps = write.Ingress.Select(address => address.ToString()).ToValueArray(),
                    AddressCondition = write.Condition,
                    Annotations = LabelSet.From(write.Pool.Length == 0 ? annotations : annotations.Append(new(PoolAnnotation, write.Pool))),
                });
                break;
            case Command.WritePoolStatus write:
                Put(pools[write.Pool] with { Counters = write.Counters });
                break;
            case Command.RecordEvent { Reason: "ConfigurationError" } said:
                Errors.Add($"{said.Subject.Kind} {said.Subject.Key.Name}: {said.Message}");
                break;
        }
    }

    private string NextVersion() => (++version).ToString(System.Globalization.CultureInfo.InvariantCulture);
}
