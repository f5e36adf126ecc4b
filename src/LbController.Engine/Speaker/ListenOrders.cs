using LbController.Core.Snapshot;
using LbController.Engine.Commands;

namespace LbController.Engine.Speaker;

/// <summary>Says whose connections are to be taken, whenever that changes.</summary>
/// <param name="port">0: this speaker never listens.</param>
internal sealed class ListenOrders(int port)
{
    private ValueArray<ListenTarget> ordered;

    public IEnumerable<Command> Follow(IEnumerable<PeerSettings> peers)
    {
        var wanted = port == 0
            ? []
            : peers.Where(peer => peer.Problem.Length == 0).Select(peer => new ListenTarget(peer.Peer.Address, peer.LinkIndex, peer.Peer.Vrf, peer.Password)).ToValueArray();
        if (wanted == ordered)
        {
            return [];
        }

        ordered = wanted;
        return [new NetworkCommand.ListenTcp(port, wanted)];
    }
}
