using System.Globalization;
using LbController.Core.Config;
using LbController.Core.Snapshot;
using LbController.Engine.Commands;
using LbController.Engine.Controller;
using LbController.Engine.Facts;

namespace LbController.Engine.Tests.Controller;

/// <summary>One API server and several controllers on it, each with a watch that may lag and answers that may be late.</summary>
internal sealed class SharedCluster
{
    private const string PoolAnnotation = "metallb.io/ip-allocated-from-pool";

    private readonly SortedDictionary<ObjectKey, ServiceSnapshot> services = [];
    private readonly PoolSpec pool = new(new ObjectKey("lb", "blue")) { Addresses = ["192.0.2.0/29"] };
    private readonly List<Seat> seats = [];
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

    /// <summary>The seat leads from now on, after a look at all that is there; who led before may not have heard of it yet.</summary>
    public void Lead(int seat)
    {
        Deliver(seat, int.MaxValue);
        Step(seat, [new Fact.Leadership(true)]);
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
        for (var turn = 0; seats.Any(seat => seat.Watch.Count > 0); turn++)
        {
            Assert.True(turn < 500, "the controllers do not come to rest");
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
            seats[seat].Watch.Enqueue(new Fact.Ended(command, command is Command.WriteServiceStatus write ? CarryOut(write) : Outcome.Done));
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
