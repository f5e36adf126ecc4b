using LbController.Core.Snapshot;

namespace LbController.Engine.Commands;

/// <summary>The object that an Event is about.</summary>
/// <param name="ApiVersion">Such as <c>v1</c> or <c>metallb.io/v1beta1</c>.</param>
/// <param name="Kind">Such as <c>Service</c>.</param>
/// <param name="Key">Namespace and name.</param>
/// <param name="Uid">So that <c>kubectl describe</c> finds the Event; may be empty.</param>
public sealed record EventSubject(string ApiVersion, string Kind, ObjectKey Key, string Uid);
