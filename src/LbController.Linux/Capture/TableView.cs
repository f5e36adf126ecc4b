using LbController.Core.Addresses;
using LbController.Core.Announcing;
using LbController.Protocols.Arp;

namespace LbController.Linux.Capture;

/// <summary>The announcement table as one link's responder asks it.</summary>
internal readonly struct TableView(AnnouncementTable table, int linkIndex) : IAnsweredAddresses
{
    public bool Answers(uint ip) => table.Answers(linkIndex, Address.V4(ip));
}
