using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using LbController.Lab.ApiServer.Json;

namespace LbController.Lab.ApiServer.Services;

/// <summary>Fills spec.clusterIP, clusterIPs, ipFamilies and ipFamilyPolicy.</summary>
internal sealed class ClusterAddresses(ServiceReservations reservations)
{
    private static readonly string[] BothFamilies = ["IPv4", "IPv6"];

    private readonly ClusterAddressRange[] ranges =
    [
        new("IPv4", IPNetwork.Parse("10.96.0.0/16")),
        new("IPv6", IPNetwork.Parse("fd00:10:96::/112")),
    ];

    public void Fill(JsonObject service)
    {
        var spec = service.Ensure("spec");
        if (!ServiceTypes.NeedsClusterAddress(service))
        {
            return;
        }
        var wanted = WantedAddresses(spec);
        spec.Default("ipFamilyPolicy", spec.Array("ipFamilies") is { Count: > 1 } || wanted.Count > 1 ? "RequireDualStack" : "SingleStack");
        var families = Families(spec, wanted);
        spec["ipFamilies"] = JsonReading.ArrayOf(families);
        if (wanted is not ["None"])
        {
            for (var at = wanted.Count; at < families.Count; at++)
            {
                var range = Array.Find(ranges, one => string.Equals(one.Family, families[at], StringComparison.Ordinal));
                if (range?.Take(reservations) is { } address)
                {
                    wanted.Add(address);
                }
            }
        }
        spec["clusterIP"] = wanted.Count > 0 ? wanted[0] : null;
        spec["clusterIPs"] = JsonReading.ArrayOf(wanted.Take(Math.Max(1, families.Count)));
    }

    /// <summary>Why an address cannot be had, or null.</summary>
    public string? Problem(string address)
    {
        if (!IPAddress.TryParse(address, out var parsed))
        {
            return "must be a valid IP address";
        }
        if (!Array.Exists(ranges, range => range.Contains(parsed)))
        {
            return "the provided IP is not in the valid range. The range of valid IPs is 10.96.0.0/16 or fd00:10:96::/112";
        }
        return reservations.IsTaken(address) ? "provided IP is already allocated" : null;
    }

    private static List<string> WantedAddresses(JsonObject spec)
    {
        var wanted = spec.Texts("clusterIPs").Where(address => address.Length > 0).ToList();
        if (wanted.Count == 0 && spec.Text("clusterIP") is { Length: > 0 } single)
        {
            wanted.Add(single);
        }
        return wanted;
    }

    private static List<string> Families(JsonObject spec, List<string> wanted)
    {
        var families = spec.Texts("ipFamilies").ToList();
        if (families.Count == 0)
        {
            families.AddRange(wanted.Where(address => address is not "None").Select(FamilyOf));
        }
        if (families.Count == 0)
        {
            families.Add("IPv4");
        }
        var both = spec.Text("ipFamilyPolicy") is "PreferDualStack" or "RequireDualStack";
        return both ? [.. families.Union(BothFamilies, StringComparer.Ordinal)] : [families[0]];
    }

    private static string FamilyOf(string address) =>
        IPAddress.TryParse(address, out var parsed) && parsed.AddressFamily == AddressFamily.InterNetworkV6 ? "IPv6" : "IPv4";
}
