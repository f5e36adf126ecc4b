using LbController.Protocols.Wire;

namespace LbController.Protocols.Bgp.Attributes;

/// <summary>What an UPDATE says about its routes. Compares by content: equal attributes share messages.</summary>
public sealed record PathAttributes
{
    public BgpOrigin Origin { get; init; }

    /// <summary>Empty for our own routes on internal sessions.</summary>
    public ValueSequence<AsPathSegment> AsPath { get; init; }

    /// <summary>Null in what we want to announce: our own end of the session.</summary>
    public BgpAddress? NextHop { get; init; }

    /// <summary>MULTI_EXIT_DISC.</summary>
    public uint? Med { get; init; }

    /// <summary>Internal sessions only.</summary>
    public uint? LocalPref { get; init; }

    /// <summary>RFC 1997: the high 16 bits are the AS.</summary>
    public ValueSequence<uint> Communities { get; init; }

    public ValueSequence<LargeCommunity> LargeCommunities { get; init; }

    /// <summary>RFC 4360: eight octets each, as numbers.</summary>
    public ValueSequence<ulong> ExtendedCommunities { get; init; }
}
