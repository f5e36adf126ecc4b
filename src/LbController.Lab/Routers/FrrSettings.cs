using System.Globalization;
using LbController.Lab.Network;

namespace LbController.Lab.Routers;

/// <summary>The configuration of the lab's router; pure text.</summary>
internal static class FrrSettings
{
    public const int MaximumPaths = 16;

    /// <summary>Sessions are short-timed so that a node that is gone is noticed within seconds.</summary>
    public static string Write(LabPlan plan, string folder) => string.Create(CultureInfo.InvariantCulture, $"""
        hostname r1
        log file {folder}/frr.log
        ip prefix-list pool seq 10 permit 10.90.0.0/24 le 32
        !
        router bgp {LabPlan.RouterAs}
         bgp router-id {LabPlan.RouterLanAddress}
         no bgp ebgp-requires-policy
         no bgp default ipv4-unicast
         bgp bestpath as-path multipath-relax
         neighbor nodes peer-group
         neighbor nodes remote-as {LabPlan.ClusterAs}
         neighbor nodes timers 3 9
         neighbor nodes passive
        {string.Concat(plan.Nodes.Select(node => $" neighbor {node.LanAddress} peer-group nodes\n"))} address-family ipv4 unicast
          neighbor nodes activate
          neighbor nodes prefix-list pool in
          maximum-paths {MaximumPaths}
         exit-address-family
        !

        """);
}
