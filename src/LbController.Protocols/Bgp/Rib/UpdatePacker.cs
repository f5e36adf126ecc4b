using LbController.Protocols.Bgp.Attributes;
using LbController.Protocols.Bgp.Messages;
using LbController.Protocols.Wire;

namespace LbController.Protocols.Bgp.Rib;

/// <summary>
/// Puts as many routes with equal attributes into one UPDATE as 4096 octets hold. Longer messages are used only for attributes that
/// would not fit otherwise: routers work off many small messages as fast as few large ones.
/// </summary>
internal static class UpdatePacker
{
    private const int LongestPrefix = 17;

    /// <summary>Flags, code, and a length of two octets.</summary>
    private const int ListFrame = 4;

    /// <summary>Header, both length fields, and the frame of a multiprotocol attribute with its next hop.</summary>
    private const int FixedOctets = BgpHeader.Size + 4 + 32;

    public static IEnumerable<UpdateMessage> Pack(
        IReadOnlyList<NlriPrefix> withdrawn, IReadOnlyList<KeyValuePair<NlriPrefix, PathAttributes>> announced, UpdateWire wire)
    {
        foreach (var family in withdrawn.GroupBy(p => p.Afi))
        {
            foreach (var part in Split(family, BgpHeader.MaximumLength - FixedOctets))
            {
                yield return new(part, null, []);
            }
        }

        // GroupBy keeps the order in which keys first appear: no order comes from a hash.
        foreach (var group in announced.GroupBy(route => (route.Key.Afi, route.Value), route => route.Key))
        {
            foreach (var part in Split(group, RoomFor(group.Key.Value, wire)))
            {
                yield return new([], group.Key.Value, part);
            }
        }
    }

    private static IEnumerable<ValueSequence<NlriPrefix>> Split(IEnumerable<NlriPrefix> prefixes, int room)
    {
        var part = new List<NlriPrefix>();
        var used = 0;
        foreach (var prefix in prefixes)
        {
            if (used + prefix.WireSize > room && part.Count > 0)
            {
                yield return [.. part];
                part.Clear();
                used = 0;
            }

            part.Add(prefix);
            used += prefix.WireSize;
        }

        yield return [.. part];
    }

    /// <summary>False: the attributes and one route are longer than a message may be.</summary>
    public static bool Fits(PathAttributes attributes, UpdateWire wire) => RoomFor(attributes, wire) >= LongestPrefix;

    private static int RoomFor(PathAttributes attributes, UpdateWire wire)
    {
        var used = FixedOctets + SizeOf(attributes);
        return used + LongestPrefix <= BgpHeader.MaximumLength ? BgpHeader.MaximumLength - used : wire.MaximumLength - used;
    }

    /// <summary>An upper bound: with AS4_PATH beside AS_PATH, as a peer with AS numbers of two octets gets it.</summary>
    private static int SizeOf(PathAttributes attributes) =>
        (3 * 7) + 4
        + (2 * (ListFrame + attributes.AsPath.Sum(segment => 2 + (4 * segment.Numbers.Count))))
        + ListFrame + (4 * attributes.Communities.Count)
        + ListFrame + (8 * attributes.ExtendedCommunities.Count)
        + ListFrame + (12 * attributes.LargeCommunities.Count);
}
