using System.Globalization;
using LbController.Core.Addresses;
using LbController.Core.Snapshot;
using LbController.Simulation.Cluster;
using LbController.Simulation.Running;

namespace LbController.Simulation.Faults;

/// <summary>
/// What a line of a scenario does to the world. A seed draws lines, and what a replay prints can be run again, so there is no other way to
/// do something to the world than a line. What users do is in <see cref="UserMoves"/>.
/// </summary>
public static class MoveReader
{
    /// <param name="line">Such as <c>at 5.000 n2 crashes</c>.</param>
    /// <exception cref="FormatException">It is no line of a scenario.</exception>
    public static Move ReadLine(string line) => line.Split(' ', 3) is ["at", var at, var text]
        ? Read(TimeSpan.FromMicroseconds((long)Math.Round(double.Parse(at, CultureInfo.InvariantCulture) * 1_000_000)), text)
        : throw Unknown(line);

    /// <exception cref="FormatException">It is no move.</exception>
    public static Move Read(TimeSpan at, string text) => new(at, text, ActionOf(text));

    internal static FormatException Unknown(string text) => new($"'{text}' is no move; see docs/internals/simulation.md for those that are");

    private static Action<World> ActionOf(string text) => text.Split(' ') switch
    {
        ["service" or "delete" or "edit" or "node" or "pool" or "pools" or "advertisement" or "peer" or "pods", ..] words => UserMoves.ActionOf(words, text),
        ["api", "away"] => world => world.Api.IsAway = true,
        ["api", "back"] => world => world.Api.IsAway = false,
        ["api", "faults", .. var faults] => Faults(faults),
        ["writes", "of", var service, "hang"] => world => world.Api.Hang(World.Shop(service)),
        ["writes", "of", var service, "arrive"] => world => world.Api.LetThrough(World.Shop(service)),
        ["the", "lease", "stuck"] => world => world.Api.Lease.IsStuck = true,
        ["the", "lease", "free"] => world => world.Api.Lease.IsStuck = false,
        ["stranger", "takes", var address] => Stranger(Address.Parse(address)),
        ["strangers", "leave"] => StrangersLeave,
        ["the", "leader", "cut", "off"] => CutOffLeader,
        ["the", "controllers", "in", "touch"] => world => world.Controllers.ToList().ForEach(controller => controller.IsCutOff = false),
        ["lan", "parted"] => world => world.Lan.Cut(),
        ["lan", "joined"] => world => world.Lan.Join(),
        ["lan", "loses", var part] => Loss(double.Parse(part, CultureInfo.InvariantCulture)),
        ["connection", "reset"] => world => world.Tcp.ResetOne(),
        ["routers", "restart", "gracefully"] => world => world.Routers.ToList().ForEach(router => router.IsGraceful = true),
        ["clock", "of", var process, var rate] => Clock(process, double.Parse(rate, CultureInfo.InvariantCulture)),
        [var from, "unheard", "by", var to] => world => world.Lan.Deaf.Add((from, to)),
        [var from, "heard", "by", var to] => world => world.Lan.Deaf.Remove((from, to)),
        [var machine, "crashes"] when machine[0] == 'r' => world => world.RouterOf(machine).Crash(),
        [var machine, "boots"] when machine[0] == 'r' => world => world.RouterOf(machine).Boot(),
        [var node, "crashes"] => world => world.NodeOf(node).Crash(),
        [var node, "boots"] => world => world.NodeOf(node).Boot(),
        [var node, "unplugged"] => world => world.NodeOf(node).Unplug(),
        [var node, "plugged"] => world => world.NodeOf(node).Plug(),
        [var process, "killed"] => world => world.ProcessOf(process).Kill(),
        [var process, "started"] => world => world.ProcessOf(process).Start(),
        [var process, "upgraded"] => world => world.ProcessOf(process).Restart(),
        [var process, "paused"] => world => world.ProcessOf(process).Pause(),
        [var process, "woken"] => world => world.ProcessOf(process).Resume(),
        [var process, "cut", "off"] => world => world.ProcessOf(process).IsCutOff = true,
        [var process, "in", "touch"] => world => world.ProcessOf(process).IsCutOff = false,
        _ => throw Unknown(text),
    };

    private static Action<World> Faults(string[] words)
    {
        var faults = new ApiFaults();
        for (var i = 0; i + 1 < words.Length; i += 2)
        {
            faults = faults.With(words[i], double.Parse(words[i + 1], CultureInfo.InvariantCulture));
        }

        return world => world.Api.Faults = faults;
    }

    private static void CutOffLeader(World world)
    {
        if (world.Leader is { } leader)
        {
            world.Tell("move", $"which is {leader.Name}");
            leader.IsCutOff = true;
        }
    }

    private static Action<World> Stranger(Address address) => world =>
    {
        if (!world.Strangers.Exists(stranger => stranger.Address == address))
        {
            world.Strangers.Add(new(world, address));
            world.Strangers[^1].Announce();
        }
    };

    private static void StrangersLeave(World world)
    {
        world.Strangers.ForEach(stranger => stranger.Leave());
        world.Strangers.Clear();
    }

    private static Action<World> Loss(double part) => world => world.Lan.Loss = part;

    private static Action<World> Clock(string process, double rate) => world => world.ProcessOf(process).ClockRate = rate;
}
