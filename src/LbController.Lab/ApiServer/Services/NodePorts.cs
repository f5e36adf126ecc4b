using System.Text.Json.Nodes;
using LbController.Lab.ApiServer.Json;

namespace LbController.Lab.ApiServer.Services;

/// <summary>Fills the node ports of a Service from 30000 to 32767, each next one in turn.</summary>
internal sealed class NodePorts(ServiceReservations reservations)
{
    public const int First = 30000;
    public const int Last = 32767;

    private int next = First;

    public void Fill(JsonObject service)
    {
        if (ServiceTypes.NeedsNodePorts(service))
        {
            var own = new HashSet<(long, string)>();
            foreach (var port in service.Objects("spec", "ports"))
            {
                var protocol = port.Text("protocol") ?? "TCP";
                if (port.Number("nodePort") is null or 0 && Take(protocol, own) is { } number)
                {
                    port["nodePort"] = number;
                }
                own.Add((port.Number("nodePort") ?? 0, protocol));
            }
        }
        if (ServiceTypes.NeedsHealthCheckPort(service) && service.Number("spec", "healthCheckNodePort") is null or 0)
        {
            service.Ensure("spec")["healthCheckNodePort"] = Take("TCP", []);
        }
    }

    private int? Take(string protocol, HashSet<(long, string)> own)
    {
        for (var tried = 0; tried <= Last - First; tried++)
        {
            var port = next;
            next = next == Last ? First : next + 1;
            if (!reservations.IsTaken(port, protocol) && !own.Contains((port, protocol)))
            {
                return port;
            }
        }
        return null;
    }
}
