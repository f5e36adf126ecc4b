using System.Globalization;
using LbController.Core.Addresses;
using LbController.Core.Config;
using LbController.Core.Snapshot;
using LbController.Engine.Commands;
using LbController.Engine.Controller;
using LbController.Engine.Facts;
using LbController.Engine.Recording;

namespace LbController.Engine.Tests.Controller;

/// <summary>
/// An API server of Services and pools, and the controller that works on it, in one thread and virtual time. The watch and the
/// outcomes are queues that a test may hold back; commands can be made to fail.
/// </summary>
internal sealed class ClusterSim(ControllerOptions options)
{
    private const string PoolAnnotation = "metallb.io/ip-allocated-from-pool";

    private readonly SortedDictionary<ObjectKey, ServiceSnapshot> services = [];
    private readonly SortedDictionary<ObjectKey, PoolSpec> pools = [];
    private readonly SortedDictionary<ObjectKey, NamespaceSnapshot> namespaces = [];
    private List<Fact> watch = [];
    private List<Fact> outcomes = [];
    private ControllerReactor reactor = new(options);
    private long version = 100;

    public ClusterSim()
        : this(new ControllerOptions(null, "lb"))
    {
    }

    public TimeSpan Now { get; private set; }

    public TimeSpan? WakeAt { get; private set; }

    public bool HoldsBackWatch { get; set; }

    public bool HoldsBackOutcomes { get; set; }

    /// <summary>What the API answers instead of doing a write; null: it does it.</summary>
    public Func<Command, Outcome?> Fault { get; set; } = _ => null;

    /// <summary>How the news of one batch arrives; itself, unless told otherwise.</summary>
    public Func<IReadOnlyList<Fact>, IEnumerable<Fact>> Delivery { get; set; } = facts => facts;

    /// <summary>The process dies at its n-th call to the API from now on; null: it lives.</summary>
    public int? CrashesAtCall { get; set; }

    /// <summary>The call at which it dies takes effect.</summary>
    public bool CrashesAfterTheEffect { get; set; }

    /// <summary>Writes take effect, but the answer never arrives.</summary>
    public bool LosesAnswers { get; set; }

    /// <summary>The controller's ConfigurationState.</summary>
    public ConfigurationStateSnapshot? State { get; private set; }

    public StepRing? Recorder { get; init; }

    public List<Command> Commands { get; } = [];

    public IEnumerable<ServiceSnapshot> Services => services.Values;

    public IEnumerable<string> Events => Commands.OfType<Command.RecordEvent>().Select(e => $"{e.Subject.Key.Name} {e.Reason}");

    public IEnumerable<Command.WriteServiceStatus> StatusWrites => Commands.OfType<Command.WriteServiceStatus>();

    public IEnumerable<string> Figures => reactor.Figures().Select(figure => $"{figure.Metric.Name} {string.Join(' ', figure.Labels)} {figure.Value}");

    public string AddressesOf(string name) => string.Join(' ', services[Key(name)].IngressIps);

    public string PoolOf(string name) => services[Key(name)].Annotations[PoolAnnotation] ?? "";

    public PoolCounters? CountersOf(string name) => pools[new ObjectKey("lb", name)].Counters;

    public static ObjectKey Key(string name) => new("shop", name);

    public static ServiceSnapshot Service(string name, long createdAt = 0) => new(Key(name))
    {
        Uid = $"uid-{name}",
        CreatedAt = createdAt,
        ClusterIps = [Address.Parse("10.96.0.1")],
        Ports = [new ServicePort("TCP", 80)],
    };

    public ClusterSim Put(ServiceSnapshot service)
    {
        var stamped = service with { ResourceVersion = (++version).ToString(CultureInfo.InvariantCulture) };
        services[service.Key] = stamped;
        watch.Add(new Fact.Seen(stamped));
        return this;
    }

    public ClusterSim Edit(string name, Func<ServiceSnapshot, ServiceSnapshot> edit) => Put(edit(services[Key(name)]));

    public ClusterSim Delete(string name)
    {
        services.Remove(Key(name));
        watch.Add(new Fact.Gone(typeof(ServiceSnapshot), Key(name)));
        return this;
    }

    public ClusterSim Pool(string name, params string[] addresses) => Pool(name, createdAt: 0, addresses);

    public ClusterSim Pool(string name, long createdAt, params string[] addresses) => Put(new PoolSpec(new ObjectKey("lb", name))
    {
        Uid = $"uid-{name}",
        CreatedAt = createdAt,
        Addresses = addresses.ToValueArray(),
        Counters = pools.GetValueOrDefault(new ObjectKey("lb", name))?.Counters,
    });

