using CsCheck;
using LbController.Core.Announcing;
using LbController.Core.Snapshot;

namespace LbController.Core.Tests.Announcing;

public sealed class L2TableTests
{
    private static readonly L2Scope Scope = new(
        ServiceEdit.Pools,
        [new(new("metallb-system", "gold")) { ServiceSelectors = [ServiceEdit.Gold], Interfaces = ["eth1"] }, new(new("metallb-system", "blue")) { Pools = ["blue"] }],
        [new(new("", "n0")), new(new("", "n1"))],
        IgnoreExcludeLabel: false);

    [Fact]
    public void A_table_that_is_kept_up_to_date_is_the_one_that_would_be_made_anew() => ServiceEdit.Some.Sample(edits =>
    {
        var table = new L2Table(Scope);
        var now = new SortedDictionary<ObjectKey, ServiceEdit>();
        foreach (var edit in edits)
        {
            edit.Apply(now, table.Put, table.Remove);
            var before = table.Announcements.ToList();
            Assert.Equal(table.Settle(), !before.SequenceEqual(table.Announcements));
            var anew = L2Planner.Plan(Scope, now.Values.Select(known => known.Service), key => now[key].Endpoints);
            Assert.Equal(anew, table.Announcements);
            Assert.All(now.Keys, service => Assert.Equal(anew.Where(announcement => announcement.Services.Contains(service)), table.Of(service).OrderBy(announcement => announcement.Address)));
        }
    });
}
