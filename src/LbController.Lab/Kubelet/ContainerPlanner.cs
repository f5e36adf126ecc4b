using System.Globalization;
using System.Text.Json.Nodes;
using LbController.Lab.ApiServer.Json;
using LbController.Lab.Processes;

namespace LbController.Lab.Kubelet;

/// <summary>Reads a Pod as a kubelet would, as far as this project's chart goes; pure. What it does not know it refuses.</summary>
internal static class ContainerPlanner
{
    private const string AccountFolder = "/var/run/secrets/kubernetes.io/serviceaccount";

    /// <summary>The volume that every Pod has without saying so.</summary>
    public const string AccountVolume = "kube-api-access";

    private static readonly string[] Unknown = ["lifecycle", "startupProbe", "envFrom", "workingDir"];

    /// <param name="pod">The Pod.</param>
    /// <param name="image">What its image says.</param>
    /// <param name="podAddress">Its own address.</param>
    /// <param name="api">Address and port of the API server.</param>
    /// <exception cref="LabException">The Pod asks for something that is not played here.</exception>
    public static ContainerPlan Plan(JsonNode pod, ContainerImage image, string podAddress, (string Address, int Port) api)
    {
        var containers = pod.Objects("spec", "containers").ToList();
        if (containers is not [var container] || Unknown.FirstOrDefault(field => container[field] is not null) is not null)
        {
            throw new LabException($"Pod {pod.Text("metadata", "name")}: the kubelet of the lab runs one container, without {string.Join(", ", Unknown)}.");
        }
        var (of, own) = (pod.Object("spec", "securityContext"), container.Object("securityContext"));
        var user = (int)(own.Number("runAsUser") ?? of.Number("runAsUser") ?? image.User);
        if (user == 0 && (own.Bool("runAsNonRoot") ?? of.Bool("runAsNonRoot") ?? false))
        {
            throw new LabException($"Pod {pod.Text("metadata", "name")}: runAsNonRoot, and the user is root.");
        }
        return new ContainerPlan
        {
            Command = [.. container.Array("command") is { Count: > 0 } ? container.Texts("command") : image.Entrypoint, .. container.Texts("args")],
            Environment = Variables(pod, container, image, podAddress, api),
            Mounts = [.. container.Objects("volumeMounts").Select(mount => new MountPlan(mount.Text("name")!, mount.Text("mountPath")!, IsWritable(pod, mount))), new MountPlan(AccountVolume, AccountFolder)],
            User = user,
            Group = (int)(own.Number("runAsGroup") ?? of.Number("runAsGroup") ?? user),
            VolumeGroup = (int?)of.Number("fsGroup"),
            Capabilities = user == 0 ? Capabilities(own) : [],
            HasReadOnlyRoot = own.Bool("readOnlyRootFilesystem") ?? false,
            MayGainPrivileges = own.Bool("allowPrivilegeEscalation") ?? true,
            Liveness = Probe(container, "livenessProbe", podAddress),
            Readiness = Probe(container, "readinessProbe", podAddress),
            Grace = TimeSpan.FromSeconds(pod.Number("spec", "terminationGracePeriodSeconds") ?? 30),
        };
    }

    /// <summary>Only what is on the machine itself or begins empty can be written.</summary>
    private static bool IsWritable(JsonNode pod, JsonNode mount) =>
        !(mount.Bool("readOnly") ?? false) && pod.Objects("spec", "volumes").Any(volume => volume.Text("name") == mount.Text("name") && (volume.Object("hostPath") ?? volume.Object("emptyDir")) is not null);

    private static Dictionary<string, string> Variables(JsonNode pod, JsonNode container, ContainerImage image, string podAddress, (string Address, int Port) api)
    {
        var all = new Dictionary<string, string>(image.Variables, StringComparer.Ordinal)
        {
            ["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            ["HOME"] = "/",
            ["HOSTNAME"] = pod.Text("metadata", "name")!,
            ["KUBERNETES_SERVICE_HOST"] = api.Address,
            ["KUBERNETES_SERVICE_PORT"] = api.Port.ToString(CultureInfo.InvariantCulture),
        };
        foreach (var entry in container.Objects("env"))
        {
            all[entry.Text("name")!] = entry.Text("valueFrom", "fieldRef", "fieldPath") switch
            {
                null => entry.Text("value") ?? "",
                "metadata.name" => pod.Text("metadata", "name")!,
                "metadata.namespace" => pod.Text("metadata", "namespace")!,
                "metadata.uid" => pod.Text("metadata", "uid")!,
                "spec.nodeName" => pod.Text("spec", "nodeName")!,
                "status.podIP" or "status.hostIP" => podAddress,
                var path => throw new LabException($"The variable {entry.Text("name")} is of the field {path}, which the kubelet of the lab does not know."),
            };
        }
        return all;
    }

    private static string[] Capabilities(JsonNode? security) => security.Texts("capabilities", "drop").Contains("ALL", StringComparer.Ordinal)
        ? [.. security.Texts("capabilities", "add").Select(name => name.ToLowerInvariant())]
        : ["chown", "dac_override", "fowner", "fsetid", "kill", "setgid", "setuid", "setpcap", "net_bind_service", "net_raw", "sys_chroot", "setfcap"];

    private static ProbePlan? Probe(JsonNode container, string name, string podAddress)
    {
        if (container.Object(name) is not { } probe)
        {
            return null;
        }
        var get = probe.Object("httpGet") ?? throw new LabException($"{name}: the kubelet of the lab knows httpGet alone.");
        var port = get.Number("port") ?? container.Objects("ports").FirstOrDefault(one => one.Text("name") == get.Text("port")).Number("containerPort")
            ?? throw new LabException($"{name}: the container has no port {get.Text("port")}.");
        return new ProbePlan(
            $"http://{get.Text("host") ?? podAddress}:{port}{get.Text("path")}",
            (int)(probe.Number("initialDelaySeconds") ?? 0),
            (int)(probe.Number("periodSeconds") ?? 10),
            (int)(probe.Number("timeoutSeconds") ?? 1),
            (int)(probe.Number("failureThreshold") ?? 3));
    }
}
