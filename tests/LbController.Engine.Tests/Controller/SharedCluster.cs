using System.Globalization;
using LbController.Core.Config;
using LbController.Core.Snapshot;
using LbController.Engine.Commands;
using LbController.Engine.Controller;
using LbController.Engine.Facts;
using LbController.Engine.Leading;

namespace LbController.Engine.Tests.Controller;

/// <summary>One API server and several controllers on it, each with a watch that may lag and answers that may be late.</summary>
internal sealed class SharedCluster
{
    private const string PoolAnnotation = "metallb.io/ip-allocated-from-pool";

    private readonly SortedDictionary<ObjectKey, ServiceSnapshot> services = [];
    private readonly PoolSpec pool = new(new ObjectKey("lb", "blue")) { Addresses = ["192.0.2.0/29"] };
    private readonly List<Seat> seats = [];
    private readonly List<(int Seat, Command.WriteServiceStatus Write)> underWay = [];
    private ValueArray<AddressPromise> promises;
    private int holder = -1;
    private long version;

    public SharedCluster(int controllers)
    {
        for (var i = 0; i < controllers; i++)
        {
            seats.Add(new Seat());
            seats[i].Watch.Enqueue(new Fact.Seen(pool));
            seats[i].Watch.Enqueue(new Fact.InSync());
        }
    }

    public IEnumerable<ServiceSnapshot> Services => services.Values;

    /// <summary>Every address that a Service has shown, in order.</summary>
    public SortedDictionary<string, List<string>> History { get; } = new(StringComparer.Ordinal);

    public void Put(ServiceSnapshot service)
    {
        var stamped = services[service.Key] = service with { ResourceVersion = (++version).ToString(CultureInfo.InvariantCulture) };
        Tell(new Fact.Seen(stamped));
    }

    public void Delete(ObjectKey key)
    {
        if (services.Remove(key))
        {
            Tell(new Fact.Gone(typeof(ServiceSnapshot), key));
        }
    }

    /// <summary>Writes hang on their way, until <see cref="Arrive"/>.</summary>
    public bool AreWritesSlow { get; set; }

    /// <summary>The seat takes the Lease and leads from now on, after a look at all that is there; who led before may not have heard of it yet.</summary>
    public void Lead(int seat)
    {
        Depose(seat);
        holder = seat;
        Deliver(seat, int.MaxValue);
        Step(seat, [new Fact.Leadership(true) { Promises = promises }]);
    }

    /// <summary>One of the writes that hang arrives, whoever may have sent it, and whenever.</summary>
    public void Arrive(int which)
    {
        if (underWay.Count > 0)
        {
            var (seat, write) = underWay[which % underWay.Count];
            underWay.RemoveAt(which % underWay.Count);
            seats[seat].Watch.Enqueue(new Fact.Ended(write, CarryOut(write)));
        }
    }

    public void Depose(int seat) => Step(seat, [new Fact.Leadership(false)]);

    /// <summary>The seat hears the next few facts and answers to its writes, and works on them.</summary>
    public void Deliver(int seat, int most)
    {
        var facts = new List<Fact>();
        while (facts.Count < most && seats[seat].Watch.TryDequeue(out var fact))
        {
            facts.Add(fact);
        }

        Step(seat, facts);
    }

    /// <summary>Everybody hears everything until nobody has anything to do.</summary>
    public void Settle()
    {
        for (var turn = 0; underWay.Count > 0 || seats.Any(seat => seat.Watch.Count > 0); turn++)
        {
            Assert.True(turn < 500, "the controllers do not come to rest");
            Arrive(turn);
            for (var seat = 0; seat < seats.Count; seat++)
            {
                Deliver(seat, int.MaxValue);
            }
        }
    }

    private void Tell(Fact fact)
    {
        foreach (var seat in seats)
        {
            seat.Watch.Enqueue(fact);
        }
    }

    private void Step(int seat, IReadOnlyList<Fact> facts)
    {
        foreach (var command in seats[seat].Reactor.Step(facts, TimeSpan.Zero).Commands)
        {
            switch (command)
            {
                case Command.WriteServiceStatus write when AreWritesSlow:
                    underWay.Add((seat, write));
                    break;
                case Command.WriteServiceStatus write:
                    seats[seat].Watch.Enqueue(new Fact.Ended(write, CarryOut(write)));
                    break;
                case Command.RecordPromises record:
                    seats[seat].Watch.Enqueue(new Fact.Ended(record, CarryOut(seat, record)));
                    break;
                default:
                    seats[seat].Watch.Enqueue(new Fact.Ended(command, Outcome.Done));
                    break;
            }
        }
    }

    /// <summary>The Lease is written over the version that the holder knows; another has read an older one.</summary>
    private Outcome CarryOut(int seat, Command.RecordPromises record)
    {
        if (seat != holder)
        {
            return new Outcome(OutcomeKind.Failed);
        }

        promises = record.Promises;
        return Outcome.Done;
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
        var ips = write.Ingress.Select(address => address.ToString()).ToValueArray();
        History.TryAdd(service.Key.Name, []);
        History[service.Key.Name].AddRange(ips.Except(service.IngressIps));
        Put(service with
        {
            IngressIps = ips,
            AddressCondition = write.Condition,
            Annotations = LabelSet.From(write.Pool.Length == 0 ? annotations : annotations.Append(new(PoolAnnotation, write.Pool))),
        });
        return Outcome.Done;
    }

    private sealed class Seat
    {
        public ControllerReactor Reactor { get; } = new(new ControllerOptions(null, "lb") { ElectsLeader = true });

        public Queue<Fact> Watch { get; } = new();
    }
}