    public ClusterSim EditPool(string name, Func<PoolSpec, PoolSpec> edit) => Put(edit(pools[new ObjectKey("lb", name)]));

    public ClusterSim DeletePool(string name)
    {
        pools.Remove(new ObjectKey("lb", name));
        watch.Add(new Fact.Gone(typeof(PoolSpec), new ObjectKey("lb", name)));
        return this;
    }

    public ClusterSim Sync()
    {
        watch.Add(new Fact.InSync());
        return Run();
    }

    public ClusterSim Post(Fact fact)
    {
        if (fact is Fact.Seen { Object: NamespaceSnapshot seen })
        {
            namespaces[seen.Key] = seen;
        }

        watch.Add(fact);
        return this;
    }

    /// <summary>A new process that knows nothing: everything is listed, then in sync.</summary>
    public ClusterSim Restart()
    {
        reactor = new ControllerReactor(options);
        outcomes = [];
        watch = [.. namespaces.Values.Select(item => new Fact.Seen(item)), .. pools.Values.Select(pool => new Fact.Seen(pool)), .. services.Values.Select(service => new Fact.Seen(service))];
        if (State is not null)
        {
            watch.Add(new Fact.Seen(State));
        }

        Commands.Clear();
        return Sync();
    }

    /// <summary>Steps until nothing is on its way any more (apart from what is held back).</summary>
    public ClusterSim Run()
    {
        for (var turn = 0; ; turn++)
        {
            Assert.True(turn < 1000, "the controller does not come to rest");
            StepOnce();
            if ((HoldsBackWatch || watch.Count == 0) && (HoldsBackOutcomes || outcomes.Count == 0))
            {
                return this;
            }
        }
    }

    /// <summary>One step with what has arrived.</summary>
    public void StepOnce()
    {
        var facts = new List<Fact>();
        facts.AddRange(Delivery(Take(ref watch, HoldsBackWatch)));
        facts.AddRange(Take(ref outcomes, HoldsBackOutcomes));
        var step = reactor.Step(facts, Now);
        Recorder?.Add(new RecordedStep(Now, facts, step.Commands));
        WakeAt = step.WakeAt;
        foreach (var command in step.Commands)
        {
            Commands.Add(command);
            if (CrashesAtCall-- == 1)
            {
                _ = CrashesAfterTheEffect ? CarryOut(command) : null;
                throw new CrashException();
            }

            var outcome = Fault(command) ?? CarryOut(command);
            outcomes.Add(new Fact.Ended(command, LosesAnswers ? new Outcome(OutcomeKind.Failed, "timeout") : outcome));
        }
    }

    /// <param name="time">May be negative: a clock that jumps back.</param>
    public ClusterSim Wait(TimeSpan time)
    {
        Now += time;
        return Run();
    }

    private static List<Fact> Take(ref List<Fact> queue, bool isHeldBack)
    {
        if (isHeldBack)
        {
            return [];
        }

        var taken = queue;
        queue = [];
        return taken;
    }

    private ClusterSim Put(PoolSpec pool)
    {
        pools[pool.Key] = pool;
        watch.Add(new Fact.Seen(pool));
        return this;
    }

    private Outcome CarryOut(Command command)
    {
        switch (command)
        {
            case Command.WriteServiceStatus write:
                return CarryOut(write);
            case Command.WritePoolStatus write when pools.TryGetValue(write.Pool, out var pool):
                Put(pool with { Counters = write.Counters });
                return Outcome.Done;
            case Command.WritePoolStatus:
                return new Outcome(OutcomeKind.NotFound);
            case Command.WriteConfigurationState write:
                State = new ConfigurationStateSnapshot(new ObjectKey("lb", "controller"), write.Verdict.IsValid ? "Valid" : "Invalid", write.Verdict.Summary);
                watch.Add(new Fact.Seen(State));
                return Outcome.Done;
            default:
                return Outcome.Done;
        }
    }

    private Outcome CarryOut(Command.WriteServiceStatus write)
    {
        if (!services.TryGetValue(write.Service, out var service))
        {
            return new Outcome(OutcomeKind.NotFound);
        }

        if (service.ResourceVersion != write.ResourceVersion || service.Uid != write.Uid)
        {
            return new Outcome(OutcomeKind.Conflict);
        }

        var annotations = service.Annotations.Where(pair => pair.Key != PoolAnnotation);
        Put(service with
        {
            IngressIps = write.Ingress.Select(address => address.ToString()).ToValueArray(),
            AddressCondition = write.Condition,
            Annotations = LabelSet.From(write.Pool.Length == 0 ? annotations : annotations.Append(new(PoolAnnotation, write.Pool))),
        });
        return Outcome.Done;
    }
}
