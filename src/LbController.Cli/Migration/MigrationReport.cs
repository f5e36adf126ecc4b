using LbController.Cli.Cluster;
using LbController.Cli.Output;
using LbController.Core.Allocation;
using LbController.Core.Config;
using LbController.Core.Snapshot;

namespace LbController.Cli.Migration;

/// <summary><c>migrate check</c>: whether every address is kept, what is to be done first, and what is not carried.</summary>
internal static class MigrationReport
{
    private const string DoFirst = "DoFirst";
    private const string NotCarried = "NotCarried";
    private const string Differs = "Differs";
    private const string Known = "Fine";

    public static Report Of(ClusterPicture picture, MetalLbRemains remains)
    {
        var table = new ReportTable("findings", "object", "verdict", "message") { IsBad = true, WhenEmpty = "nothing of MetalLB is in the way, and nothing differs" };
        AddRemains(remains, table);
        AddConfiguration(picture, table);
        var addresses = Addresses(picture, table);
        foreach (var unseen in remains.Unseen)
        {
            table.Add("this check", "NotSeen", unseen);
        }

        var isFound = table.Rows.Any(row => row[1]!.ToString() != Known);
        return new Report(addresses, table) { ExitCode = isFound ? ExitCodes.Found : ExitCodes.Fine };
    }

    private static void AddRemains(MetalLbRemains remains, ReportTable table)
    {
        foreach (var workload in remains.Workloads)
        {
            table.Add(workload, DoFirst, "is MetalLB, still told to run; two programs must not announce or assign at once: scale the controller to 0 and delete the speakers when ours are ready to start");
        }

        foreach (var webhook in remains.Webhooks)
        {
            table.Add($"ValidatingWebhookConfiguration {webhook}", DoFirst, "sends every change of metallb.io objects to MetalLB's controller, and refuses them all once that is gone: delete it");
        }

        if (remains.ConvertsByWebhook)
        {
            table.Add("CustomResourceDefinition bgppeers.metallb.io", DoFirst, "converts by a webhook of MetalLB's controller, and BGPPeers of the other version cannot be read once that is gone: kubectl apply --server-side --force-conflicts -f crds/");
        }

        if (remains.PeerVersions.Contains("v1beta1", StringComparer.Ordinal))
        {
            table.Add("BGPPeers", Known, "some may lie in the store as v1beta1; both versions have one schema here and are read alike");
        }

        foreach (var map in remains.ConfigMaps)
        {
            table.Add($"ConfigMap {map}", NotCarried, map switch
            {
                "bgpextras" => "is raw configuration of FRR, which is not used here; say it with BGPPeer and BGPAdvertisement",
                "metallb-excludel2" => "excludes interfaces from L2 mode; name those to use in spec.interfaces of the L2Advertisements instead",
                "config" => "may be the configuration of MetalLB before 0.13; it is not read: turn it into IPAddressPools first",
                _ => "tunes memberlist, which is not used here; speakers watch each other by heartbeats of their own",
            });
        }

        foreach (var frr in remains.FrrConfigurations)
        {
            table.Add($"FRRConfiguration {frr}", NotCarried, "is for frr-k8s and not read here; keep frr-k8s for it, on another session than ours");
        }
    }

    private static void AddConfiguration(ClusterPicture picture, ReportTable table)
    {
        foreach (var error in picture.Errors)
        {
            table.Add($"{error.Kind} {error.Key.Name}", NotCarried, $"{error.Field}: {error.Message}");
        }

        foreach (var peer in picture.Objects.OfType<BgpPeerSpec>().Where(peer => peer.DisableMp))
        {
            table.Add($"BGPPeer {peer.Key.Name}", Known, "spec.disableMP has no effect, as in MetalLB since 0.15");
        }

        foreach (var group in picture.OurServices.SelectMany(ServiceAnnotations.DeprecatedInUse).GroupBy(name => name, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            table.Add($"annotation {group.Key}", Known, $"on {group.Count()} Services; it is honoured, and a Warning asks for the prefix {ServiceAnnotations.Prefix}");
        }
    }

    private static ReportTable Addresses(ClusterPicture picture, ReportTable findings)
    {
        var (kept, other, waiting) = (0, 0, 0);
        foreach (var service in picture.OurServices)
        {
            var held = ClusterPicture.AddressesOf(service);
            var decision = Allocator.Decide(picture.AllocationInput, service, held);
            var lost = held.Where(address => !decision.Addresses.AsSpan().Contains(address)).ToValueArray();
            if (!lost.IsEmpty)
            {
                other++;
                findings.Add($"Service {service.Key}", Differs, $"would not keep {lost}: {(decision.Loss ?? decision.Reason).Message}");
            }
            else if (held.IsEmpty)
            {
                waiting++;
            }
            else
            {
                kept++;
            }
        }

        var table = new ReportTable("services", "withAddress", "keepIt", "getAnother", "withoutAddress");
        table.Add(kept + other, kept, other, waiting);
        return table;
    }
}
