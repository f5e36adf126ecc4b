using System.Globalization;
using LbController.Simulation.Running;
using LbController.Simulation.Time;

namespace LbController.Simulation.Faults;

/// <summary>Draws from a seed what happens to the world: which classes of faults there are, then one line of a scenario after the other.</summary>
public sealed class MoveDeck
{
    public static readonly TimeSpan Storm = TimeSpan.FromSeconds(45);

    private static readonly TimeSpan CoolDown = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Refresh = TimeSpan.FromSeconds(8);

    private readonly SimRandom random;
    private readonly Shape shape;
    private readonly List<Move> moves = [];
    private readonly List<Action<TimeSpan>> classes = [];

    private readonly bool areWritesLate;

    /// <summary>There are more Services than addresses.</summary>
    private readonly bool arePoolsSmall;

    private MoveDeck(ulong seed, Shape shape)
    {
        random = SimRandom.For(seed, "moves");
        areWritesLate = SimRandom.For(seed, "late").Chance(0.4);
        arePoolsSmall = SimRandom.For(seed, "pools").Chance(0.25);
        this.shape = shape;
    }

    public static Shape ShapeOf(ulong seed)
    {
        var (chance, options) = (SimRandom.For(seed, "shape"), SimRandom.For(seed, "options"));
        return new Shape(2 + chance.Below(4), 1 + chance.Below(2), 1 + chance.Below(2), 2) { HasSlowHearts = chance.Chance(0.75), HasPaths = chance.Chance(0.3), CoolDown = options.Chance(0.3) ? CoolDown : default, Refresh = options.Chance(0.2) ? Refresh : default };
    }

    /// <summary>The moves of a seed in their order.</summary>
    public static IReadOnlyList<Move> Draw(ulong seed, Shape shape)
    {
        var deck = new MoveDeck(seed, shape);
        deck.DrawAll();
        deck.DrawLateSuccession(SimRandom.For(seed, "succession"));
        deck.DrawStranger(SimRandom.For(seed, "stranger"));
        return [.. deck.moves.OrderBy(move => move.At)];
    }

    private string Node() => $"n{1 + random.Below(shape.Nodes)}";

    private string Speaker() => $"speaker-{Node()}";

    private string Controller() => $"controller-{1 + random.Below(shape.Controllers)}";

    private string Service() => $"s{random.Below(8)}";

    private void Add(TimeSpan at, string text) => moves.Add(MoveReader.Read(at, text));

    private void DrawAll()
    {
        if (arePoolsSmall)
        {
            Add(TimeSpan.Zero, "pool segment is 192.0.2.0/30");
            Add(TimeSpan.Zero, "pool segment6 is 2001:db8::/127");
        }

        for (var i = 0; i < 4; i++)
        {
            MakeService($"s{i}", TimeSpan.FromMilliseconds(500 + (300 * i)));
        }

        Action<TimeSpan>[] faults =
        [
            at => Span(at, Node(), "crashes", "boots"),
            at => Span(at, Node(), "crashes", "boots"),
            at => Span(at, Speaker(), "killed", "started"),
            at => Span(at, Speaker(), "paused", "woken"),
            Upgrade,
            at => Span(at, Node(), "unplugged", "plugged"),
            at => Span(at, "lan", "parted", "joined"),
            at => Span(at, "api", "away", "back"),
            at => Span(at, Speaker(), "cut off", "in touch"),
            at => Span(at, Controller(), "killed", "started"),
            at => Span(at, Controller(), "paused", "woken", LongEnoughToLoseALease),
            at => Span(at, Controller(), "cut off", "in touch", LongEnoughToLoseALease),
            at => Span(at, "r1", "crashes", "boots"),
            at => Add(at, "connection reset"),
            Deaf,
        ];
        foreach (var fault in faults)
        {
            if (random.Chance(0.4))
            {
                classes.Add(fault);
            }
        }

        classes.AddRange([UserService, UserService, UserEdit, UserEdit, UserNode, UserPool, UserPods]);
        DrawConditions();
        var at = TimeSpan.FromSeconds(5);
        while (at < Storm)
        {
            random.Pick(classes)(at);
            at += random.Between(200, 6000);
        }
    }

    private const double LongEnoughToLoseALease = 22_000;

    /// <summary>
    /// A leader loses the Lease while what it has given hangs on its way, and an older Service asks for an address then: the next leader would give it
    /// the same.
    /// </summary>
    private void DrawLateSuccession(SimRandom chance)
    {
        if (shape.Controllers < 2 || !chance.Chance(0.5))
        {
            return;
        }

        var at = TimeSpan.FromSeconds(7) + chance.Between(0, 8000);
        (double After, string Text)[] lines =
        [
            (-4, "delete s0"), (-3.5, "service s0 segment on n1"), (-1, "edit s0 type ClusterIP"), (-0.5, "delete s7"), (0, "writes of s7 hang"),
            (0.2, "service s7 segment on n1"), (2, "the leader cut off"), (2.5, "edit s0 type LoadBalancer"), (26, "writes of s7 arrive"), (27, "the controllers in touch"),
        ];
        foreach (var (after, text) in lines)
        {
            Add(at + TimeSpan.FromSeconds(after), text);
        }

        if (chance.Chance(0.5))
        {
            // What is on its way must not be so before the Lease says it.
            Add(at - TimeSpan.FromSeconds(0.1), "the lease stuck");
            Add(at + TimeSpan.FromSeconds(2.1), "the lease free");
        }
    }

