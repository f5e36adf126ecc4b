using System.Text.Json.Nodes;
using LbController.Interop.Tests.Lab;
using LbController.Lab.Network;
using LbController.Lab.Processes;
using static LbController.Interop.Tests.Lab.LabFixture;

namespace LbController.Interop.Tests.L2;

/// <summary>Both families as clients see them, and hosts that are none of ours on the same segment.</summary>
[Collection(L2Collection.Name)]
public sealed class WireTests(L2Fixture fixture)
{
    [Fact]
    public async Task A_client_gets_a_page_by_IPv6_and_again_after_the_owner_has_left()
    {
        var first = await PageAsync();
        var owner = fixture.Lab.Plan.Nodes.Single(node => node.Name == first);
        await fixture.Lab.Processes.StopAsync(fixture.Speaker(owner), kill: false, Cancel);
        var second = await PageAsync();
        Assert.NotEqual(first, second);
        fixture.Lab.StartSpeaker(owner);
        await fixture.Lab.DaemonsReadyAsync(Cancel);
        Assert.Equal(second, await PageAsync());
    }

    [Fact]
    public async Task Ndisc6_hears_one_node_with_its_own_hardware_address()
    {
        var page = await PageAsync();
        var asked = await fixture.InAsync(fixture.Client, "ndisc6", "-m", "-r", "1", "-w", "500", fixture.Vip6, "eth0");
        foreach (var node in fixture.Lab.Plan.Nodes)
        {
            Assert.Equal(node.Name == page, asked.Contains(await LabNetwork.MacAsync(node, Cancel), StringComparison.OrdinalIgnoreCase));
        }
    }

    [Fact]
    public async Task The_status_names_the_addresses_and_since_when()
    {
        await Eventually.TrueAsync(
            async () =>
            {
                var told = (await fixture.Lab.Api.ListAsync("/apis/metallb.io/v1beta1/servicel2statuses", Cancel))
                    .Where(status => (string?)status["status"]?["serviceName"] == "web")
                    .SelectMany(status => status["status"]?["addresses"]?.AsArray() ?? [])
                    .ToDictionary(entry => (string)entry!["address"]!, entry => (string?)entry!["since"]);
                return told.Count == 2 && told.GetValueOrDefault(fixture.Vip) is not null && told.GetValueOrDefault(fixture.Vip6) is not null;
            },
            Patience,
            "both addresses are in a ServiceL2Status",
            Cancel);
    }

    [Fact]
    public async Task A_new_Service_whose_address_a_stranger_has_gets_the_next_one_and_both_are_told()
    {
        await fixture.InAsync(fixture.Client, "ip", "addr", "add", "10.77.0.230/24", "dev", "eth0");
        await fixture.CreatePoolAsync("disputed", "10.77.0.230-10.77.0.231");
        await fixture.CreateServiceAsync("late", "disputed", "SingleStack");
        await Eventually.TrueAsync(async () => await fixture.AddressAsync("late", isIpv6: false) == "10.77.0.231", Patience, "the next address is given", Cancel);
        await fixture.ConditionAsync("late", "Announced");
        var mac = (await fixture.InAsync(fixture.Client, "cat", "/sys/class/net/eth0/address")).Trim();
        await Eventually.TrueAsync(
            async () => (await fixture.Lab.Api.ListAsync("/api/v1/events", Cancel))
                .Any(told => (string?)told["reason"] == "addressInUse" && ((string?)told["message"])?.Contains(mac, StringComparison.Ordinal) == true),
            Patience,
            "an Event names the stranger",
            Cancel);
        Assert.Contains("10.77.0.230", await LocalAddressesAsync(), StringComparison.Ordinal);
        await fixture.InAsync(fixture.Client, "ip", "addr", "del", "10.77.0.230/24", "dev", "eth0");
    }

    [Fact]
    [Trait("speed", "long")]
    public async Task A_stranger_that_claims_an_announced_address_is_named_and_the_owner_goes_on()
    {
        var owner = await fixture.OwnerAsync();
        await fixture.ConditionAsync("web", "Announced");
        await fixture.InAsync(fixture.Lab.Plan.Router, "arping", "-U", "-c", "2", "-i", "eth0", "-S", fixture.Vip, fixture.Vip);
        var message = await fixture.ConditionAsync("web", "AddressContested");
        Assert.Contains((await fixture.InAsync(fixture.Lab.Plan.Router, "cat", "/sys/class/net/eth0/address")).Trim(), message, StringComparison.Ordinal);
        Assert.Equal(owner, await fixture.OwnerAsync());
    }

    [Fact]
    [Trait("speed", "long")]
    public async Task An_owner_that_does_not_answer_ARP_is_found_out_by_another()
    {
        var owner = await fixture.OwnerAsync();
        await fixture.InAsync(fixture.Lab.Plan.Switch, "nft", $"add table bridge deaf; add chain bridge deaf f {{ type filter hook forward priority 0; }}; add rule bridge deaf f oifname {owner.LanPort} ether type arp drop");
        try
        {
            await fixture.ConditionAsync("web", "AddressNotAnswered");
        }
        finally
        {
            await fixture.InAsync(fixture.Lab.Plan.Switch, "nft", "delete table bridge deaf");
        }
    }

    [Fact]
    public async Task A_client_reaches_the_Pods_of_a_Service_by_IPv6()
    {
        await fixture.Lab.Api.CreateAsync("/api/v1/namespaces/default/services", new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Service",
            ["metadata"] = new JsonObject { ["name"] = "pods", ["annotations"] = new JsonObject { ["metallb.io/address-pool"] = "lan" } },
            ["spec"] = new JsonObject
            {
                ["type"] = "LoadBalancer",
                ["ipFamilies"] = new JsonArray("IPv6"),
                ["selector"] = new JsonObject { ["app"] = "web" },
                ["ports"] = new JsonArray(new JsonObject { ["port"] = 8080, ["protocol"] = "TCP", ["targetPort"] = "http" }),
            },
        }, Cancel);
        var address = await fixture.AddressAsync("pods", isIpv6: true);
        var pods = new SortedSet<string>(StringComparer.Ordinal);
        await Eventually.TrueAsync(
            async () =>
            {
                var page = await Tool.TryRunAsync("ip", ["netns", "exec", fixture.Client, "curl", "-6", "-sf", "-m", "1", "--noproxy", "*", $"http://[{address}]:8080/"], Cancel);
                if (page.ExitCode == 0)
                {
                    pods.Add((string)JsonNode.Parse(page.Output)!["pod"]!);
                }

                return pods.Count == 3;
            },
            Patience,
            "pages come from every Pod",
            Cancel);
    }

    private Task<string> LocalAddressesAsync() => fixture.InAsync(fixture.Client, "ip", "-4", "-o", "addr", "show", "dev", "eth0");

    private Task<string> PageAsync() => Eventually.ValueAsync(
        async () => await Tool.TryRunAsync("ip", ["netns", "exec", fixture.Client, "curl", "-6", "-s", "-m", "1", "--noproxy", "*", $"http://[{fixture.Vip6}]/"], Cancel) is { ExitCode: 0 } page ? page.Output : null,
        Patience,
        $"a page from {fixture.Vip6}",
        Cancel);
}
