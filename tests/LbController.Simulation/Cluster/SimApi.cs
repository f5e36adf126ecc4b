using System.Globalization;
using LbController.Core.Config;
using LbController.Core.Snapshot;
using LbController.Engine.Commands;
using LbController.Engine.Facts;
using LbController.Simulation.Checkers;
using LbController.Simulation.Nodes;
using LbController.Simulation.Running;

namespace LbController.Simulation.Cluster;

/// <summary>The Kubernetes API server: objects with versions, a log of changes that watches read, writes that can fail.</summary>
public sealed class SimApi(World world)
{
    private const string PoolAnnotation = "metallb.io/ip-allocated-from-pool";

    private readonly SortedDictionary<(string Kind, ObjectKey Key), SnapshotObject> objects = [];
    private readonly SortedDictionary<string, List<ApiChange>> logs = new(StringComparer.Ordinal);
    private readonly SortedDictionary<(bool IsBgp, string Node, ObjectKey Service), ValueArray<string>> nodeStatuses = [];
    private readonly SortedDictionary<(string Node, string Peer), SessionReport> sessions = [];
    private readonly SortedDictionary<string, TimeSpan> lanes = new(StringComparer.Ordinal);
    private readonly SortedSet<ObjectKey> hanging = [];
    private readonly List<(SimProcess Process, int Run, Command.WriteServiceStatus Write)> hung = [];
    private long version = 1000;
    private long uids;
    private ClusterView? view;

    /// <summary>The cluster as it is now.</summary>
    public ClusterView View => view ??= Oracle.Of(objects.Values);

    /// <summary>Answers nothing, and its watches are silent.</summary>
    public bool IsAway { get; set; }

    public SimLease Lease { get; } = new();

    /// <summary>The write that takes effect now has hung on its way: who sent it may lead no more.</summary>
    public bool IsLate { get; private set; }

    public ApiFaults Faults { get; set; } = new();

    /// <summary>What has happened to the objects of a kind.</summary>
    public List<ApiChange> LogOf(string kind)
    {
        if (!logs.TryGetValue(kind, out var log))
        {
            logs[kind] = log = [];
        }

        return log;
    }

    /// <summary>Writes by controllers and speakers that took effect.</summary>
    public int Writes { get; private set; }

    public IReadOnlyDictionary<(bool IsBgp, string Node, ObjectKey Service), ValueArray<string>> NodeStatuses => nodeStatuses;

    public IEnumerable<T> All<T>()
        where T : SnapshotObject => objects.Values.OfType<T>();

    public IEnumerable<SnapshotObject> OfKind(string kind) => objects.Where(pair => pair.Key.Kind == kind).Select(pair => pair.Value);

    public T? Find<T>(ObjectKey key)
        where T : SnapshotObject => objects.GetValueOrDefault((typeof(T).Name, key)) as T;

    public void Put(SnapshotObject written)
    {
        if (written is ServiceSnapshot service)
        {
            var known = Find<ServiceSnapshot>(service.Key);
            written = service with
            {
                ResourceVersion = (++version).ToString(CultureInfo.InvariantCulture),
                Uid = known?.Uid ?? $"uid-{++uids}",
                CreatedAt = known?.CreatedAt ?? (long)world.Now.TotalSeconds,
                ClusterIps = service.ClusterIps.IsEmpty ? [Core.Addresses.Address.Parse("10.96.0.1")] : service.ClusterIps,
            };
        }

        if (written is PoolSpec pool)
        {
            written = pool with { CreatedAt = Find<PoolSpec>(pool.Key)?.CreatedAt ?? 1 + (long)world.Now.TotalSeconds };
        }

        objects[(written.GetType().Name, written.Key)] = written;
        LogOf(written.GetType().Name).Add(new ApiChange(written.GetType(), written.Key, written));
        view = null;
        world.Watches.Wake(written.GetType().Name);
    }

    public void Edit<T>(ObjectKey key, Func<T, T> edit)
        where T : SnapshotObject
    {
        if (Find<T>(key) is { } known)
        {
            Put(edit(known));
        }
    }

    public void Delete<T>(ObjectKey key)
        where T : SnapshotObject
    {
        if (objects.Remove((typeof(T).Name, key)))
        {
            LogOf(typeof(T).Name).Add(new ApiChange(typeof(T), key, null));
            view = null;
            world.Watches.Wake(typeof(T).Name);
        }
    }

