namespace LbController.Protocols.Arp;

/// <summary>The operation of an ARP packet (RFC 826).</summary>
public enum ArpOperation : ushort
{
    Request = 1,
    Reply = 2,
}
