using LbController.Core.Snapshot;

namespace LbController.Core.Config;

/// <summary>
/// <c>spec.serviceAllocation</c> of an IPAddressPool. <paramref name="Priority"/>: lower is tried earlier, 0 comes last.
/// Namespaces are those named plus those selected; <paramref name="ServiceSelectors"/> are alternatives.
/// </summary>
public sealed record ServiceAllocationSpec(
    int Priority,
    ValueArray<string> Namespaces,
    ValueArray<LabelSelector> NamespaceSelectors,
    ValueArray<LabelSelector> ServiceSelectors);
