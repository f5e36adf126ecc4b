using LbController.Protocols.Bgp.Attributes;
using LbController.Protocols.Wire;

namespace LbController.Protocols.Bgp.Messages;

/// <summary>Reads the body of an UPDATE with the error handling of RFC 7606.</summary>
internal static class UpdateDecoder
{
    public static bool TryDecode(ReadOnlySpan<byte> body, UpdateWire wire, out UpdateMessage? update, out BgpError? error)
    {
        update = null;
        var reader = new WireReader(body);
        var withdrawnField = reader.Take(reader.U16());
        var attributesField = reader.Take(reader.U16());
        if (reader.Overrun)
        {
            error = BgpError.Update(1, "the lengths of withdrawn routes and attributes exceed the message");
            return false;
        }

        var announcedField = reader.Take(reader.Remaining);
        var withdrawn = new List<NlriPrefix>();
        var announced = new List<NlriPrefix>();
        if (!TryReadPrefixes(withdrawnField, AddressFamilyIdentifier.Ipv4, withdrawn)
            || !TryReadPrefixes(announcedField, AddressFamilyIdentifier.Ipv4, announced))
        {
            error = BgpError.Update(10, "a prefix is longer than 32 bits or reaches past the end of its field");
            return false;
        }

        var attributes = new AttributeReader(wire);
        error = attributes.Read(attributesField);
        if (error is not null)
        {
            return false;
        }

        attributes.RequireMandatory(hasIpv4: announced.Count > 0);
        update = Combine(withdrawn, announced, attributes, attributesField.IsEmpty);
        return true;
    }

    /// <summary>False: a prefix is too long for its family or reaches past the end, so the others cannot be trusted either.</summary>
    internal static bool TryReadPrefixes(ReadOnlySpan<byte> field, AddressFamilyIdentifier afi, List<NlriPrefix> prefixes)
    {
        var reader = new WireReader(field);
        while (reader.Remaining > 0)
        {
            if (!NlriPrefix.TryRead(ref reader, afi, out var prefix))
            {
                return false;
            }

            prefixes.Add(prefix);
        }

        return true;
    }

    private static UpdateMessage Combine(List<NlriPrefix> withdrawn, List<NlriPrefix> announced, AttributeReader attributes, bool isBare)
    {
        withdrawn.AddRange(attributes.Withdrawn);
        announced.AddRange(attributes.Announced);
        var isEmpty = withdrawn.Count == 0 && announced.Count == 0;
        if (attributes.Treatment == UpdateTreatment.TreatAsWithdraw)
        {
            withdrawn.AddRange(announced);
            announced.Clear();
        }

        return new([.. withdrawn], attributes.HasPath ? attributes.Path : null, [.. announced])
        {
            EndOfRib = !isEmpty ? null : isBare ? BgpFamily.Ipv4Unicast : attributes.EndOfRib,
            Treatment = attributes.Treatment,
            Fault = attributes.Fault,
        };
    }
}