    /// <summary>A host takes an address of ours, given or not, and goes after a while.</summary>
    private void DrawStranger(SimRandom chance)
    {
        if (chance.Chance(0.2))
        {
            var at = TimeSpan.FromSeconds(1) + chance.Between(0, 30_000);
            Add(at, $"stranger takes 192.0.2.{chance.Below(5)}");
            Add(at + chance.Between(3000, 15_000), "strangers leave");
        }
    }

    /// <summary>What holds all the time.</summary>
    private void DrawConditions()
    {
        if (random.Chance(0.5))
        {
            (string Name, double Value)[] faults =
            [
                ("failure", 0.1), ("conflict", 0.1), ("lost", 0.1), ("lag", 500), ("coalesce", 0.3), ("replay", 0.1), ("expire", 0.1), ("stall", 0.03),
            ];
            var drawn = faults.Where(_ => random.Chance(0.5)).Select(fault => string.Create(CultureInfo.InvariantCulture, $" {fault.Name} {fault.Value}")).Concat(areWritesLate ? [" late 0.1"] : []);
            Add(TimeSpan.FromSeconds(1), $"api faults{string.Concat(drawn)}");
        }

        if (random.Chance(0.2))
        {
            Add(TimeSpan.FromSeconds(1), "lan loses 0.05");
        }

        if (random.Chance(0.3))
        {
            Add(TimeSpan.Zero, $"clock of {(random.Chance(0.3) ? Controller() : Speaker())} {(random.Chance(0.5) ? "1.01" : "0.99")}");
        }

        if (random.Chance(0.3))
        {
            Add(TimeSpan.Zero, "routers restart gracefully");
        }
    }

    private void MakeService(string name, TimeSpan at)
    {
        var pool = random.Chance(0.4) ? "routed" : "segment";
        var family = random.Pick(["", "", "", " IPv6", " dual"]);
        var policy = random.Chance(0.3) ? " local" : "";
        var sharing = random.Chance(0.2) ? $" shares port {1 + random.Below(4)}" : "";
        Add(at, $"service {name} {pool}{family}{policy}{sharing} on {Nodes(1 + random.Below(2))}");
    }

    private string Nodes(int count) => string.Join(' ', Enumerable.Range(0, count).Select(_ => Node()).Distinct());

    private void UserService(TimeSpan at)
    {
        if (random.Chance(0.6))
        {
            MakeService(Service(), at);
        }
        else
        {
            Add(at, $"delete {Service()}");
        }
    }

    private void UserEdit(TimeSpan at) => Add(at, $"edit {Service()} " + random.Pick(
    [
        "type ClusterIP", "type LoadBalancer", "type LoadBalancer", "policy Local", "policy Cluster", $"wish 192.0.2.{random.Below(18)}", "wish for nothing",
        "class other", "class none", "class none", "wish nonsense", "labels gold", "labels silver",
    ]));

    private void UserNode(TimeSpan at) => Add(at, $"node {Node()} " + random.Pick(["excluded", "included", "drained", "undrained", "unavailable", "available"]));

    private void UserPool(TimeSpan at) => Add(at, Smaller(random.Pick(
    [
        "pool segment is 192.0.2.0/29", "pool segment is 192.0.2.0/28", "pool segment is 192.0.2.64/28", "pool segment6 is 2001:db8::/125", "pool segment6 is 2001:db8::/124",
        "pool segment reserves 192.0.2.1 for s5", "pool segment reserves 192.0.2.4 for s6", "pool segment reserves 192.0.2.3 for whoever asks", "pool segment reserves nothing",
        "pools with nonsense", "pools that overlap", "pools that overlap no more", "advertisement selects nobody", "advertisement selects all", "advertisement selects all",
        "peer r1 hold 12", "peer r1 hold 9", "peer with nonsense",
    ])));

    private string Smaller(string text) => arePoolsSmall ? text.Replace("/29", "/31", StringComparison.Ordinal).Replace("/28", "/30", StringComparison.Ordinal).Replace("/125", "/127", StringComparison.Ordinal).Replace("/124", "/126", StringComparison.Ordinal) : text;

    private void UserPods(TimeSpan at) => Add(at, $"pods of {Service()} on {Nodes(random.Below(3))}".TrimEnd());

    private void Upgrade(TimeSpan at)
    {
        for (var i = 1; i <= shape.Nodes; i++)
        {
            Add(at + TimeSpan.FromSeconds(3 * (i - 1)), $"speaker-n{i} upgraded");
        }
    }

    private void Deaf(TimeSpan at)
    {
        var to = Node();
        Span(at, Node(), $"unheard by {to}", $"heard by {to}");
    }

    private void Span(TimeSpan at, string who, string begin, string end, double longest = 15_000)
    {
        Add(at, $"{who} {begin}");
        Add(at + random.Between(500, longest), $"{who} {end}");
    }
}
