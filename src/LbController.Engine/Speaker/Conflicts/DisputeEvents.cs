using LbController.Core.Addresses;
using LbController.Core.Announcing;
using LbController.Core.Snapshot;
using LbController.Engine.Commands;

namespace LbController.Engine.Speaker.Conflicts;

/// <summary>An Event on each Service of an address when a dispute about it begins, changes or ends; none while it stays as it is.</summary>
internal sealed class DisputeEvents(string ownNode)
{
    private readonly SortedDictionary<Address, AddressDispute> told = [];

    /// <summary>The disputes as of the last report.</summary>
    public IReadOnlyDictionary<Address, AddressDispute> Current => told;

    /// <param name="disputes">All that there are.</param>
    /// <param name="plan">To find the Services of an address.</param>
    public List<Command> Report(IReadOnlyDictionary<Address, AddressDispute> disputes, IReadOnlyCollection<L2Announcement> plan)
    {
        var commands = new List<Command>();
        foreach (var address in disputes.Keys.Union(told.Keys).Where(address => disputes.GetValueOrDefault(address) != told.GetValueOrDefault(address)).Order().ToList())
        {
            var dispute = disputes.GetValueOrDefault(address);
            var services = plan.FirstOrDefault(announcement => announcement.Address == address)?.Services ?? [];
            commands.AddRange(services.Select(service => Event(service, address, dispute)));
            if (dispute is null)
            {
                told.Remove(address);
            }
            else
            {
                told[address] = dispute;
            }
        }

        return commands;
    }

    private Command.RecordEvent Event(ObjectKey service, Address address, AddressDispute? dispute)
    {
        var (reason, message) = dispute switch
        {
            null => ("addressUndisputed", $"nobody disputes {address} any more"),
            _ => (ReasonOf(dispute.Kind), Disputes.Reason(address, dispute).Message),
        };
        return new(new EventSubject("v1", "Service", service, ""), IsWarning: dispute is not null, reason, $"{message} (seen by node \"{ownNode}\")");
    }

    private static string ReasonOf(DisputeKind kind) => kind switch
    {
        DisputeKind.InUse => "addressInUse",
        DisputeKind.Contested => "addressContested",
        DisputeKind.AnsweredTwice => "addressAnsweredTwice",
        _ => "addressNotAnswered",
    };
}
