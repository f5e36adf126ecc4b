using LbController.Cli.Cluster;
using LbController.Core.Snapshot;

namespace LbController.Cli.Tests.Cluster;

public sealed class AppliedObjectTests
{
    private const string LastApplied = "kubectl.kubernetes.io/last-applied-configuration";

    [Fact]
    public void A_label_of_a_Namespace_that_the_file_does_not_name_stays()
    {
        var known = new NamespaceSnapshot(new("", "t1"), LabelSet.From([new("team", "red"), new("zone", "a")]));
        var applied = AppliedObject.Of(known with { Labels = LabelSet.From([new("zone", "b")]) }, known);
        Assert.Equal(known with { Labels = LabelSet.From([new("team", "red"), new("zone", "b")]) }, applied);
    }

    [Fact]
    public void An_annotation_goes_when_the_last_apply_had_put_it_there_and_stays_when_another_did()
    {
        var known = new ServiceSnapshot(new("shop", "web"))
        {
            Annotations = LabelSet.From(
            [
                new(LastApplied, """{"metadata":{"annotations":{"metallb.io/address-pool":"a"}}}"""),
                new("metallb.io/address-pool", "a"),
                new("metallb.io/allow-shared-ip", "k"),
            ]),
        };
        var applied = Assert.IsType<ServiceSnapshot>(AppliedObject.Of(new ServiceSnapshot(new("shop", "web")), known));
        Assert.Null(applied.Annotations["metallb.io/address-pool"]);
        Assert.Equal("k", applied.Annotations["metallb.io/allow-shared-ip"]);
    }

    [Fact]
    public void A_new_object_is_as_the_file_has_it()
    {
        var wanted = new NamespaceSnapshot(new("", "t1"), LabelSet.Empty);
        Assert.Same(wanted, AppliedObject.Of(wanted, known: null));
    }
}
