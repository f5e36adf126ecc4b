using LbController.Core.Snapshot;

namespace LbController.Engine.Admission;

/// <summary>A change of one object of the configuration that somebody wants to make.</summary>
/// <param name="Kind">Such as <c>IPAddressPool</c>.</param>
/// <param name="Key">The object.</param>
/// <param name="Before">As it is; null: it is created.</param>
/// <param name="After">As it is to be; null: it is deleted.</param>
public sealed record AdmissionQuestion(string Kind, ObjectKey Key, SnapshotObject? Before, SnapshotObject? After);
