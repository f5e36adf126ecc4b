using LbController.Core.Snapshot;
using LbController.Engine.Facts;

namespace LbController.Engine.Speaker;

/// <summary>Which links of the node may carry L2 announcements.</summary>
internal static class LinkEligibility
{
    /// <param name="link">The link.</param>
    /// <param name="interfaces">Names that the advertisements ask for; empty: any.</param>
    public static bool CanAnnounce(LinkSnapshot link, ValueArray<string> interfaces) =>
        SpeaksArp(link) && (interfaces.IsEmpty || interfaces.Contains(link.Name, StringComparer.Ordinal));

    /// <summary>Whether the link could carry announcements if it were up.</summary>
    public static bool MayCarry(LinkSnapshot link) => SpeaksArp(link with { IsUp = true });

    private static bool SpeaksArp(LinkSnapshot link) =>
        link is { IsUp: true, HasBroadcast: true, HasNoArp: false, IsEnslaved: false, IsLoopback: false, IsExcluded: false };
}