    /// <summary>From now on what controllers write to the status of this Service hangs on its way, until <see cref="LetThrough"/>.</summary>
    public void Hang(ObjectKey service) => hanging.Add(service);

    /// <summary>What hung on its way to this Service arrives in its order, whoever leads now.</summary>
    public void LetThrough(ObjectKey service)
    {
        hanging.Remove(service);
        foreach (var (process, run, write) in hung.Where(late => late.Write.Service == service).ToList())
        {
            ArriveLate(process, run, write);
        }

        hung.RemoveAll(late => late.Write.Service == service);
    }

    /// <summary>Nothing hangs any more.</summary>
    public void LetAllThrough() => hanging.ToList().ForEach(LetThrough);

    /// <summary>Starts a write; its end comes to the process as a fact. Writes about one object keep their order.</summary>
    public void Submit(SimProcess process, Command command)
    {
        var lane = $"{process.Name}|{process.Run}|{LaneOf(command)}";
        var at = world.Now + world.Random.Between(1, 8);
        if (lanes.TryGetValue(lane, out var earlier) && earlier >= at)
        {
            at = earlier + TimeSpan.FromMilliseconds(1);
        }

        lanes[lane] = at;
        var (run, term) = (process.Run, process.Term);
        world.Agenda.At(at, () =>
        {
            if (process.Term == term)
            {
                Arrive(process, run, command);
            }
            else
            {
                process.Post(run, new Fact.Ended(command, new Outcome(OutcomeKind.Failed, "given up")));
            }
        });
    }

    private void Arrive(SimProcess process, int run, Command command)
    {
        if (IsAway || process.IsCutOff || world.Random.Chance(Faults.Failure))
        {
            Answer(process, run, command, new Outcome(OutcomeKind.Failed, "no answer"), TimeSpan.FromSeconds(2));
            return;
        }

        if (command is Command.WriteServiceStatus held && hanging.Contains(held.Service))
        {
            hung.Add((process, run, held));
            Answer(process, run, command, new Outcome(OutcomeKind.Failed, "no answer yet"), TimeSpan.FromSeconds(2));
            return;
        }

        if (command is Command.WriteServiceStatus && Faults.Late > 0 && world.Random.Chance(Faults.Late))
        {
            Answer(process, run, command, new Outcome(OutcomeKind.Failed, "no answer yet"), TimeSpan.FromSeconds(2));
            world.Agenda.After(world.Random.Between(1000, 30_000), () => ArriveLate(process, run, command));
            return;
        }

        if (command is Command.WriteServiceStatus contested && world.Random.Chance(Faults.Conflict))
        {
            // Somebody else touches the object first, so that its version is another one.
            Edit<ServiceSnapshot>(contested.Service, service => service);
        }

        var outcome = CarryOut(process, run, command);
        if (world.Random.Chance(Faults.LostAnswer))
        {
            outcome = new Outcome(OutcomeKind.Failed, "the answer was lost");
        }

        Answer(process, run, command, outcome, world.Random.Between(1, 5));
    }

    private void ArriveLate(SimProcess process, int run, Command command)
    {
        IsLate = true;
        var outcome = CarryOut(process, run, command);
        IsLate = false;
        world.Tell("api", $"{process.Name}: late, {Words.Of(command)} -> {outcome.Kind}");
    }

    private void Answer(SimProcess process, int run, Command command, Outcome outcome, TimeSpan after)
    {
        if (outcome.Kind != OutcomeKind.Done)
        {
            world.Tell("api", $"{process.Name}: {Words.Of(command)} -> {outcome.Kind}");
        }

        world.Agenda.After(after, () => process.Post(run, new Fact.Ended(command, outcome)));
    }

