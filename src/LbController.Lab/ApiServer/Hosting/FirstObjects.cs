using System.Text.Json.Nodes;
using LbController.Kubernetes.Manifests;
using LbController.Lab.ApiServer.Json;
using LbController.Lab.ApiServer.Requests;
using LbController.Lab.ApiServer.Resources;
using LbController.Lab.ApiServer.Store;
using YamlDotNet.Core;

namespace LbController.Lab.ApiServer.Hosting;

/// <summary>What a fresh cluster holds, and the definitions that the command was told to apply.</summary>
internal sealed class FirstObjects(ObjectStore store, ResourceCatalog catalog, ObjectWriter writer)
{
    private static readonly WriteOptions Options = new() { FieldManager = "lb-lab" };

    public void Create(string? crds)
    {
        foreach (var name in (string[])["default", "kube-system", "kube-public", "kube-node-lease"])
        {
            Ensure(new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Namespace", ["metadata"] = new JsonObject { ["name"] = name } });
        }
        Ensure(ApiService());
        if (crds is not null)
        {
            foreach (var manifest in Manifests(crds))
            {
                Ensure(manifest);
            }
        }
    }

    private static IEnumerable<JsonObject> Manifests(string folder) =>
        System.IO.Directory.EnumerateFiles(folder, "*.y*ml").Order(StringComparer.Ordinal)
            .SelectMany(Parse).OfType<JsonObject>();

    private static IEnumerable<JsonNode?> Parse(string file)
    {
        try
        {
            return YamlText.ParseAll(File.ReadAllText(file));
        }
        catch (YamlException wrong)
        {
            throw new IOException($"{file}, line {wrong.Start.Line}: {wrong.Message}", wrong);
        }
    }

    private void Ensure(JsonObject item)
    {
        var (apiVersion, kind) = (item.Text("apiVersion"), item.Text("kind"));
        var type = catalog.All.FirstOrDefault(one => one.ApiVersion == apiVersion && one.Kind == kind)
            ?? throw new IOException($"the manifest of {apiVersion} {kind} names a kind that is not served");
        var space = type.Namespaced ? item.Text("metadata", "namespace") ?? "default" : string.Empty;
        var key = new ObjectKey(type.Storage, space, item.Text("metadata", "name") ?? string.Empty);
        if (store.Find(key) is null)
        {
            writer.Create(type, space, item, Options);
        }
        else if (type.Storage is ResourceCatalog.CrdStorage)
        {
            writer.Update(type, key, body => Replaced(body, item), Options);
        }
    }

    private static JsonObject Replaced(JsonObject body, JsonObject item)
    {
        body["spec"] = item["spec"]?.DeepClone();
        return body;
    }

    private static JsonObject ApiService() => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Service",
        ["metadata"] = new JsonObject
        {
            ["name"] = "kubernetes",
            ["namespace"] = "default",
            ["labels"] = new JsonObject { ["component"] = "apiserver", ["provider"] = "kubernetes" },
        },
        ["spec"] = new JsonObject
        {
            ["clusterIP"] = "10.96.0.1",
            ["ports"] = new JsonArray(new JsonObject { ["name"] = "https", ["port"] = 443, ["targetPort"] = 6443 }),
        },
    };
}
