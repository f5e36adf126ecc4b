using System.Text.Json.Nodes;
using LbController.Lab.ApiServer.Applying;
using LbController.Lab.ApiServer.Json;
using LbController.Lab.ApiServer.Patching;
using LbController.Lab.ApiServer.Requests;
using LbController.Lab.ApiServer.Resources;

namespace LbController.Lab.Tests.ApiServer.Applying;

public sealed class ServerSideApplyTests
{
    private static readonly ResourceType Services = new("", "v1", "services", "Service", Namespaced: true) { HasStatus = true };

    [Fact]
    public void What_a_manager_applies_no_more_is_removed()
    {
        var live = Create("helm", """{"metadata":{"labels":{"a":"1","b":"2"}},"spec":{"type":"LoadBalancer","loadBalancerIP":"192.0.2.1"}}""");

        var next = Apply(live, "helm", """{"metadata":{"labels":{"a":"1"}},"spec":{"type":"LoadBalancer"}}""");

        Same("""{"a":"1"}""", next["metadata"]!["labels"]);
        Same("""{"type":"LoadBalancer"}""", next["spec"]);
    }

    [Fact]
    public void What_another_manager_owns_too_stays()
    {
        var live = Apply(Create("one", """{"spec":{"loadBalancerIP":"192.0.2.1"}}"""), "two", """{"spec":{"loadBalancerIP":"192.0.2.1"}}""");

        Assert.Equal("192.0.2.1", Apply(live, "one", """{"spec":{}}""").Text("spec", "loadBalancerIP"));
    }

    [Fact]
    public void A_port_is_removed_with_what_the_server_has_added_to_it()
    {
        var live = Create("helm", """{"spec":{"ports":[{"name":"a","port":80},{"name":"b","port":81}]}}""");
        live.Objects("spec", "ports").Last()["nodePort"] = 30001;

        var next = Apply(live, "helm", """{"spec":{"ports":[{"name":"a","port":80}]}}""");

        Same("""[{"name":"a","port":80}]""", next["spec"]!["ports"]);
    }

    [Fact]
    public void Ports_of_one_number_and_two_protocols_are_two_ports()
    {
        var live = Create("helm", """{"spec":{"ports":[{"name":"a","port":53}]}}""");

        var next = Apply(live, "helm", """{"spec":{"ports":[{"name":"a","port":53,"protocol":"TCP"},{"name":"b","port":53,"protocol":"UDP"}]}}""");

        Assert.Equal(2, next.Array("spec", "ports")!.Count);
    }

    [Fact]
    public void A_field_that_another_manager_has_set_is_a_conflict()
    {
        var live = Update(Create("helm", """{"spec":{"externalTrafficPolicy":"Cluster"}}"""), "kubectl-edit", body => body["spec"]!["externalTrafficPolicy"] = "Local");

        var refusal = Assert.Throws<ApiException>(() => Apply(live, "helm", """{"spec":{"externalTrafficPolicy":"Cluster"}}"""));

        Assert.Equal(409, refusal.Code);
        Assert.Equal("Apply failed with 1 conflict: conflict with \"kubectl-edit\" using v1: .spec.externalTrafficPolicy", refusal.Message);
    }

    [Theory]
    [InlineData("kubectl", "Cluster", true, "what kubectl applied on the client's side was kubectl's all along")]
    [InlineData("kubectl", "Local", false, "somebody else has changed it since")]
    [InlineData("helm", "Cluster", false, "the annotation is kubectl's alone")]
    public void A_manager_takes_over_what_kubectl_applied_last(string manager, string lastApplied, bool isTaken, string because)
    {
        var live = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Service",
            ["metadata"] = new JsonObject
            {
                ["name"] = "web",
                ["annotations"] = new JsonObject { ["kubectl.kubernetes.io/last-applied-configuration"] = $$$"""{"spec":{"externalTrafficPolicy":"{{{lastApplied}}}"}}""" },
            },
            ["spec"] = new JsonObject { ["externalTrafficPolicy"] = "Cluster", ["type"] = "LoadBalancer" },
        };
        const string Wanted = """{"spec":{"externalTrafficPolicy":"Mine"}}""";

        if (isTaken)
        {
            Assert.Equal("Mine", Apply(live, manager, Wanted).Text("spec", "externalTrafficPolicy"));
        }
        else
        {
            Assert.True(Assert.Throws<ApiException>(() => Apply(live, manager, Wanted)).Code == 409, because);
        }
    }

    [Fact]
    public void By_force_the_field_changes_its_owner()
    {
        var live = Update(Create("helm", """{"spec":{"externalTrafficPolicy":"Cluster"}}"""), "kubectl-edit", body => body["spec"]!["externalTrafficPolicy"] = "Local");

        var next = Apply(live, "helm", """{"spec":{"externalTrafficPolicy":"Cluster"}}""", force: true);

        Assert.Equal("Cluster", next.Text("spec", "externalTrafficPolicy"));
        Assert.Equal(["helm"], next.Objects("metadata", "managedFields").Select(entry => entry.Text("manager")));
    }

    [Fact]
    public void The_same_value_applied_by_two_is_no_conflict()
    {
        var live = Apply(Create("one", """{"spec":{"type":"LoadBalancer"}}"""), "two", """{"spec":{"type":"LoadBalancer"}}""");

        Assert.Equal(["one", "two"], live.Objects("metadata", "managedFields").Select(entry => entry.Text("manager")));
    }

    [Fact]
    public void What_was_there_before_the_first_apply_is_not_taken_silently()
    {
        var live = Object("""{"spec":{"type":"ClusterIP"}}""");

        var refusal = Assert.Throws<ApiException>(() => Apply(live, "helm", """{"spec":{"type":"LoadBalancer"}}"""));

        Assert.Contains("before-first-apply", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_status_is_not_owned_by_who_applies_the_object()
    {
        var live = Create("helm", """{"spec":{"type":"LoadBalancer"},"status":{"loadBalancer":{}}}""");

        Assert.Null(live.Objects("metadata", "managedFields").Single().Node("fieldsV1", "f:status"));
    }

    [Fact]
    public void A_removed_field_is_forgotten_by_its_owner()
    {
        var live = Update(Create("helm", """{"spec":{"type":"LoadBalancer","loadBalancerIP":"192.0.2.1"}}"""), "kubectl-edit", body => body["spec"]!.AsObject().Remove("loadBalancerIP"));

        Same("""{"f:spec":{"f:type":{}}}""", live.Objects("metadata", "managedFields").Single()["fieldsV1"]);
    }

    private static JsonObject Create(string manager, string applied) => ServerSideApply.Create(Services, "web", Object(applied), Options(manager));

    private static JsonObject Apply(JsonObject live, string manager, string applied, bool force = false)
    {
        var options = Options(manager) with { Force = force };
        var next = ServerSideApply.Apply(Services, live.Copy(), Object(applied), options);
        ManagedFields.RecordUpdate(Services, live, next, options);
        return next;
    }

    private static JsonObject Update(JsonObject live, string manager, Action<JsonObject> change)
    {
        var next = live.Copy();
        change(next);
        ManagedFields.RecordUpdate(Services, live, next, Options(manager) with { Patch = null });
        return next;
    }

    private static WriteOptions Options(string manager) => new() { FieldManager = manager, Patch = PatchKind.Apply };

    private static JsonObject Object(string json) => (JsonObject)JsonNode.Parse(json)!;

    private static void Same(string expected, JsonNode? actual) => Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), actual), actual?.ToJsonString());
}
