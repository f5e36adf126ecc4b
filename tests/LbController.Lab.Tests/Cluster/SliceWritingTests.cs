using System.Text.Json.Nodes;
using LbController.Lab.Cluster;
using LbController.Lab.Network;

namespace LbController.Lab.Tests.Cluster;

public sealed class SliceWritingTests
{
    private static readonly NodePlan First = new("lb-", 1);

    [Fact]
    public void A_selector_finds_the_pods_and_a_named_target_port_becomes_its_number()
    {
        var slice = Assert.Single(SliceWriting.Wanted([Service("web")], [Pod(ready: true)]));

        Assert.Equal("web", (string?)slice["metadata"]!["labels"]!["kubernetes.io/service-name"]);
        Assert.Equal(8080, (int)slice["ports"]![0]!["port"]!);
        Assert.Equal("10.244.1.2", (string?)slice["endpoints"]![0]!["addresses"]![0]);
        Assert.True((bool)slice["endpoints"]![0]!["conditions"]!["ready"]!);
        Assert.Equal("n1", (string?)slice["endpoints"]![0]!["nodeName"]);
    }

    [Fact]
    public void The_pod_of_a_lost_node_stays_in_the_slice_but_is_not_ready()
    {
        var slice = Assert.Single(SliceWriting.Wanted([Service("web")], [Pod(ready: false)]));

        Assert.False((bool)slice["endpoints"]![0]!["conditions"]!["ready"]!);
    }

    [Fact]
    public void A_selector_that_finds_nothing_gives_an_empty_slice()
    {
        Assert.Empty(Assert.Single(SliceWriting.Wanted([Service("other")], [Pod(ready: true)]))["endpoints"]!.AsArray());
    }

    [Fact]
    public void A_service_without_a_selector_is_left_to_its_owner()
    {
        var service = Service("web");
        service["spec"]!.AsObject().Remove("selector");

        Assert.Empty(SliceWriting.Wanted([service], [Pod(ready: true)]));
    }

    private static JsonNode Service(string app) => JsonNode.Parse($$$"""
        {"metadata":{"namespace":"default","name":"web"},
         "spec":{"selector":{"app":"{{{app}}}"},"ports":[{"name":"http","port":80,"protocol":"TCP","targetPort":"http"}]}}
        """)!;

    private static JsonObject Pod(bool ready)
    {
        var pod = LabObjects.Pod(First);
        pod["status"] = LabObjects.PodStatus(First, ready)["status"]!.DeepClone();
        return pod;
    }
}
