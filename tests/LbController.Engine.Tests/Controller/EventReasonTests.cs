using LbController.Core.Addresses;
using LbController.Core.Snapshot;
using LbController.Engine.Commands;
using static LbController.Engine.Tests.Controller.ClusterSim;

namespace LbController.Engine.Tests.Controller;

/// <summary>The Events that users of MetalLB know, each with its type, and the condition beside it.</summary>
public sealed class EventReasonTests
{
    private static readonly SortedDictionary<string, (Func<ServiceSnapshot, ServiceSnapshot> Edit, string Told, string Condition)> Rows = new(StringComparer.Ordinal)
    {
        ["nothing asked"] = (service => service, "Normal IPAllocated", "True Assigned"),
        ["outside every pool"] = (service => service with { LoadBalancerIp = "198.51.100.1" }, "Warning AllocationFailed", "False AddressOutsidePools"),
        ["unknown pool"] = (service => With(service, "metallb.io/address-pool", "red"), "Warning AllocationFailed", "False UnknownPool"),
        ["wrong family"] = (service => service with { LoadBalancerIp = "2001:db8::1" }, "Warning AllocationFailed", "False FamilyMismatch"),
        ["nonsense"] = (service => service with { LoadBalancerIp = "x" }, "Warning AllocationFailed", "False InvalidRequest"),
        ["nonsense while holding"] = (service => service with { LoadBalancerIp = "x", IngressIps = ["192.0.2.3"] }, "Warning LoadBalancerFailed", "False InvalidRequest"),
        ["address in no pool any more"] = (service => service with { IngressIps = ["198.51.100.9"] }, "Normal ClearAssignment, Normal IPAllocated", "True Assigned"),
        ["RequireDualStack with one cluster IP"] = (service => service with { IpFamilyPolicy = IpFamilyPolicy.RequireDualStack }, "Warning not enough clusterips", "False NotEnoughClusterIps"),
        ["two cluster IPs of a family"] = (service => service with { ClusterIps = [Address.Parse("10.96.0.1"), Address.Parse("10.96.0.2")] }, "Warning noclusterIPsIPFamily", "False ClusterIpsOfOneFamily"),
        ["status with two of a family"] = (service => service with { IngressIps = ["192.0.2.1", "192.0.2.2"] }, "Warning nolbIPsIPFamily", "True Assigned"),
        ["no second family"] = (service => service with { ClusterIps = [Address.Parse("10.96.0.1"), Address.Parse("fd00::1")], IpFamilyPolicy = IpFamilyPolicy.PreferDualStack }, "Normal AdditionalAssignFailed, Normal IPAllocated", "True SecondFamilyMissing"),
        ["old prefix"] = (service => With(service, "metallb.universe.tf/address-pool", "blue"), "Warning deprecatedAnnotation, Normal IPAllocated", "True Assigned"),
        ["no cluster IP"] = (service => service with { ClusterIps = [] }, "", "False NoClusterIp"),
    };

    public static TheoryData<string> Names => [.. Rows.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void An_Event_and_a_condition_say_what_happens(string name)
    {
        var row = Rows[name];
        var sim = new ClusterSim().Pool("blue", "192.0.2.0/29").Sync().Put(row.Edit(Service("web"))).Run();
        var told = sim.Commands.OfType<Command.RecordEvent>().Select(told => $"{(told.IsWarning ? "Warning" : "Normal")} {told.Reason}");
        var condition = sim.Services.Single().AddressCondition!;
        Assert.Equal((row.Told, row.Condition), (string.Join(", ", told), $"{condition.Status} {condition.Reason}"));
        sim.Commands.Clear();
        Assert.DoesNotContain(sim.Wait(TimeSpan.FromHours(1)).Restart().Commands.OfType<Command.RecordEvent>(), again => again.Reason is not ("deprecatedAnnotation" or "nolbIPsIPFamily"));
    }

    private static ServiceSnapshot With(ServiceSnapshot service, string annotation, string value) => service with { Annotations = LabelSet.From([new(annotation, value)]) };
}
