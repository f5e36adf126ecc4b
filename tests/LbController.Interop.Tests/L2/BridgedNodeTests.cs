using LbController.Interop.Tests.Lab;
using LbController.Lab.Network;
using LbController.Lab.Processes;
using static LbController.Interop.Tests.Lab.LabFixture;

namespace LbController.Interop.Tests.L2;

/// <summary>A node whose interface becomes the port of a bridge while its speaker runs, and whose hardware address changes.</summary>
[Collection(L2Collection.Name)]
public sealed class BridgedNodeTests(L2Fixture fixture)
{
    private const string NewMac = "02:00:00:00:77:01";
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(10);

    [Fact]
    [Trait("speed", "long")]
    public async Task The_bridge_answers_in_place_of_its_port_and_neighbours_hear_of_a_new_hardware_address()
    {
        var node = fixture.Lab.Plan.Nodes[0];
        var others = fixture.Lab.Plan.Nodes.Where(other => other != node).ToList();
        foreach (var other in others)
        {
            await fixture.Lab.Processes.StopAsync(fixture.Speaker(other), kill: false, Cancel);
        }

        try
        {
            Assert.Equal(node, await fixture.OwnerAsync());
            await BatchAsync(node, ["link add br0 type bridge", "link set br0 up", "link set eth0 master br0", .. Move(node, "eth0", "br0")]);
            await fixture.InAsync(fixture.Client, "ip", "neigh", "flush", "dev", "eth0");
            using var probes = await fixture.ProbeAsync();
            await BatchAsync(node, [$"link set br0 address {NewMac}"]);
            await Eventually.TrueAsync(async () => await LabNetwork.NeighbourAsync(fixture.Client, fixture.Vip, Cancel) == NewMac && probes.IsAnswered(40), Wait, "the client has the new hardware address, and is answered", Cancel);
            var heard = await fixture.InAsync(fixture.Client, "arping", "-c", "1", "-w", "2", "-I", "eth0", fixture.Vip);
            Assert.Contains(NewMac, heard, StringComparison.OrdinalIgnoreCase);
        }
        finally
        {
            await BatchAsync(node, ["link set eth0 nomaster", .. Move(node, "br0", "eth0"), "link del br0"]);
            others.ForEach(other => fixture.Lab.StartSpeaker(other));
            await fixture.Lab.DaemonsReadyAsync(Cancel);
            await fixture.OwnerAsync();
        }
    }

    /// <summary>The addresses of the node from one link to another, and the routes that go with them.</summary>
    private IEnumerable<string> Move(NodePlan node, string from, string to) =>
    [
        $"addr del {node.LanAddress}/24 dev {from}",
        $"addr del {node.LanAddress6}/64 dev {from}",
        $"addr add {node.LanAddress}/24 dev {to}",
        $"addr add {node.LanAddress6}/64 dev {to} nodad",
        .. fixture.Lab.Plan.Nodes.Where(other => other != node).SelectMany(other => new[] { $"route replace {other.PodNetwork} via {other.LanAddress}", $"route replace {other.PodNetwork6} via {other.LanAddress6}" }),
        $"route replace default via {LabPlan.RouterLanAddress}",
    ];

    private static Task<string> BatchAsync(NodePlan node, IEnumerable<string> lines) =>
        Tool.RunAsync("ip", ["-n", node.Namespace, "-batch", "-"], Cancel, string.Join('\n', lines) + "\n");
}
