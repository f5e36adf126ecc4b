using LbController.Lab.ApiServer.Resources;

namespace LbController.Lab.ApiServer.Patching;

/// <summary>
/// By which fields the items of the built-in lists are told apart. The first key is that of a strategic merge; a list that is
/// not here is replaced whole.
/// </summary>
internal static class ListKeys
{
    public static IReadOnlyList<string> Of(ResourceType type, string parent, string field) => (field, parent) switch
    {
        ("ports", "spec") when type.Kind is "Service" => ["port", "protocol"],
        ("ports", "containers" or "initContainers") => ["containerPort", "protocol"],
        ("containers" or "initContainers" or "ephemeralContainers" or "volumes" or "env" or "imagePullSecrets" or "secrets" or "webhooks", _) => ["name"],
        ("volumeMounts", _) => ["mountPath"],
        ("volumeDevices", _) => ["devicePath"],
        ("conditions", _) => ["type"],
        ("addresses", "status") => ["type"],
        ("ownerReferences", _) => ["uid"],
        ("hostAliases" or "podIPs" or "hostIPs", _) => ["ip"],
        ("topologySpreadConstraints", _) => ["topologyKey", "whenUnsatisfiable"],
        _ => [],
    };

    /// <summary>Lists of plain values that are merged as sets.</summary>
    public static bool IsSet(string field) => field is "finalizers" or "podCIDRs";
}
