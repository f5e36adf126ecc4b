using LbController.Core.Addresses;
using LbController.Core.Election;
using LbController.Core.Reasons;

namespace LbController.Core.Announcing;

/// <summary>Why a Service's addresses are announced in L2 mode, or are not. Who announces is left out: a move changes nothing here.</summary>
public static class AnnouncementReasons
{
    private const int MostNodes = 5;

    public static readonly Reason Announced = new(ReasonCode.Announced, "a node answers for every address; ServiceL2Status names it");

    public static readonly Reason NotAdvertised = new(
        ReasonCode.NotAdvertised,
        "no L2Advertisement or BGPAdvertisement selects the pool of its address and the Service; create one, or change its ipAddressPools or serviceSelectors");

    /// <summary>Why nobody answers for an address of the plan.</summary>
    /// <param name="announcement">The address.</param>
    /// <param name="isAlive">Whether a node's speaker is heard.</param>
    public static Reason Unanswered(L2Announcement announcement, Func<string, bool> isAlive)
    {
        var verdicts = announcement.Verdicts.Select(entry => entry.Verdict == NodeVerdict.Eligible && !isAlive(entry.Node) ? entry with { Verdict = NodeVerdict.NotAlive } : entry).ToList();
        if (verdicts.Count > 0 && verdicts.TrueForAll(entry => entry.Verdict is NodeVerdict.NoEndpoints or NodeVerdict.NotSelected) && verdicts.Exists(entry => entry.Verdict == NodeVerdict.NoEndpoints))
        {
            return new(ReasonCode.NoEndpoints, $"{announcement.Address} is not announced: the Service has no usable endpoint");
        }

        var nodes = verdicts.Take(MostNodes).Select(entry => $"{entry.Node}: {Words(entry.Verdict)}");
        var more = verdicts.Count > MostNodes ? $"; and {verdicts.Count - MostNodes} more" : "";
        return new(ReasonCode.NoEligibleNode, $"{announcement.Address} is not announced: {string.Join("; ", nodes)}{more}");
    }

    /// <summary>A stranger had the address first.</summary>
    /// <param name="address">The address.</param>
    /// <param name="holder">Hardware address and interface.</param>
    public static Reason InUse(Address address, string holder) => new(
        ReasonCode.AddressHeldElsewhere, $"{address} is not announced: {holder} has it already; take it from that host, or out of the pool");

    /// <summary>A stranger claims an address that is announced.</summary>
    public static Reason Contested(Address address, string holder) => new(
        ReasonCode.AddressContested, $"{address} is announced, but {holder} claims it too; take it from that host");

    /// <summary>Another node of ours answers too.</summary>
    public static Reason AnsweredTwice(Address address, string holder) => new(
        ReasonCode.AddressAnsweredTwice, $"{address} is announced, but {holder} answers for it too; where kube-proxy uses IPVS, set its strictARP");

    /// <summary>Another speaker asked, and nobody answered.</summary>
    public static Reason NotAnswered(Address address) => new(
        ReasonCode.AddressNotAnswered, $"another node asked for {address} on the wire and nobody answered; is ARP or NDP filtered at the owner?");

    private static string Words(NodeVerdict verdict) => verdict switch
    {
        NodeVerdict.NotSelected => "no advertisement selects it",
        NodeVerdict.ExcludedByLabel => "excluded by label",
        NodeVerdict.NetworkUnavailable => "its network is unavailable",
        NodeVerdict.NoEndpoints => "no usable endpoint",
        NodeVerdict.NoLocalEndpoints => "no usable endpoint on it",
        NodeVerdict.NotAlive => "its speaker is not heard",
        _ => "none of its interfaces can carry the address",
    };
}
