using LbController.Core.Election;
using LbController.Core.Snapshot;

namespace LbController.Core.Tests.Election;

public sealed class NodeDrainTests
{
    private static readonly NodeSnapshot Plain = new(new ObjectKey("", "n1"));

    public static TheoryData<string, NodeSnapshot, bool, bool> Cases => new()
    {
        { "a plain node stays", Plain, true, false },
        { "the annotation asks", Annotated("2026-01-01T00:00:00Z"), false, true },
        { "an empty annotation does not ask", Annotated(""), false, false },
        { "an annotation that says false does not ask", Annotated("false"), false, false },
        { "out of service", Plain with { Taints = [NodeDrain.OutOfServiceTaint] }, false, true },
        { "the autoscaler removes it", Plain with { Taints = ["other", NodeDrain.AutoscalerTaint] }, false, true },
        { "another taint says nothing", Plain with { Taints = ["other"] }, true, false },
        { "cordoned, and a cordon drains", Plain with { IsUnschedulable = true }, true, true },
        { "cordoned, and a cordon does not drain", Plain with { IsUnschedulable = true }, false, false },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_node_hands_over_when_asked(string because, NodeSnapshot node, bool cordonDrains, bool expected) =>
        Assert.True(NodeDrain.IsAsked(node, cordonDrains) == expected, because);

    private static NodeSnapshot Annotated(string value) =>
        Plain with { Annotations = LabelSet.From([KeyValuePair.Create(NodeDrain.Annotation, value)]) };
}