    private Outcome CarryOut(SimProcess process, int run, Command command)
    {
        switch (command)
        {
            case Command.WriteServiceStatus write:
                return CarryOut(process, write);
            case Command.WritePoolStatus write:
                if (Find<PoolSpec>(write.Pool) is not { } pool)
                {
                    return new Outcome(OutcomeKind.NotFound);
                }

                Wrote(process, command);
                Put(pool with { Counters = write.Counters });
                return Outcome.Done;
            case Command.WriteServiceL2Status write:
                return Set(process, command, (false, process.NodeName, write.Service), write.Interfaces);
            case Command.WriteServiceBgpStatus write:
                return Set(process, command, (true, process.NodeName, write.Service), write.Peers);
            case Command.RemoveServiceL2Status remove:
                return Remove(process, command, (false, process.NodeName, remove.Service));
            case Command.RemoveServiceBgpStatus remove:
                return Remove(process, command, (true, process.NodeName, remove.Service));
            case Command.WriteAnnouncedCondition write:
                if (Find<ServiceSnapshot>(write.Service) is not { } told)
                {
                    return new Outcome(OutcomeKind.NotFound);
                }

                Wrote(process, command);
                Put(told with { AnnouncedCondition = write.Condition });
                return Outcome.Done;
            case Command.WriteConfigurationState state:
                Wrote(process, command);
                Put(new ConfigurationStateSnapshot(World.Config(process.StateName), state.Verdict.IsValid ? "Valid" : "Invalid", state.Verdict.Summary));
                return Outcome.Done;
            case Command.WriteSessionState write:
                sessions[(process.NodeName, write.Session.Peer)] = write.Session;
                Wrote(process, command);
                return Outcome.Done;
            case Command.KeepSessionStates keep:
                foreach (var gone in sessions.Keys.Where(key => key.Node == process.NodeName && !keep.Peers.Contains(key.Peer, StringComparer.Ordinal)).ToList())
                {
                    sessions.Remove(gone);
                    Wrote(process, command);
                }

                return Outcome.Done;
            case Command.RecordEvent:
                Wrote(process, command);
                return Outcome.Done;
            case Command.ListNodeStatuses:
                process.Post(run, new Fact.NodeStatusesListed(Mine(false), Mine(true)));
                return Outcome.Done;
            default:
                throw new UnknownCommandException(command);
        }

        ValueArray<ObjectKey> Mine(bool isBgp) =>
            nodeStatuses.Keys.Where(key => key.IsBgp == isBgp && key.Node == process.NodeName).Select(key => key.Service).ToValueArray();
    }

    private Outcome CarryOut(SimProcess process, Command.WriteServiceStatus write)
    {
        if (Find<ServiceSnapshot>(write.Service) is not { } service)
        {
            return new Outcome(OutcomeKind.NotFound);
        }

        if (service.ResourceVersion != write.ResourceVersion || service.Uid != write.Uid)
        {
            return new Outcome(OutcomeKind.Conflict);
        }

        Wrote(process, write);
        var annotations = service.Annotations.Where(pair => pair.Key != PoolAnnotation);
        Put(service with
        {
            IngressIps = write.Ingress.Select(address => address.ToString()).ToValueArray(),
            AddressCondition = write.Condition,
            Annotations = LabelSet.From(write.Pool.Length == 0 ? annotations : annotations.Append(new(PoolAnnotation, write.Pool))),
        });
        return Outcome.Done;
    }

    private Outcome Set(SimProcess process, Command command, (bool IsBgp, string Node, ObjectKey Service) key, ValueArray<string> names)
    {
        if (!nodeStatuses.TryGetValue(key, out var known) || known != names)
        {
            nodeStatuses[key] = names;
            Wrote(process, command);
        }

        return Outcome.Done;
    }

    private Outcome Remove(SimProcess process, Command command, (bool IsBgp, string Node, ObjectKey Service) key)
    {
        if (nodeStatuses.Remove(key))
        {
            Wrote(process, command);
        }

        return Outcome.Done;
    }

    private void Wrote(SimProcess process, Command command)
    {
        world.Tell("api", $"{process.Name}: {Words.Of(command)}");
        world.Checkers.Applied(process, command);
        Writes++;
    }

    private static string LaneOf(Command command) => command switch
    {
        Command.WriteServiceStatus write => $"service {write.Service}",
        Command.WritePoolStatus write => $"pool {write.Pool}",
        Command.WriteServiceL2Status write => $"l2 {write.Service}",
        Command.RemoveServiceL2Status remove => $"l2 {remove.Service}",
        Command.WriteServiceBgpStatus write => $"bgp {write.Service}",
        Command.RemoveServiceBgpStatus remove => $"bgp {remove.Service}",
        Command.WriteAnnouncedCondition write => $"announced {write.Service}",
        Command.WriteConfigurationState => "state",
        Command.WriteSessionState or Command.KeepSessionStates => "sessions",
        Command.RecordEvent => "events",
        Command.ListNodeStatuses => "list",
        _ => throw new UnknownCommandException(command),
    };
}
