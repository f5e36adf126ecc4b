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
        ["storm", var count, var first] when IsNumber(count, out var seeds) && seeds > 0 && IsNumber(first, out var from) => Storm(seeds, from),
        ["storm", var count, var first] => Say($"'{count}' seeds from '{first}' on cannot be run: a number from 1 on, and one from 0 on, are wanted", NotUnderstood),
        ["replay", var text] when IsNumber(text, out var seed) => Replay(seed),
        ["hash", var text] when IsNumber(text, out var seed) => Say(SeedRun.Run(seed, PlantedBug.None).Hash.ToString("x16", CultureInfo.InvariantCulture)),
        ["replay" or "hash", var text] => Say($"'{text}' is no seed: a seed is a number from 0 on", NotUnderstood),
        ["bugs"] => Say($"planted bugs caught {Bugs(PlantedBugs.All, isDetailed: false)} of {PlantedBugs.All.Count}"),
        ["bugs", var part] when Named(part) is { Count: > 0 } bugs => Say($"planted bugs caught {Bugs(bugs, isDetailed: true)} of {bugs.Count}"),
        ["bugs", var part] => Say($"no planted bug has '{part}' in its name", NotUnderstood),
        _ => Say("usage: storm COUNT FIRST | replay SEED | hash SEED | bugs [TEXT]", NotUnderstood),
    };

    private const int NotUnderstood = 2;

    private static bool IsNumber(string text, out ulong number) => ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static List<PlantedBug> Named(string part) => [.. PlantedBugs.All.Where(bug => bug.Name.Contains(part, StringComparison.Ordinal))];

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

    /// <summary>Where each planted bug is caught, and in detail what the other rules would have said of it.</summary>
    private static int Bugs(IReadOnlyList<PlantedBug> bugs, bool isDetailed)
    {
        var caught = 0;
        foreach (var bug in bugs)
        {
            var hunt = BugHunt.For(bug);
            caught += hunt.IsCaught ? 1 : 0;
            var others = isDetailed && hunt.IsCaught ? $"; the other rules: {SeedRun.Run(hunt.Seed, bug, muted: bug.Checker).Violation?.ToString() ?? "nothing"}" : "";
            Say($"  {(hunt.IsCaught ? $"caught by seed {hunt.Seed}" : "NOT CAUGHT")}: {bug.Name} ({hunt.Checker ?? bug.Checker}){others}");
        }

        return caught;
    }

    /// <summary>The whole trace of a seed; of a failing one only the moves that it needs to fail, and as a scenario.</summary>
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
