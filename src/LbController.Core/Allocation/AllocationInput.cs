using LbController.Core.Config;
using LbController.Core.Snapshot;

namespace LbController.Core.Allocation;

/// <summary>What a decision about one Service depends on besides the Service.</summary>
/// <param name="Pools">All pools.</param>
/// <param name="Ledger">Who holds what.</param>
/// <param name="NamespaceLabels">The labels of a namespace, by name.</param>
public sealed record AllocationInput(PoolSet Pools, AddressLedger Ledger, Func<string, LabelSet> NamespaceLabels)
{
    /// <summary>Only Services that say so share an address with Services of other namespaces.</summary>
    public bool SharingNeedsConsent { get; init; }
}
