using LbController.Core.Addresses;
using LbController.Engine.Commands;

namespace LbController.Simulation.Running;

/// <summary>Commands in the words of a trace.</summary>
internal static class Words
{
    public static string Of(Command command) => command switch
    {
        Command.WriteServiceStatus write => write.Ingress.IsEmpty ? $"{write.Service} has no address: {write.Condition?.Reason}" : $"{write.Service} has {write.Ingress}",
        Command.WritePoolStatus write => $"pool {write.Pool.Name} counts {write.Counters.AssignedIPv4 + write.Counters.AssignedIPv6} of {write.Counters.AssignedIPv4 + write.Counters.AvailableIPv4 + write.Counters.AssignedIPv6 + write.Counters.AvailableIPv6}",
        Command.WriteAnnouncedCondition write => $"{write.Service} is announced: {write.Condition?.Status ?? "no word"}, {write.Condition?.Reason}",
        Command.WriteConfigurationState state => state.Verdict.IsValid ? "finds the configuration valid" : $"finds the configuration invalid: {state.Verdict.Summary.ReplaceLineEndings(", ")}",
        Command.RecordEvent record => $"event on {record.Subject.Key}: {record.Reason}, {record.Message}",
        Command.WriteServiceL2Status write => $"announces {write.Service} by ARP",
        Command.RemoveServiceL2Status remove => $"announces {remove.Service} by ARP no more",
        Command.WriteServiceBgpStatus write => $"announces {write.Service} to {write.Peers}",
        Command.RemoveServiceBgpStatus remove => $"announces {remove.Service} by BGP no more",
        NetworkCommand.PublishTable publish => $"answers for {{{string.Join(", ", publish.Table.Sorted().Select(entry => entry.Address))}}}",
        NetworkCommand.SendGratuitous gratuitous => $"gratuitous {(gratuitous.Address.Family == IpFamily.V6 ? "NDP" : "ARP")} for {gratuitous.Address}",
        NetworkCommand.Connect connect => $"dials {connect.Remote} (connection {connect.Connection})",
        NetworkCommand.CloseTcp close => $"closes connection {close.Connection}",
        _ => command.GetType().Name,
    };
}
