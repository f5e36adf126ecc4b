using LbController.Core.Snapshot;
using LbController.Engine.Controller;
using static LbController.Engine.Tests.Controller.ClusterSim;

namespace LbController.Engine.Tests.Controller;

/// <summary>Who keeps a shared address when not all who show it agree any more, and who may share at all.</summary>
public sealed class SharedHoldersTests
{
    [Fact]
    public void Who_changed_while_nobody_led_has_to_go_though_it_is_the_oldest()
    {
        var sim = new ClusterSim().Pool("blue", "192.0.2.0/29").Put(Sharing("old", 1, 80)).Put(Sharing("middle", 2, 81)).Put(Sharing("young", 3, 82)).Sync();
        Assert.Equal(("192.0.2.0", "192.0.2.0", "192.0.2.0"), (sim.AddressesOf("old"), sim.AddressesOf("middle"), sim.AddressesOf("young")));
        sim.Edit("old", service => service with { Annotations = Annotations(("metallb.io/allow-shared-ip", "other")) }).Restart();
        Assert.Equal(("192.0.2.1", "192.0.2.0", "192.0.2.0"), (sim.AddressesOf("old"), sim.AddressesOf("middle"), sim.AddressesOf("young")));
    }

    [Theory]
    [InlineData(false, "", "", "192.0.2.0")]
    [InlineData(true, "", "", "192.0.2.1")]
    [InlineData(true, "true", "", "192.0.2.1")]
    [InlineData(true, "", "true", "192.0.2.1")]
    [InlineData(true, "true", "true", "192.0.2.0")]
    public void Namespaces_share_when_both_consent_where_consent_is_asked_for(bool isAsked, string one, string other, string expected)
    {
        var sim = new ClusterSim(new ControllerOptions(null, "lb") { SharingNeedsConsent = isAsked }).Pool("blue", "192.0.2.0/29")
            .Put(Consenting(Sharing("web", 1, 80), one)).Sync();
        var guest = new ObjectKey("elsewhere", "dns");
        sim.Put(Consenting(Sharing("dns", 2, 53), other) with { Key = guest }).Run();
        Assert.Equal(expected, string.Join(' ', sim.Services.Single(service => service.Key == guest).IngressIps));
    }

    private static ServiceSnapshot Sharing(string name, long createdAt, int port) => Service(name, createdAt) with
    {
        Ports = [new ServicePort("TCP", port)],
        Annotations = Annotations(("metallb.io/allow-shared-ip", "k")),
    };

    private static ServiceSnapshot Consenting(ServiceSnapshot service, string consent) => consent.Length == 0
        ? service
        : service with { Annotations = Annotations(("metallb.io/allow-shared-ip", "k"), ("lbcontroller.dev/share-across-namespaces", consent)) };

    private static LabelSet Annotations(params (string Key, string Value)[] pairs) =>
        LabelSet.From(pairs.Select(pair => KeyValuePair.Create(pair.Key, pair.Value)));
}
