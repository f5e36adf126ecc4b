namespace LbController.Core.Snapshot;

/// <summary>A ConfigurationState: what a daemon has last said about the configuration.</summary>
/// <param name="Key">Its name: <c>controller</c>, or <c>speaker-</c> and a node.</param>
/// <param name="Result"><c>Valid</c>, <c>Invalid</c>, <c>Unknown</c>, or empty before it is first written.</param>
/// <param name="ErrorSummary">A line for each error.</param>
public sealed record ConfigurationStateSnapshot(ObjectKey Key, string Result, string ErrorSummary) : SnapshotObject(Key);
