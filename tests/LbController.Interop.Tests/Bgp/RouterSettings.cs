namespace LbController.Interop.Tests.Bgp;

/// <summary>Configurations of the four daemons; pure text.</summary>
internal static class RouterSettings
{
    public static string Frr(RouterCase at, string folder)
    {
        var us = at.Extra == "unnumbered" ? "eth0" : at.Source;
        string[] lines =
        [
            $"log file {folder}/frr.log",
            .. When(at.HasBfd, "bfd", " profile fast", "  transmit-interval 50", "  receive-interval 50", "  detect-multiplier 3"),
            $"router bgp {at.As}",
            $" bgp router-id {at.Theirs(false)}",
            " no bgp ebgp-requires-policy",
            " no bgp default ipv4-unicast",
            at.Extra == "unnumbered" ? $" neighbor {us} interface remote-as external" : $" neighbor {us} remote-as {RouterCase.OurAs}",
            .. When(at.Waits, $" neighbor {us} passive"),
            at.Extra == "hold3" ? $" neighbor {us} timers 1 3" : $" neighbor {us} timers 3 9",
            .. When(at.Password.Length > 0, $" neighbor {us} password {at.Password}"),
            .. When(at.Kind == "multihop", $" neighbor {us} ebgp-multihop 5"),
            .. When(at.Kind == "multihop", $" neighbor {us} update-source {at.Listen}"),
            .. When(at.Extra == "gtsm", $" neighbor {us} ttl-security hops 1"),
            .. When(at.HasBfd, $" neighbor {us} bfd", $" neighbor {us} bfd profile fast"),
            .. When(at.Extra is "gr" or "llgr", $" neighbor {us} graceful-restart-helper"),
            .. When(at.Extra == "llgr", " bgp long-lived-graceful-restart stale-time 3600"),
            .. When(at.Families == "v4over6", $" neighbor {us} capability extended-nexthop"),
            .. When(at.HasIpv4, " address-family ipv4 unicast", $"  neighbor {us} activate", " exit-address-family"),
            .. When(at.HasIpv6, " address-family ipv6 unicast", $"  neighbor {us} activate", " exit-address-family"),
        ];
        return string.Join('\n', lines) + "\n";
    }

    public static string Bird(RouterCase at)
    {
        string[] lines =
        [
            $"router id {at.Theirs(false)};",
            "protocol device { }",
            "protocol direct { ipv4; ipv6; }",
            .. When(at.HasBfd, "protocol bfd {", "  interface \"*\" { interval 50 ms; multiplier 3; };", "  multihop { interval 50 ms; multiplier 3; };", "}"),
            "protocol bgp speaker {",
            $"  local {at.Listen} as {at.As};",
            $"  neighbor {at.Source} as {RouterCase.OurAs};",
            .. When(at.Waits, "  passive on;"),
            "  error wait time 1, 2;",
            at.Extra == "hold3" ? "  hold time 3;" : "  hold time 9;",
            .. When(at.HasBfd, "  bfd on;"),
            .. When(at.Extra == "gtsm", "  ttl security on;"),
            .. When(at.Kind == "multihop", "  multihop 5;"),
            .. When(at.Kind == "ibgp", "  direct;"),
            .. When(at.Password.Length > 0, $"  password \"{at.Password}\";"),
            .. When(at.Extra is "gr" or "llgr", "  graceful restart aware;"),
            .. When(at.Extra == "llgr", "  long lived graceful restart aware;"),
            .. When(at.HasIpv4, at.Families == "v4over6" ? "  ipv4 { import all; export none; extended next hop on; };" : "  ipv4 { import all; export none; };"),
            .. When(at.HasIpv6, "  ipv6 { import all; export none; };"),
            "}",
        ];
        return string.Join('\n', lines) + "\n";
    }

    public static string Gobgp(RouterCase at)
    {
        string[] lines =
        [
            "[global.config]",
            $"  as = {at.As}",
            $"  router-id = \"{at.Theirs(false)}\"",
            "[[neighbors]]",
            "  [neighbors.config]",
            $"    neighbor-address = \"{at.Source}\"",
            $"    peer-as = {RouterCase.OurAs}",
            .. When(at.Password.Length > 0, $"    auth-password = \"{at.Password}\""),
            "  [neighbors.timers.config]",
            "    hold-time = 9",
            "    keepalive-interval = 3",
            "  [neighbors.transport.config]",
            $"    passive-mode = {(at.Waits ? "true" : "false")}",
            .. When(at.Extra == "llgr", "  [neighbors.graceful-restart.config]", "    enabled = true", "    helper-only = true", "    long-lived-enabled = true"),
            .. When(at.Kind == "multihop", "  [neighbors.ebgp-multihop.config]", "    enabled = true", "    multihop-ttl = 5"),
            .. When(at.HasIpv4, "  [[neighbors.afi-safis]]", "    [neighbors.afi-safis.config]", "      afi-safi-name = \"ipv4-unicast\""),
            .. When(at.HasIpv4 && at.Extra == "llgr", LongLived),
            .. When(at.HasIpv6, "  [[neighbors.afi-safis]]", "    [neighbors.afi-safis.config]", "      afi-safi-name = \"ipv6-unicast\""),
            .. When(at.HasIpv6 && at.Extra == "llgr", LongLived),
        ];
        return string.Join('\n', lines) + "\n";
    }

    /// <param name="at">The session.</param>
    /// <param name="program">Takes what the daemon hears, a JSON text a line.</param>
    public static string Exabgp(RouterCase at, string program)
    {
        string[] lines =
        [
            "process heard {",
            $"  run {program};",
            "  encoder json;",
            "}",
            $"neighbor {at.Source} {{",
            $"  router-id {at.Theirs(false)};",
            $"  local-address {at.Listen};",
            $"  local-as {at.As};",
            $"  peer-as {RouterCase.OurAs};",
            "  passive true;",
            "  hold-time 9;",
            "  family {",
            .. When(at.HasIpv4, "    ipv4 unicast;"),
            .. When(at.HasIpv6, "    ipv6 unicast;"),
            "  }",
            "  api { processes [ heard ]; receive { parsed; update; } }",
            "}",
        ];
        return string.Join('\n', lines) + "\n";
    }

    private static readonly string[] LongLived =
    [
        "    [neighbors.afi-safis.mp-graceful-restart.config]",
        "      enabled = true",
        "    [neighbors.afi-safis.long-lived-graceful-restart.config]",
        "      enabled = true",
        "      restart-time = 3600",
    ];

    private static string[] When(bool holds, params string[] lines) => holds ? lines : [];
}
