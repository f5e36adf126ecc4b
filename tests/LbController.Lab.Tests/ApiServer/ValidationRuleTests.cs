using System.Net;
using System.Text.Json.Nodes;
using LbController.Kubernetes.Manifests;
using LbController.Lab.ApiServer.Json;
using LbController.Lab.ApiServer.ValidationRules;

namespace LbController.Lab.Tests.ApiServer;

/// <summary>How the rules of a definition are run over an object, and how a broken one is told.</summary>
public sealed class ValidationRuleTests
{
    [Theory]
    [InlineData("{rule: 'self.size <= self.limit', message: 'size is at most limit'}", "spec: Invalid value: \"object\": size is at most limit")]
    [InlineData("{rule: 'self.size <= self.limit'}", "spec: Invalid value: \"object\": failed rule: self.size <= self.limit")]
    [InlineData("{rule: 'self.size <= self.limit', message: no, messageExpression: \"'at most ' + string(self.limit)\"}", "spec: Invalid value: \"object\": at most 3")]
    [InlineData("{rule: 'self.size <= self.limit', message: no, fieldPath: .size, reason: FieldValueForbidden}", "spec.size: Forbidden: no")]
    [InlineData("{rule: 'self.missing', message: no}", "spec: Invalid value: \"object\": ")]
    public void A_broken_rule_is_told_with_its_place(string rule, string told)
    {
        var schema = Yaml($"type: object\nproperties:\n  spec:\n    type: object\n    x-kubernetes-validations:\n    - {rule}");
        var error = Assert.Single(RuleChecker.Check(Yaml("spec: {size: 5, limit: 3}"), null, schema));
        Assert.StartsWith(told, error.ToString(), StringComparison.Ordinal);
        Assert.Empty(rule.Contains("missing", StringComparison.Ordinal) ? [] : RuleChecker.Check(Yaml("spec: {size: 2, limit: 3}"), null, schema));
    }

    [Theory]
    [InlineData("{}", null, 0)]
    [InlineData("{color: red}", null, 0)]
    [InlineData("{color: red}", "{}", 0)]
    [InlineData("{}", "{color: red}", 0)]
    [InlineData("{color: red}", "{color: red}", 0)]
    [InlineData("{color: red}", "{color: blue}", 1)]
    public void A_transition_rule_compares_what_was_there_with_what_is_there(string now, string? before, int errors)
    {
        var schema = Yaml("type: object\nproperties:\n  color:\n    type: string\n    x-kubernetes-validations:\n    - {rule: self == oldSelf, message: fixed}");
        Assert.Equal(errors, RuleChecker.Check(Yaml("a: 1\nspec: " + now)["spec"]!.AsObject(), before is null ? null : Yaml("a: 1\nspec: " + before)["spec"]!.AsObject(), schema).Count);
    }

    [Fact]
    public void Items_are_told_apart_over_a_change_by_their_keys_alone()
    {
        const string list = "type: array\n    x-kubernetes-list-type: {0}\n    x-kubernetes-list-map-keys: [name]\n    items:\n      type: object\n      properties:\n        value:\n          type: integer\n          x-kubernetes-validations:\n          - {{rule: self >= oldSelf, message: grows}}";
        var (now, before) = (Yaml("items: [{name: b, value: 1}, {name: a, value: 5}]"), Yaml("items: [{name: a, value: 4}, {name: b, value: 2}]"));
        var error = Assert.Single(RuleChecker.Check(now, before, Schema("map")));
        Assert.Equal("items[0].value", error.Path);
        Assert.Empty(RuleChecker.Check(now, before, Schema("atomic")));

        static JsonObject Schema(string type) => Yaml("type: object\nproperties:\n  items:\n    " + string.Format(System.Globalization.CultureInfo.InvariantCulture, list, type));
    }

    [Fact]
    public async Task An_object_of_the_wrong_shape_is_told_that_its_rules_were_not_run()
    {
        await using var api = await RunningApi.StartAsync();
        var answer = await api.CreateAsync("apiVersion: metallb.io/v1beta2\nkind: BGPPeer\nmetadata: {name: a}\nspec: {myASN: text, holdTime: 1s}");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Code);
        Assert.Contains("some validation rules were not checked", answer.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("3s", answer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_definition_whose_rule_is_no_expression_is_refused()
    {
        await using var api = await RunningApi.StartAsync();
        var definition = File.ReadAllText(Path.Combine(RunningApi.Root, "crds", "servicel2statuses.yaml")).Replace("self == oldSelf", "self ==", StringComparison.Ordinal);
        var answer = await api.SendAsync(HttpMethod.Put, "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/servicel2statuses.metallb.io", definition);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Code);
        Assert.Contains("properties[node].x-kubernetes-validations[0].rule", answer.Message, StringComparison.Ordinal);
        Assert.Contains("compilation failed", answer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_reporting_node_of_a_status_cannot_be_changed()
    {
        await using var api = await RunningApi.StartAsync();
        var path = $"/apis/metallb.io/v1beta1/namespaces/{RunningApi.Space}/servicel2statuses";
        await api.SendAsync(HttpMethod.Post, path, "apiVersion: metallb.io/v1beta1\nkind: ServiceL2Status\nmetadata: {name: a}\nspec: {}");
        Assert.Equal(HttpStatusCode.OK, (await PatchAsync("one")).Code);
        var refused = await PatchAsync("two");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Code);
        Assert.Equal(("status.node", "Invalid value: \"string\": node cannot be changed"), Assert.Single(refused.Causes));

        Task<ApiAnswer> PatchAsync(string node) =>
            api.SendAsync(HttpMethod.Patch, path + "/a/status", $$$"""{"status":{"node":"{{{node}}}"}}""", "application/merge-patch+json");
    }

    private static JsonObject Yaml(string text) => (JsonObject)YamlText.ParseAll(text)[0];
}
