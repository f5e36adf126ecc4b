using LbController.Lab.Proxy;

namespace LbController.Lab.Tests.Proxy;

public sealed class RulesetWriterTests
{
    private static readonly ProxyEndpoint OnFirst = new("10.244.1.2", 8080, "n1");
    private static readonly ProxyEndpoint OnSecond = new("10.244.2.2", 8080, "n2");

    [Fact]
    public void The_whole_table_of_a_service_is_replaced_in_one_go()
    {
        var rules = RulesetWriter.Write([Port("default/web/http", isLocal: false, OnFirst, OnSecond)], "n1");

        Assert.StartsWith(
            """
            table ip lb-proxy
            delete table ip lb-proxy
            table ip lb-proxy {
              chain svc/default/web/http/cluster {
                meta l4proto tcp dnat to numgen random mod 2 map { 0 : 10.244.1.2 . 8080, 1 : 10.244.2.2 . 8080 }
              }
              chain svc/default/web/http/external {
                meta mark set meta mark | 0x4000
                meta l4proto tcp dnat to numgen random mod 2 map { 0 : 10.244.1.2 . 8080, 1 : 10.244.2.2 . 8080 }
              }
              chain services {
                ip daddr { 10.96.0.10 } tcp dport 80 goto svc/default/web/http/cluster
                ip daddr { 10.77.0.200 } tcp dport 80 goto svc/default/web/http/external
              }
              chain prerouting {
                type nat hook prerouting priority dstnat
                jump services
              }
              chain output {
                type nat hook output priority -100
                jump services
              }
              chain postrouting {
                type nat hook postrouting priority srcnat
                meta mark & 0x4000 == 0x4000 masquerade
              }
            }

            """,
            rules,
            StringComparison.Ordinal);
    }

    [Fact]
    public void IPv6_has_a_table_of_its_own()
    {
        var port = new ProxyPort("default/web/http", "tcp", 80, ["fd00::10"], ["fd77::200"], false, [new("fd44:1::2", 8080, "n1")]) { IsIpv6 = true };
        var rules = RulesetWriter.Write([Port("default/web/http", isLocal: false, OnFirst), port], "n1");
        var v6 = rules[rules.IndexOf("delete table ip6 lb-proxy", StringComparison.Ordinal)..];

        Assert.Contains("    ip6 daddr { fd77::200 } tcp dport 80 goto svc/default/web/http/external", v6, StringComparison.Ordinal);
        Assert.Contains("map { 0 : fd44:1::2 . 8080 }", v6, StringComparison.Ordinal);
        Assert.DoesNotContain("10.244.1.2", v6, StringComparison.Ordinal);
    }

    [Fact]
    public void Policy_Local_keeps_outside_traffic_on_the_node_and_its_source_address()
    {
        var rules = External(RulesetWriter.Write([Port("default/web/http", isLocal: true, OnFirst, OnSecond)], "n2"));

        Assert.Contains("map { 0 : 10.244.2.2 . 8080 }", rules, StringComparison.Ordinal);
        Assert.DoesNotContain("10.244.1.2", rules, StringComparison.Ordinal);
        Assert.DoesNotContain("mark set", rules, StringComparison.Ordinal);
    }

    [Fact]
    public void Policy_Local_drops_outside_traffic_where_no_endpoint_runs()
    {
        var rules = External(RulesetWriter.Write([Port("default/web/http", isLocal: true, OnFirst)], "n3"));

        Assert.Equal("    drop", rules.TrimEnd('\n'));
    }

    [Fact]
    public void A_service_without_ready_endpoints_is_dropped()
    {
        Assert.Equal("    drop", External(RulesetWriter.Write([Port("default/web/http", isLocal: false)], "n1")).Split('\n')[1]);
    }

    [Fact]
    public void A_service_without_an_outside_address_has_no_outside_rule()
    {
        var rules = RulesetWriter.Write([Port("default/web/http", isLocal: false, OnFirst) with { ExternalAddresses = [] }], "n1");

        Assert.DoesNotContain("external", rules, StringComparison.Ordinal);
    }

    [Fact]
    public void A_port_without_a_name_still_gets_a_chain_name_that_nft_takes()
    {
        var rules = RulesetWriter.Write([Port("default/web/", isLocal: false, OnFirst)], "n1");

        Assert.Contains("chain svc/default/web/-/external {", rules, StringComparison.Ordinal);
    }

    private static ProxyPort Port(string name, bool isLocal, params ProxyEndpoint[] endpoints) =>
        new(name, "tcp", 80, ["10.96.0.10"], ["10.77.0.200"], isLocal, endpoints);

    /// <summary>The lines of the outside chain.</summary>
    private static string External(string rules)
    {
        var from = rules.IndexOf('\n', rules.IndexOf("/external {", StringComparison.Ordinal)) + 1;
        return rules[from..rules.IndexOf("  }", from, StringComparison.Ordinal)];
    }
}
