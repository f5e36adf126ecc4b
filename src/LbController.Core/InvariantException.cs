namespace LbController.Core;

/// <summary>An invariant is broken. Never caught by the programs themselves.</summary>
public sealed class InvariantException(string what) : Exception($"invariant broken: {what}");
