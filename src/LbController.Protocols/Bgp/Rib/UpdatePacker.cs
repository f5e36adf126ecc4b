using LbController.Protocols.Bgp.Attributes;
using LbController.Protocols.Bgp.Messages;
using LbController.Protocols.Wire;

namespace LbController.Protocols.Bgp.Rib;

/// <summary>Puts as many routes with equal attributes into one UPDATE as 4096 octets hold.</summary>
internal static class UpdatePacker
{
    /// <summary>Header, both length fields, and the frame of a multiprotocol attribute with its next hop.</summary>
    private const int FixedOctets = BgpHeader.Size + 4 + 32;

    public static IEnumerable<UpdateMessage> Pack(
        IReadOnlyList<NlriPrefix> withdrawn, IReadOnlyList<KeyValuePair<NlriPrefix, PathAttributes>> announced)
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
            foreach (var part in Split(group, BgpHeader.MaximumLength - FixedOctets - SizeOf(group.Key.Value)))
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

    /// <summary>An upper bound: the form for a peer with AS numbers of two octets is the longest.</summary>
    private static int SizeOf(PathAttributes attributes) =>
        BgpMessageCodec.Encode(new UpdateMessage([], attributes, []), new(FourOctetAs: false, IsInternal: false)).Length
        + (2 * attributes.AsPath.Sum(s => s.Numbers.Count));
}
