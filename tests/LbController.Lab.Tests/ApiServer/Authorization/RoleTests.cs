using System.Net;

namespace LbController.Lab.Tests.ApiServer.Authorization;

public sealed class RoleTests : IAsyncLifetime
{
    private const string Space = RunningApi.Space;

    private RunningApi api = null!;
    private string token = "";

    public async ValueTask InitializeAsync()
    {
        api = await RunningApi.StartAsync(options => options with { EnforcesRoles = true });
        await MakeAsync($"/api/v1/namespaces/{Space}/serviceaccounts", "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: reader}");
        await MakeAsync($"/apis/rbac.authorization.k8s.io/v1/namespaces/{Space}/roles", """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: Role
            metadata: {name: reader}
            rules:
            - {apiGroups: [""], resources: [configmaps], verbs: [get, list]}
            - {apiGroups: [""], resources: [secrets], resourceNames: [mine], verbs: [get]}
            - {apiGroups: [metallb.io], resources: [ipaddresspools/status], verbs: [patch]}
            """);
        await MakeAsync($"/apis/rbac.authorization.k8s.io/v1/namespaces/{Space}/rolebindings", """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata: {name: reader}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}
            subjects: [{kind: ServiceAccount, name: reader}]
            """);
        var answer = await api.SendAsync(HttpMethod.Post, $"/api/v1/namespaces/{Space}/serviceaccounts/reader/token", "{}");
        Assert.Equal(HttpStatusCode.Created, answer.Code);
        token = (string)answer.Body["status"]!["token"]!;
    }

    public ValueTask DisposeAsync() => api.DisposeAsync();

    [Theory]
    [InlineData("GET", $"/api/v1/namespaces/{Space}/configmaps", HttpStatusCode.OK)]
    [InlineData("GET", "/api/v1/namespaces/default/configmaps", HttpStatusCode.Forbidden)]
    [InlineData("GET", "/api/v1/configmaps", HttpStatusCode.Forbidden)]
    [InlineData("GET", $"/api/v1/namespaces/{Space}/configmaps?watch=true", HttpStatusCode.Forbidden)]
    [InlineData("GET", $"/api/v1/namespaces/{Space}/secrets/mine", HttpStatusCode.NotFound)]
    [InlineData("GET", $"/api/v1/namespaces/{Space}/secrets/other", HttpStatusCode.Forbidden)]
    [InlineData("GET", $"/api/v1/namespaces/{Space}/secrets", HttpStatusCode.Forbidden)]
    [InlineData("DELETE", $"/api/v1/namespaces/{Space}/configmaps/any", HttpStatusCode.Forbidden)]
    [InlineData("GET", "/apis", HttpStatusCode.OK)]
    public async Task A_role_gives_what_it_says_and_no_more(string method, string path, HttpStatusCode expected) =>
        Assert.Equal(expected, (await api.SendAsync(new HttpMethod(method), path, token: token)).Code);

    [Fact]
    public async Task A_right_to_the_status_is_none_to_the_object()
    {
        const string pool = $"/apis/metallb.io/v1beta1/namespaces/{Space}/ipaddresspools/blue";
        Assert.Equal(HttpStatusCode.NotFound, (await api.SendAsync(HttpMethod.Patch, pool + "/status", "{}", "application/merge-patch+json", token)).Code);
        var refused = await api.SendAsync(HttpMethod.Patch, pool, "{}", "application/merge-patch+json", token);
        Assert.Equal(HttpStatusCode.Forbidden, refused.Code);
        Assert.Equal(
            $"ipaddresspools.metallb.io \"blue\" is forbidden: User \"system:serviceaccount:{Space}:reader\" cannot patch resource \"ipaddresspools\" in API group \"metallb.io\" in the namespace \"{Space}\"",
            (string)refused.Body["message"]!);
    }

    [Fact]
    public async Task An_unknown_token_and_one_of_a_deleted_account_are_not_taken()
    {
        Assert.Equal(HttpStatusCode.Unauthorized, (await api.SendAsync(HttpMethod.Get, "/apis", token: token + "0")).Code);
        await api.SendAsync(HttpMethod.Delete, $"/api/v1/namespaces/{Space}/serviceaccounts/reader");
        Assert.Equal(HttpStatusCode.Unauthorized, (await api.SendAsync(HttpMethod.Get, "/apis", token: token)).Code);
    }

    [Fact]
    public async Task Reviews_answer_by_the_same_roles()
    {
        var who = await ReviewAsync("authentication.k8s.io", "TokenReview", $"{{token: {token}}}");
        Assert.Equal($"system:serviceaccount:{Space}:reader", (string)who["user"]!["username"]!);
        Assert.False((bool)(await ReviewAsync("authentication.k8s.io", "TokenReview", "{token: other}"))["authenticated"]!);

        Assert.True((bool)(await AskAsync($"{{verb: list, resource: configmaps, namespace: {Space}}}"))["allowed"]!);
        Assert.False((bool)(await AskAsync("{verb: list, resource: configmaps}"))["allowed"]!);
        Assert.False((bool)(await ReviewAsync("authorization.k8s.io", "SubjectAccessReview", $"{{user: 'system:serviceaccount:{Space}:reader', nonResourceAttributes: {{verb: get, path: /metrics}}}}"))["allowed"]!);
    }

    private Task<System.Text.Json.Nodes.JsonNode> AskAsync(string attributes) =>
        ReviewAsync("authorization.k8s.io", "SubjectAccessReview", $"{{user: 'system:serviceaccount:{Space}:reader', resourceAttributes: {attributes}}}");

    private async Task<System.Text.Json.Nodes.JsonNode> ReviewAsync(string group, string kind, string spec) =>
        (await api.SendAsync(HttpMethod.Post, $"/apis/{group}/v1/{kind.ToLowerInvariant()}s", $"apiVersion: {group}/v1\nkind: {kind}\nspec: {spec}")).Body["status"]!;

    private async Task MakeAsync(string path, string manifest) => Assert.Equal(HttpStatusCode.Created, (await api.SendAsync(HttpMethod.Post, path, manifest)).Code);
}
