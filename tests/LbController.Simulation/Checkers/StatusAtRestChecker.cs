using LbController.Core.Config;
using LbController.Core.Snapshot;
using LbController.Simulation.Running;

namespace LbController.Simulation.Checkers;

/// <summary>After the faults: what the API says of announcements and pools is what is.</summary>
public sealed class StatusAtRestChecker(World world) : Checker(world, "status-at-rest")
{
    public override void AtRest()
    {
        var said = World.Api.NodeStatuses.Keys.Where(key => !key.IsBgp).Select(key => $"{key.Node} {key.Service}");
        var done = World.Nodes.SelectMany(node => node.Answered
            .SelectMany(address => Oracle.ServicesOn(World.Api.View, address))
            .Select(service => $"{node.Name} {service.Key}"));
        Compare("announced by ARP", said, done);
        var view = World.Api.View;
        var saidBgp = World.Api.NodeStatuses.Keys.Where(key => key.IsBgp).Select(key => $"{key.Node} {key.Service}");
        var doneBgp = World.Nodes.Where(node => World.Routers.Any(router => router.HasSessionWith(node.Ip))).SelectMany(node => view.Services
            .Where(service => Oracle.IsOurs(service) && Oracle.AddressesOf(service).Any(address =>
                Oracle.AnnouncesBgp(view, node.Name, service, address) && World.Routers.Any(router => router.PathsTo(address).Contains(node.NextHopTo(address)))))
            .Select(service => $"{node.Name} {service.Key}"));
        Compare("announced by BGP", saidBgp, doneBgp);
        foreach (var service in view.Services.Where(service => Oracle.IsOurs(service) && !service.IngressIps.IsEmpty))
        {
            JudgeCondition(service);
        }

        foreach (var pool in view.Pools)
        {
            var used = view.Services.Where(service => service.Type == "LoadBalancer").SelectMany(Oracle.AddressesOf).Distinct().Count(pool.Contains);
            var counters = World.Api.Find<PoolSpec>(pool.Key)!.Counters;
            if (counters is null || counters.AssignedIPv4 + counters.AssignedIPv6 != used)
            {
                Fail($"pool {pool.Key.Name} counts {counters?.AssignedIPv4} and {counters?.AssignedIPv6} addresses, {used} are given");
            }
        }
    }

    /// <summary>A condition says no where an address is not announced, and yes where somebody answers.</summary>
    private void JudgeCondition(ServiceSnapshot service)
    {
        var answered = Oracle.AddressesOf(service).Select(address => L2Sight.Answering(World, address).Any()).ToList();
        var isAnswered = service.AnnouncedCondition is { Status: "False" } ? answered.TrueForAll(one => one) : answered.Contains(true);
        var isRouted = Oracle.AddressesOf(service).Any(address => World.Routers.Any(router => router.PathsTo(address).Count > 0));
        if (service.AnnouncedCondition is { } said && (said.Status == "False" ? isAnswered || isRouted : !isAnswered && !isRouted))
        {
            Fail($"{service.Key} is announced: {said.Status}, {said.Reason}; it is {(isAnswered ? "answered" : "not answered")} and {(isRouted ? "routed" : "not routed")}");
        }
    }

    private void Compare(string what, IEnumerable<string> said, IEnumerable<string> done)
    {
        var (one, other) = (said.Distinct().Order(StringComparer.Ordinal).ToList(), done.Distinct().Order(StringComparer.Ordinal).ToList());
        if (!one.SequenceEqual(other))
        {
            Fail($"{what}: the API says {{{string.Join(", ", one.Except(other))}}} too much and {{{string.Join(", ", other.Except(one))}}} too little");
        }
    }
}
