namespace LbController.Interop.Tests.Announcing;

/// <summary>The tests on a <see cref="Segment"/>: one at a time, and not while others measure times in the lab.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class SegmentCollection
{
    public const string Name = "segment";
}
