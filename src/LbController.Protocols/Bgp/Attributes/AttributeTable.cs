using static LbController.Protocols.Bgp.Attributes.AttributeFault;
using static LbController.Protocols.Bgp.Attributes.AttributeTraits;

namespace LbController.Protocols.Bgp.Attributes;

/// <summary>
/// Every attribute that we know: its form, and what RFC 7606 (section 7, by attribute) makes of a malformed one.
/// Encoder and decoder both read it; a new attribute starts with a row here.
/// </summary>
public static class AttributeTable
{
    private const int Any = ushort.MaxValue;

    public static readonly IReadOnlyList<AttributeRow> Rows =
    [
        //  code                              name                    traits                 min  max  step  if malformed
        new(AttributeCode.Origin,             "ORIGIN",               Transitive,              1,   1,    1, Withdraw),
        new(AttributeCode.AsPath,             "AS_PATH",              Transitive,              0, Any,    1, Withdraw),
        new(AttributeCode.NextHop,            "NEXT_HOP",             Transitive,              4,   4,    1, Withdraw),
        new(AttributeCode.Med,                "MULTI_EXIT_DISC",      Optional,                4,   4,    1, Withdraw),
        new(AttributeCode.LocalPref,          "LOCAL_PREF",           Transitive,              4,   4,    1, Withdraw, InternalOnly: true),
        new(AttributeCode.AtomicAggregate,    "ATOMIC_AGGREGATE",     Transitive,              0,   0,    1, Discard),
        new(AttributeCode.Aggregator,         "AGGREGATOR",           Optional | Transitive,   6,   8,    2, Discard),
        new(AttributeCode.Communities,        "COMMUNITIES",          Optional | Transitive,   4, Any,    4, Withdraw),
        new(AttributeCode.OriginatorId,       "ORIGINATOR_ID",        Optional,                4,   4,    1, Withdraw, InternalOnly: true),
        new(AttributeCode.ClusterList,        "CLUSTER_LIST",         Optional,                4, Any,    4, Withdraw, InternalOnly: true),
        new(AttributeCode.MpReach,            "MP_REACH_NLRI",        Optional,                5, Any,    1, Reset),
        new(AttributeCode.MpUnreach,          "MP_UNREACH_NLRI",      Optional,                3, Any,    1, Reset),
        new(AttributeCode.ExtendedCommunities, "EXTENDED_COMMUNITIES", Optional | Transitive,  8, Any,    8, Withdraw),
        new(AttributeCode.As4Path,            "AS4_PATH",             Optional | Transitive,   0, Any,    1, Discard),
        new(AttributeCode.As4Aggregator,      "AS4_AGGREGATOR",       Optional | Transitive,   8,   8,    1, Discard),
        new(AttributeCode.LargeCommunities,   "LARGE_COMMUNITIES",    Optional | Transitive,  12, Any,   12, Withdraw),
    ];

    /// <summary>Null: an attribute that we do not know.</summary>
    public static AttributeRow? Find(AttributeCode code) => Rows.FirstOrDefault(row => row.Code == code);
}
