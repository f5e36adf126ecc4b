using LbController.Core.Addresses;
using LbController.Core.Announcing;
using LbController.Protocols.Arp;
using LbController.Protocols.Ndp;

namespace LbController.Linux.Capture;

/// <summary>The announcement table as one link's responders ask it.</summary>
internal readonly struct TableView(AnnouncementTable table, int linkIndex) : IAnsweredAddresses, IAnsweredTargets
{
    public bool Answers(uint ip) => table.Answers(linkIndex, Address.V4(ip));

    public bool Answers(UInt128 target) => table.Answers(linkIndex, new Address(IpFamily.V6, target));
}
