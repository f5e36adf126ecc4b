using System.Globalization;

namespace LbController.Simulation.Time;

/// <summary>What happened, one line an event, and a hash over all of it (FNV-1a).</summary>
public sealed class Trace(bool keepsLines)
{
    private readonly List<string> lines = [];

    public IReadOnlyList<string> Lines => lines;

    public ulong Hash { get; private set; } = 14695981039346656037UL;

    public int Count { get; private set; }

    public void Add(TimeSpan at, string who, string what)
    {
        Count++;
        Mix((ulong)at.Ticks);
        Mix(who);
        Mix(what);
        if (keepsLines)
        {
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"{at.TotalSeconds,10:0.000000}  {who,-12}  {what}"));
        }
    }

    /// <summary>Takes in what is too frequent for a line of its own.</summary>
    public void Mix(ulong value)
    {
        for (var i = 0; i < 8; i++)
        {
            Hash = unchecked((Hash ^ (byte)(value >> (8 * i))) * 1099511628211UL);
        }
    }

    public void Mix(ReadOnlySpan<byte> bytes)
    {
        foreach (var octet in bytes)
        {
            Hash = unchecked((Hash ^ octet) * 1099511628211UL);
        }
    }

    private void Mix(string text)
    {
        foreach (var character in text)
        {
            Hash = unchecked((Hash ^ character) * 1099511628211UL);
        }
    }
}
