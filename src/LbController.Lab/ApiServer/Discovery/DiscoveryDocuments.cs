using System.Text.Json.Nodes;
using LbController.Lab.ApiServer.Json;
using LbController.Lab.ApiServer.Resources;

namespace LbController.Lab.ApiServer.Discovery;

/// <summary>What is served, in the documents that clients look it up in.</summary>
internal static class DiscoveryDocuments
{
    private static readonly string[] Verbs = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];

    public static JsonObject Version() => new()
    {
        ["major"] = "1",
        ["minor"] = "35",
        ["emulationMajor"] = "1",
        ["emulationMinor"] = "35",
        ["gitVersion"] = "v1.35.0+lab",
        ["gitCommit"] = "",
        ["gitTreeState"] = "clean",
        ["buildDate"] = "2026-01-01T00:00:00Z",
        ["goVersion"] = "",
        ["compiler"] = "",
        ["platform"] = "linux/amd64",
    };

    public static JsonObject CoreVersions() => new()
    {
        ["kind"] = "APIVersions",
        ["versions"] = JsonReading.ArrayOf(["v1"]),
        ["serverAddressByClientCIDRs"] = new JsonArray(),
    };

    public static JsonObject Groups(ResourceCatalog catalog) => new()
    {
        ["kind"] = "APIGroupList",
        ["apiVersion"] = "v1",
        ["groups"] = new JsonArray([.. catalog.Groups.Select(group => Group(catalog, group))]),
    };

    public static JsonObject? GroupDocument(ResourceCatalog catalog, string group)
    {
        if (catalog.VersionsOf(group).Count == 0)
        {
            return null;
        }
        var document = Group(catalog, group);
        document["kind"] = "APIGroup";
        document["apiVersion"] = "v1";
        return document;
    }

    public static JsonObject? Resources(ResourceCatalog catalog, string group, string version)
    {
        var types = catalog.All.Where(type => type.Group == group && type.Version == version).ToList();
        return types.Count == 0 ? null : new JsonObject
        {
            ["kind"] = "APIResourceList",
            ["apiVersion"] = "v1",
            ["groupVersion"] = types[0].ApiVersion,
            ["resources"] = new JsonArray([.. types.SelectMany(Entries)]),
        };
    }

    private static JsonObject Group(ResourceCatalog catalog, string group)
    {
        var versions = catalog.VersionsOf(group);
        return new JsonObject
        {
            ["name"] = group,
            ["versions"] = new JsonArray([.. versions.Select(version => Pair(group, version))]),
            ["preferredVersion"] = Pair(group, versions[0]),
        };
    }

    private static JsonObject Pair(string group, string version) => new() { ["groupVersion"] = $"{group}/{version}", ["version"] = version };

    private static IEnumerable<JsonObject> Entries(ResourceType type)
    {
        var main = Entry(type, type.Plural, type.IsReview ? ["create"] : Verbs);
        main["singularName"] = type.Singular;
        if (type.ShortNames.Count > 0)
        {
            main["shortNames"] = JsonReading.ArrayOf(type.ShortNames);
        }
        if (type.Categories.Count > 0)
        {
            main["categories"] = JsonReading.ArrayOf(type.Categories);
        }
        yield return main;
        if (type.HasStatus)
        {
            yield return Entry(type, type.Plural + "/status", ["get", "patch", "update"]);
        }
        if (type.HasScale)
        {
            var scale = Entry(type, type.Plural + "/scale", ["get", "patch", "update"]);
            scale["group"] = Scale.Group;
            scale["version"] = Scale.Version;
            scale["kind"] = Scale.Kind;
            yield return scale;
        }
    }

    private static JsonObject Entry(ResourceType type, string name, string[] verbs) => new()
    {
        ["name"] = name,
        ["singularName"] = "",
        ["namespaced"] = type.Namespaced,
        ["kind"] = type.Kind,
        ["verbs"] = JsonReading.ArrayOf(verbs),
    };
}
