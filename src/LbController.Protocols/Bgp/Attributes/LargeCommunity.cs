namespace LbController.Protocols.Bgp.Attributes;

/// <summary>RFC 8092: written as the three numbers with colons.</summary>
public readonly record struct LargeCommunity(uint Administrator, uint First, uint Second)
{
    public override string ToString() => $"{Administrator}:{First}:{Second}";
}
