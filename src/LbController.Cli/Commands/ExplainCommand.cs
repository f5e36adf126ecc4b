using System.CommandLine;
using LbController.Cli.Reports;
using LbController.Core.Addresses;
using LbController.Core.Snapshot;

namespace LbController.Cli.Commands;

/// <summary><c>kubectl lb explain service|ip|node|peer WHAT</c>.</summary>
internal static class ExplainCommand
{
    public static Command Create(Terminal terminal) => new("explain", "Why a Service, an address, a node or a peer is as it is: what was looked at, and each verdict.")
    {
        Service(terminal),
        Ip(terminal),
        Node(terminal),
        Peer(terminal),
    };

    private static Command Service(Terminal terminal)
    {
        var name = new Argument<string>("NAMESPACE/NAME") { Description = "The Service; without a namespace that of 'default'." };
        return LookCommand.Create(
            terminal,
            "service",
            "Which pools were looked at for a Service, which address it has, and who announces it.",
            (picture, parsed) => ServiceExplanation.Of(picture, KeyOf(parsed.GetRequiredValue(name))),
            name);
    }

    private static Command Ip(Terminal terminal)
    {
        var address = new Argument<string>("IP") { Description = "The address." };
        address.Validators.Add(result =>
        {
            if (!Address.TryParse(result.GetValueOrDefault<string>(), out _))
            {
                result.AddError($"'{result.GetValueOrDefault<string>()}' is not an IP address.");
            }
        });
        return LookCommand.Create(
            terminal,
            "ip",
            "Whose an address is, of which pool, and which node announces it.",
            (picture, parsed) => AddressExplanation.Of(picture, Address.Parse(parsed.GetRequiredValue(address))),
            address);
    }

    private static Command Node(Terminal terminal)
    {
        var name = new Argument<string>("NODE") { Description = "The node." };
        return LookCommand.Create(terminal, "node", "What a node announces, and why not the rest.", (picture, parsed) => NodeExplanation.Of(picture, parsed.GetRequiredValue(name)), name);
    }

    private static Command Peer(Terminal terminal)
    {
        var name = new Argument<string>("PEER") { Description = "The name of the BGPPeer." };
        return LookCommand.Create(terminal, "peer", "Which nodes have a session with a peer, and which routes it gets.", (picture, parsed) => PeerExplanation.Of(picture, parsed.GetRequiredValue(name)), name);
    }

    private static ObjectKey KeyOf(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? new ObjectKey("default", text) : new ObjectKey(text[..slash], text[(slash + 1)..]);
    }
}
