using LbController.Core.Addresses;
using LbController.Simulation.Network;
using LbController.Simulation.Nodes;
using LbController.Simulation.Running;

namespace LbController.Simulation.Checkers;

/// <summary>
/// Always: nobody begins to answer for an address that another answers for whom it can hear, unless that one offers it, or may not have it by
/// what the taker was told. So of those who see one owner die one takes what it had, and who comes back takes nothing from those who did.
/// </summary>
public sealed class UnaskedTakerChecker(World world) : Checker(world, "taken-unasked")
{
    /// <summary>An offer that has lapsed may still be on its way.</summary>
    private static readonly TimeSpan OfferStands = TimeSpan.FromSeconds(1);

    /// <summary>Who was deaf to an owner or parted from it has to hear it first, and may take it for a stranger until then.</summary>
    private static readonly TimeSpan LeftToAStranger = TimeSpan.FromSeconds(10);

    private readonly SortedDictionary<string, SortedSet<Address>> known = new(StringComparer.Ordinal);
    private readonly SortedDictionary<(string Node, Address Address), TimeSpan> offered = [];
    private TimeSpan deafUntil = TimeSpan.MinValue;

    public override void Tick() => NoteDeafness();

    public override void SentDatagram(SimNode node, ReadOnlySpan<byte> bytes)
    {
        try
        {
            foreach (var address in StrictHeartbeat.Read(bytes, SimSpeaker.Key).Offered)
            {
                offered[(node.Name, address)] = World.Now;
            }
        }
        catch (FormatException)
        {
            // Another rule says so.
        }
    }

    public override void Published(SimNode node)
    {
        NoteDeafness();
        var before = known.GetValueOrDefault(node.Name) ?? [];
        SortedSet<Address> answered = [.. node.Answered];
        known[node.Name] = answered;
        if (World.Now < deafUntil || !L2Sight.IsPresent(node) || !DoAllKnowTheSame())
        {
            return;
        }

        foreach (var address in answered.Except(before))
        {
            if (L2Sight.Answering(World, address).FirstOrDefault(other => other != node && IsItsOwn(other, address, node.Speaker.View)) is { } owner)
            {
                Fail($"{node.Name} takes {address}, for which {owner.Name} answers and which it does not offer");
            }
        }
    }

    private void NoteDeafness()
    {
        if (!World.Lan.IsJoined || World.Lan.Deaf.Count > 0 || World.Lan.Loss > 0)
        {
            deafUntil = World.Now + LeftToAStranger;
        }
    }

    /// <summary>Who comes next is counted from what is to be announced: where one is told late, two may both be the next.</summary>
    private bool DoAllKnowTheSame() => World.Nodes.All(node => !L2Sight.IsPresent(node) || node.Speaker.IsUpToDate);

    private bool IsItsOwn(SimNode owner, Address address, ClusterView view) =>
        !(offered.TryGetValue((owner.Name, address), out var at) && World.Now - at < OfferStands)
        && Oracle.MayAnnounceL2(view, owner.Name, address)
        && !Oracle.IsDrained(view, owner.Name);
}
