namespace LbController.Protocols.Bgp.Messages;

/// <summary>The peer asks for the whole table of a family again (RFC 2918).</summary>
/// <param name="Demarcation">0: the request; 1 and 2: begin and end of an enhanced refresh (RFC 7313).</param>
public sealed record RouteRefreshMessage(BgpFamily Family, byte Demarcation) : BgpMessage
{
    public const byte Request = 0;
    public const byte Begin = 1;
    public const byte End = 2;
}
