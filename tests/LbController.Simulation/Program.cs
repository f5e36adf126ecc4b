using System.Globalization;
using LbController.Simulation.Bugs;
using LbController.Simulation.Running;

namespace LbController.Simulation;

/// <summary>
/// <c>seeds N [FIRST]</c>, <c>replay SEED</c>, <c>hash SEED</c>, <c>bugs</c>, <c>alone</c>: see docs/internals/simulation.md.
/// </summary>
internal static class Program
{
    private static int Main(string[] arguments) => arguments switch
    {
        ["seeds", var count] => Seeds(Number(count), 1),
        ["seeds", var count, var first] => Seeds(Number(count), Number(first)),
        ["storm", var count, var first] => Storm(Number(count), Number(first)) == 0 ? 0 : 1,
        ["replay", var seed] => Replay(Number(seed)),
        ["hash", var seed] => Say(SeedRun.Run(Number(seed), PlantedBug.None).Hash.ToString("x16", CultureInfo.InvariantCulture)),
        ["alone"] => Alone(),
        ["bugs", var part] => Some(part),
        ["bugs"] => Say($"planted bugs caught {Bugs()} of {PlantedBugs.All.Count}"),
        _ => Say("usage: seeds N [FIRST] | replay SEED | hash SEED | bugs | alone", 2),
    };

    private static ulong Number(string text) => ulong.Parse(text, CultureInfo.InvariantCulture);

    private static int Say(string text, int code = 0)
    {
        Console.WriteLine(text);
        return code;
    }

    private static int Seeds(ulong count, ulong first)
    {
        var failed = Storm(count, first);
        var caught = Bugs();
        Say($"seeds {count}, failed {failed}, planted bugs caught {caught} of {PlantedBugs.All.Count}");
        return failed == 0 && caught == PlantedBugs.All.Count ? 0 : 1;
    }

    private static int Storm(ulong count, ulong first)
    {
        var failed = 0;
        for (var seed = first; seed < first + count; seed++)
        {
            if (SeedRun.Run(seed, PlantedBug.None).Violation is { } violation)
            {
                failed++;
                Say($"seed {seed} failed: {violation}");
            }
        }

        return failed;
    }

    private static int Bugs()
    {
        var caught = 0;
        foreach (var bug in PlantedBugs.All)
        {
            var hunt = BugHunt.For(bug);
            caught += hunt.IsCaught ? 1 : 0;
            Say($"  {(hunt.IsCaught ? $"caught by seed {hunt.Seed}" : "NOT CAUGHT")}: {bug.Name} ({hunt.Checker ?? bug.Checker})");
        }

        return caught;
    }

    /// <summary>Those whose name holds the text, and whether only the checker that has to notice does.</summary>
    private static int Some(string part)
    {
        foreach (var bug in PlantedBugs.All.Where(bug => bug.Name.Contains(part, StringComparison.Ordinal)))
        {
            var hunt = BugHunt.For(bug);
            var other = hunt.IsCaught ? SeedRun.Run(hunt.Seed, bug, muted: bug.Checker).Violation : null;
            Say($"  {(hunt.IsCaught ? $"caught by seed {hunt.Seed}" : "NOT CAUGHT")}: {bug.Name} ({hunt.Checker ?? bug.Checker}); without it: {(other is null ? "nobody" : other.ToString())}");
        }

        return 0;
    }

    private static int Alone()
    {
        foreach (var bug in PlantedBugs.All.Where(bug => BugHunt.For(bug).IsNoticedByNobodyElse(bug)))
        {
            Say($"  only {bug.Checker} notices: {bug.Name}");
        }

        return 0;
    }

    /// <summary>The whole trace of a seed; of a failing one only the shortest beginning that fails, and as a scenario.</summary>
    private static int Replay(ulong seed)
    {
        var result = SeedRun.Run(seed, PlantedBug.None, keepsLines: true);
        if (result.Violation is not null)
        {
            result = Shrinker.Shrink(result, PlantedBug.None);
        }

        foreach (var line in result.Lines)
        {
            Say(line);
        }

        if (result.Violation is null)
        {
            return Say($"seed {seed} holds, trace {result.Hash:x16}");
        }

        Say($"seed {seed}: {result.Violation}\nas a scenario, for tests/LbController.Simulation.Tests/Stories/SeedStories.cs:\n");
        Say($"    [Fact]\n    public void What_is_told_here() => Holds({seed}, \"\"\"\n        {Scenario.Of(result).ReplaceLineEndings("\n        ")}\n        \"\"\");");
        return 1;
    }
}
