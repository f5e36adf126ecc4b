using LbController.Core.Addresses;
using LbController.Core.Announcing;
using LbController.Core.Reasons;

namespace LbController.Engine.Speaker.Conflicts;

/// <summary>Disputes as reasons, for conditions and Events.</summary>
internal static class Disputes
{
    public static Reason Reason(Address address, AddressDispute dispute) => dispute.Kind switch
    {
        DisputeKind.InUse => AnnouncementReasons.InUse(address, dispute.Holder!.ToString()),
        DisputeKind.Contested => AnnouncementReasons.Contested(address, dispute.Holder!.ToString()),
        DisputeKind.AnsweredTwice => AnnouncementReasons.AnsweredTwice(address, dispute.Holder!.ToString()),
        _ => AnnouncementReasons.NotAnswered(address),
    };
}
