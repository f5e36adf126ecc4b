using LbController.Engine.Facts;

namespace LbController.Linux.Links;

/// <summary>What one rtnetlink message says.</summary>
internal abstract record NetlinkChange
{
    private NetlinkChange()
    {
    }

    /// <summary>RTM_NEWLINK: a link, without its addresses.</summary>
    public sealed record LinkIs(LinkSnapshot Link) : NetlinkChange;

    /// <summary>RTM_DELLINK.</summary>
    public sealed record LinkGone(int Index) : NetlinkChange;

    /// <summary>RTM_NEWADDR.</summary>
    public sealed record AddressIs(int LinkIndex, LinkAddress Address) : NetlinkChange;

    /// <summary>RTM_DELADDR.</summary>
    public sealed record AddressGone(int LinkIndex, LinkAddress Address) : NetlinkChange;

    /// <summary>NLMSG_DONE: a dump is complete.</summary>
    public sealed record DumpDone : NetlinkChange;
}
