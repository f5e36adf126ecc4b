using System.Diagnostics;
using System.Globalization;
using LbController.Simulation.Bugs;
using LbController.Simulation.Faults;
using LbController.Simulation.Network;
using LbController.Simulation.Running;
using LbController.Simulation.Time;

namespace LbController.Simulation.Tests;

/// <summary>The same seeds each time: some in the inner loop, and as many as <c>SIMULATION_SEEDS</c> says in <c>make test</c>.</summary>
public sealed class SeedTests
{
    private const int FewSeeds = 30;

    private static readonly SortedDictionary<string, BugHunt> Hunts = new(StringComparer.Ordinal);

    private static int Seeds { get; } = int.TryParse(Environment.GetEnvironmentVariable("SIMULATION_SEEDS"), CultureInfo.InvariantCulture, out var seeds) ? seeds : FewSeeds;

    [Fact]
    public void Every_rule_holds_in_the_first_seeds()
    {
        var failures = new Violation?[Seeds];
        Parallel.For(0, Seeds, new ParallelOptions { MaxDegreeOfParallelism = 2 }, index => failures[index] = SeedRun.Run((ulong)index + 1, PlantedBug.None).Violation);
        Assert.Empty(failures.Select((violation, index) => (Seed: index + 1, violation)).Where(failure => failure.violation is not null).Select(failure => $"seed {failure.Seed}: {failure.violation}"));
    }

    public static IEnumerable<TheoryDataRow<string>> Bugs => PlantedBugs.All.Select(bug => new TheoryDataRow<string>(bug.Name));

    /// <summary>Rules that stories show to be needed, in which the bug is planted: <see cref="Stories.NetworkStories"/>, <see cref="Stories.PlannedStories"/>.</summary>
    private static readonly string[] OfStories = ["stranger", "drained-owner"];

    [Theory]
    [MemberData(nameof(Bugs))]
    public void A_planted_bug_is_caught_by_its_checker(string name)
    {
        var hunt = HuntFor(PlantedBugs.All.Single(bug => bug.Name == name));
        Assert.True(hunt.IsCaught, $"within {BugHunt.MostSeeds} seeds only {hunt.Checker ?? "nobody"} noticed");
    }

    /// <summary>One bug for each rule that no other rule would have noticed in a seed that finds it.</summary>
    [Fact]
    public void Every_checker_has_a_planted_bug_that_only_it_notices()
    {
        var lonely = PlantedBugs.All.Where(bug => bug.IsNoticedAlone).ToList();
        Assert.Empty(new World(1, new Shape(), PlantedBug.None).Checkers.Names.Except(lonely.Select(bug => bug.Checker)).Except(OfStories));
        Assert.All(lonely, bug => Assert.True(HuntFor(bug).IsNoticedByNobodyElse(bug), bug.Name));
    }

    [Fact]
    public void A_failing_seed_becomes_a_scenario_of_a_few_lines_that_fails_alike()
    {
        var bug = PlantedBugs.All.Single(bug => bug.Name == "the exclude label is passed over");
        var found = SeedRun.Run(BugHunt.For(bug).Seed, bug);
        var shortest = Shrinker.Shrink(found, bug);
        Assert.InRange(shortest.Moves.Count, 1, 6);
        var again = Scenario.Run(found.Seed, Scenario.Of(shortest), bug);
        Assert.Equal(shortest.Violation, again.Violation);
        Assert.Equal(shortest.Hash, again.Hash);
        Assert.Null(Scenario.Run(found.Seed, Scenario.Of(shortest)).Violation);
        Assert.All(shortest.Moves, move => Assert.NotEqual(bug.Checker, SeedRun.Run(found.Seed, MoveDeck.ShapeOf(found.Seed), [.. shortest.Moves.Where(other => other != move)], bug).Violation?.Checker));
    }

    private static BugHunt HuntFor(PlantedBug bug) => Hunts.TryGetValue(bug.Name, out var known) ? known : Hunts[bug.Name] = BugHunt.For(bug);

    [Fact]
    public void At_least_twenty_bugs_are_planted_and_every_checker_has_one()
    {
        Assert.True(PlantedBugs.All.Count >= 20);
        Assert.Equal(PlantedBugs.All.Count, PlantedBugs.All.Select(bug => bug.Name).Distinct().Count());
    }

    public static TheoryData<string> Wires => [.. Sending.Keys];

    private static readonly SortedDictionary<string, Action<World, byte[]>> Sending = new(StringComparer.Ordinal)
    {
        ["ARP and NDP"] = (world, bytes) => world.Lan.Send(world.Clients[0].Port, SimFrame.Of(bytes)),
        ["BFD to a router"] = (world, bytes) => world.Routers[0].ReceivePath(world.Nodes[0], bytes),
        ["BGP to a router"] = (world, bytes) => new SimConnection(world, world.Nodes[0], 1, 1, world.Routers[0]).SendToRouter(bytes),
        ["BGP to a node"] = (world, bytes) => new SimConnection(world, world.Nodes[0], 1, 1, world.Routers[0]).SendToNode(bytes),
    };

    [Theory]
    [MemberData(nameof(Wires))]
    public void The_trace_hash_is_over_every_byte_on_the_wire(string wire)
    {
        Assert.Equal(HashWith(60, 1), HashWith(60, 1));
        Assert.NotEqual(HashWith(60, 1), HashWith(60, 2));
        Assert.NotEqual(HashWith(60, 1), HashWith(61, 1));

        ulong HashWith(int length, byte last)
        {
            var world = new World(1, new Shape(), PlantedBug.None);
            var bytes = new byte[length];
            bytes[^1] = last;
            Sending[wire](world, bytes);
            return world.Trace.Hash;
        }
    }

    [Theory]
    [InlineData("replay", "x")]
    [InlineData("replay", "-1")]
    [InlineData("hash", "1.5")]
    [InlineData("storm", "0", "1")]
    [InlineData("storm", "ten", "1")]
    [InlineData("bugs", "no bug is called so")]
    [InlineData("rain")]
    public async Task Words_that_are_not_understood_are_refused_and_explained(params string[] words)
    {
        using var program = Process.Start(new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "LbController.Simulation"), words) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var said = await program.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var broken = await program.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await program.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(2, program.ExitCode);
        Assert.NotEmpty(said.Trim());
        Assert.Empty(broken);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public async Task A_seed_leaves_the_same_trace_in_two_processes(int seed)
    {
        var here = SeedRun.Run((ulong)seed, PlantedBug.None).Hash.ToString("x16", CultureInfo.InvariantCulture);
        var program = Path.Combine(AppContext.BaseDirectory, "LbController.Simulation");
        using var other = Process.Start(new ProcessStartInfo(program, ["hash", seed.ToString(CultureInfo.InvariantCulture)]) { UseShellExecute = false, RedirectStandardOutput = true })!;
        var there = await other.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await other.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(here, there.Trim());
    }
}
