using System.Text;
using System.Text.Json.Nodes;
using LbController.Lab.ApiServer.Json;
using LbController.Lab.Cluster;
using LbController.Lab.Processes;

namespace LbController.Lab.Kubelet;

/// <summary>Fills the volumes of a Pod: Secrets, ConfigMaps, empty folders, folders of the machine, and the token of its ServiceAccount with what a program needs to call the API.</summary>
/// <param name="api">Where they are read.</param>
/// <param name="authorityFile">The API server's certificate.</param>
/// <param name="disk">The folder that is the machine's disk; it outlives Pods.</param>
internal sealed class VolumeWriter(ClusterApi api, string authorityFile, string disk)
{
    /// <param name="pod">The Pod.</param>
    /// <param name="plan">Who is to read them.</param>
    /// <param name="folder">Gets a folder for each.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="LabException">One is missing.</exception>
    public async Task WriteAsync(JsonNode pod, ContainerPlan plan, string folder, CancellationToken cancel)
    {
        var space = pod.Text("metadata", "namespace")!;
        foreach (var volume in pod.Objects("spec", "volumes"))
        {
            if (volume.Text("hostPath", "path") is { } path)
            {
                Link(Path.Combine(folder, volume.Text("name")!), path);
                continue;
            }
            if (volume.Object("emptyDir") is not null)
            {
                const int everybodyWrites = 0b111_111_111;
                Directory.CreateDirectory(Path.Combine(folder, volume.Text("name")!));
                OwnedFiles.Give(Path.Combine(folder, volume.Text("name")!), plan.VolumeGroup ?? plan.Group, everybodyWrites);
                continue;
            }
            var files = volume.Object("secret") is { } secret ? await SecretAsync(space, secret.Text("secretName")!, cancel)
                : volume.Object("configMap") is { } map ? await ConfigMapAsync(space, map.Text("name")!, cancel)
                : throw new LabException($"The volume {volume.Text("name")} is of a kind that the kubelet of the lab does not know.");
            Write(Path.Combine(folder, volume.Text("name")!), files, plan);
        }
        var account = pod.Text("spec", "serviceAccountName") ?? "default";
        var answer = await api.AskAsync($"/api/v1/namespaces/{space}/serviceaccounts/{account}/token", new JsonObject(), cancel);
        Write(
            Path.Combine(folder, ContainerPlanner.AccountVolume),
            new() { ["token"] = Encoding.UTF8.GetBytes(answer.Text("status", "token")!), ["ca.crt"] = await File.ReadAllBytesAsync(authorityFile, cancel), ["namespace"] = Encoding.UTF8.GetBytes(space) },
            plan);
    }

    private void Link(string link, string path)
    {
        var target = Path.Combine(disk, path.TrimStart('/'));
        Directory.CreateDirectory(target);
        if (!Directory.Exists(link))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(link)!);
            Directory.CreateSymbolicLink(link, target);
        }
    }

    private async Task<Dictionary<string, byte[]>> SecretAsync(string space, string name, CancellationToken cancel)
    {
        var secret = await api.GetAsync($"/api/v1/namespaces/{space}/secrets/{name}", cancel) ?? throw new LabException($"secret \"{name}\" not found");
        return secret.Object("data")?.ToDictionary(pair => pair.Key, pair => Convert.FromBase64String((string)pair.Value!), StringComparer.Ordinal) ?? [];
    }

    private async Task<Dictionary<string, byte[]>> ConfigMapAsync(string space, string name, CancellationToken cancel)
    {
        var map = await api.GetAsync($"/api/v1/namespaces/{space}/configmaps/{name}", cancel) ?? throw new LabException($"configmap \"{name}\" not found");
        return map.Object("data")?.ToDictionary(pair => pair.Key, pair => Encoding.UTF8.GetBytes((string)pair.Value!), StringComparer.Ordinal) ?? [];
    }

    /// <summary>Readable for the container's group and nobody else: the programs run as a user of the machine's.</summary>
    private static void Write(string folder, Dictionary<string, byte[]> files, ContainerPlan plan)
    {
        const int folderMode = 0b111_101_000;
        const int fileMode = 0b110_100_000;
        Directory.CreateDirectory(folder);
        OwnedFiles.Give(folder, plan.VolumeGroup ?? plan.Group, folderMode);
        foreach (var (name, content) in files)
        {
            var file = Path.Combine(folder, name);
            File.WriteAllBytes(file, content);
            OwnedFiles.Give(file, plan.VolumeGroup ?? plan.Group, fileMode);
        }
    }
}
