namespace LbController.Lab.Network;

/// <summary>Lines for <c>ip -batch</c> inside one namespace.</summary>
internal sealed record NamespaceBatch(string Namespace, IReadOnlyList<string> Lines);
