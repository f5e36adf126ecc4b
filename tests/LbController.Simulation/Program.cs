using System.Globalization;
using LbController.Simulation.Bugs;
using LbController.Simulation.Running;

namespace LbController.Simulation;

/// <summary>
/// <c>storm COUNT FIRST</c>, <c>replay SEED</c>, <c>hash SEED</c>, <c>bugs [TEXT]</c>: see docs/internals/simulation.md.
/// </summary>
internal static class Program
{
    private static int Main(string[] arguments) => arguments switch
    {
        ["storm", var count, var first] => Storm(Number(count), Number(first)),
        ["replay", var seed] => Replay(Number(seed)),
        ["hash", var seed] => Say(SeedRun.Run(Number(seed), PlantedBug.None).Hash.ToString("x16", CultureInfo.InvariantCulture)),
        ["bugs"] => Say($"planted bugs caught {Bugs("")} of {PlantedBugs.All.Count}"),
        ["bugs", var part] => Say($"planted bugs caught {Bugs(part)}"),
        _ => Say("usage: storm COUNT FIRST | replay SEED | hash SEED | bugs [TEXT]", 2),
    };

    private static ulong Number(string text) => ulong.Parse(text, CultureInfo.InvariantCulture);

    private static int Say(string text, int code = 0)
    {
        Console.WriteLine(text);
        return code;
    }

    /// <summary>Seeds alone, one after the other: a machine of many cores runs several processes.</summary>
    private static int Storm(ulong count, ulong first)
    {
        var failed = 0;
        for (var seed = first; seed < first + count; seed++)
        {
            if (SeedRun.Run(seed, PlantedBug.None).Violation is { } violation)
            {
                failed++;
                Say($"seed {seed} failed: {violation}");
                Console.Error.WriteLine($"seed {seed} failed: {violation}");
            }

            if ((seed - first + 1) % 100 == 0)
            {
                Console.Error.WriteLine($"seeds from {first} on: {seed - first + 1} of {count} done, {failed} failed");
            }
        }

        return Say($"{count} seeds, {failed} failed", failed == 0 ? 0 : 1);
    }

    /// <summary>Where each planted bug is caught whose name holds the text, and what the other rules would have said of it.</summary>
    private static int Bugs(string text)
    {
        var caught = 0;
        foreach (var bug in PlantedBugs.All.Where(bug => bug.Name.Contains(text, StringComparison.Ordinal)))
        {
            var hunt = BugHunt.For(bug);
            caught += hunt.IsCaught ? 1 : 0;
            var others = text.Length > 0 && hunt.IsCaught ? $"; the other rules: {SeedRun.Run(hunt.Seed, bug, muted: bug.Checker).Violation?.ToString() ?? "nothing"}" : "";
            Say($"  {(hunt.IsCaught ? $"caught by seed {hunt.Seed}" : "NOT CAUGHT")}: {bug.Name} ({hunt.Checker ?? bug.Checker}){others}");
        }

        return caught;
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
