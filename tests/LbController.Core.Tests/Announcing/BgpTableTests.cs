using CsCheck;
using LbController.Core.Addresses;
using LbController.Core.Announcing;
using LbController.Core.Config;
using LbController.Core.Snapshot;

namespace LbController.Core.Tests.Announcing;

public sealed class BgpTableTests
{
    private static readonly BgpScope Scope = new(
        new(new("", "n0")),
        ServiceEdit.Pools,
        [
            new(new("metallb-system", "all")) { LocalPref = 100, WeightByEndpoints = true, Med = 7 },
            new(new("metallb-system", "wide")) { AggregationLength = 25, AggregationLengthV6 = 64, Communities = ["65000:1"], AsPathPrepend = 2 },
            new(new("metallb-system", "gold")) { ServiceSelectors = [ServiceEdit.Gold], Peers = ["b"], LocalPref = 200, Communities = ["65000:2"], Med = 3 },
        ],
        new CommunityAliases([]),
        IgnoreExcludeLabel: false);

    private static readonly string[] Peers = ["a", "b", "c"];

    [Fact]
    public void A_table_that_is_kept_up_to_date_is_the_one_that_would_be_made_anew_and_its_changes_lead_there() => ServiceEdit.Some.Sample(edits =>
    {
        var table = new BgpTable(Scope, Peers);
        var now = new SortedDictionary<ObjectKey, ServiceEdit>();
        var learnt = Peers.ToDictionary(peer => peer, _ => new SortedDictionary<Prefix, BgpRoute>(), StringComparer.Ordinal);
        foreach (var edit in edits)
        {
            edit.Apply(now, table.Put, table.Remove);
            Learn(table, learnt);
            var anew = BgpPlanner.Plan(Scope, now.Values.Select(known => known.Service), key => now[key].Endpoints, Peers);
            Assert.Equal(anew.PeersOf, table.PeersOf);
            foreach (var peer in Peers)
            {
                Assert.Equal(anew.RoutesOf[peer], learnt[peer].Values);
                Assert.Equal(anew.RoutesOf[peer], table.Groups.Single(group => group.Peers.Contains(peer)).Routes);
            }
        }
    });

    [Fact]
    public void What_has_not_changed_is_not_told_again()
    {
        var table = new BgpTable(Scope, Peers);
        var web = new ServiceEdit(new(new("shop", "s1")) { IngressIps = ["192.0.2.1"] }, [1, 0], IsGone: false);
        table.Put(web.Service, web.Endpoints);
        Assert.All(table.Groups, group => Assert.Equal(2, group.TakeChanges().Count));
        table.Put(web.Service with { ResourceVersion = "2" }, web.Endpoints);
        Assert.All(table.Groups, group => Assert.Empty(group.TakeChanges()));
    }

    [Fact]
    public void Endpoints_of_all_Services_behind_a_prefix_add_up_also_where_they_ask_for_the_very_same()
    {
        var table = new BgpTable(Scope, Peers);
        foreach (var name in (string[])["s1", "s2", "s3"])
        {
            var edit = new ServiceEdit(new(new("shop", name)) { IngressIps = ["192.0.2.1"], ExternalTrafficPolicy = "Local" }, [2, 0], IsGone: false);
            table.Put(edit.Service, edit.Endpoints);
        }

        table.Remove(new("shop", "s2"));
        var host = table.Groups[0].TakeChanges().Single(change => change.Prefix == Prefix.Parse("192.0.2.1/32"));
        Assert.Equal(4, host.Route!.Weight);
    }

    private static void Learn(BgpTable table, Dictionary<string, SortedDictionary<Prefix, BgpRoute>> learnt)
    {
        foreach (var group in table.Groups)
        {
            var changes = group.TakeChanges();
            foreach (var (peer, change) in group.Peers.SelectMany(peer => changes.Select(change => (peer, change))))
            {
                if (change.Route is null)
                {
                    Assert.True(learnt[peer].Remove(change.Prefix));
                }
                else
                {
                    learnt[peer][change.Prefix] = change.Route;
                }
            }
        }
    }
}
