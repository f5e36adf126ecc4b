using System.Text.Json.Nodes;
using LbController.Lab.ApiServer.Json;

namespace LbController.Lab.ApiServer.Tables;

/// <summary>What kubectl shows of a Service.</summary>
internal static class ServiceCells
{
    private const string None = "<none>";

    public static string ExternalAddresses(JsonObject service)
    {
        var manual = service.Texts("spec", "externalIPs");
        switch (service.Text("spec", "type"))
        {
            case "LoadBalancer":
                var given = service.Objects("status", "loadBalancer", "ingress").Select(item => item.Text("ip") ?? item.Text("hostname"));
                return Joined(given.Concat(manual), "<pending>");
            case "ExternalName":
                return service.Text("spec", "externalName") ?? None;
            default:
                return Joined(manual, None);
        }
    }

    public static string Ports(JsonObject service) => Joined(service.Objects("spec", "ports").Select(Port), None);

    public static string Selector(JsonObject? labels) =>
        Joined(labels?.Select(label => $"{label.Key}={label.Value.AsText()}") ?? [], None);

    private static string Port(JsonObject port)
    {
        var node = port.Number("nodePort") is { } number and > 0 ? $":{number}" : string.Empty;
        return $"{port.Number("port")}{node}/{port.Text("protocol") ?? "TCP"}";
    }

    private static string Joined(IEnumerable<string?> items, string nothing)
    {
        var joined = string.Join(',', items.Where(item => !string.IsNullOrEmpty(item)));
        return joined.Length == 0 ? nothing : joined;
    }
}
