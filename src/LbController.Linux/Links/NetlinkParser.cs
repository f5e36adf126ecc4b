using System.Buffers.Binary;
using System.Net;
using System.Text;
using LbController.Core.Addresses;
using LbController.Engine.Facts;
using LbController.Protocols.Wire;

namespace LbController.Linux.Links;

/// <summary>Reads rtnetlink messages about links and addresses (rtnetlink(7)). Never throws; what it does not know it passes over.</summary>
internal static class NetlinkParser
{
    private const ushort NlmsgDone = 3;
    private const ushort RtmNewLink = 16;
    private const ushort RtmDelLink = 17;
    private const ushort RtmNewAddr = 20;
    private const ushort RtmDelAddr = 21;

    private const int IfInfoSize = 16;
    private const int IfAddrSize = 8;

    private const int IflaAddress = 1;
    private const int IflaIfName = 3;
    private const int IflaMaster = 10;
    private const int IflaLinkInfo = 18;
    private const int IflaInfoSlaveKind = 4;
    private const int IfaAddress = 1;
    private const int IfaLocal = 2;

    /// <summary>A member of a VRF keeps its own neighbours; ports of bridges, bonds and teams speak through their master.</summary>
    private const string VrfMember = "vrf";

    private const uint IffUp = 0x1;
    private const uint IffBroadcast = 0x2;
    private const uint IffLoopback = 0x8;
    private const uint IffNoArp = 0x80;
    private const uint IffLowerUp = 0x10000;

    /// <param name="datagram">As received from the kernel: one or more messages.</param>
    public static List<NetlinkChange> Parse(ReadOnlySpan<byte> datagram)
    {
        var changes = new List<NetlinkChange>();
        while (NetlinkReader.TryNextMessage(ref datagram, out var type, out var body))
        {
            NetlinkChange? change = type switch
            {
                NlmsgDone => new NetlinkChange.DumpDone(),
                RtmNewLink => ParseLink(body),
                RtmDelLink when IsAboutALink(body) => new NetlinkChange.LinkGone(ReadIndex(body)),
                RtmNewAddr => ParseAddress(body) is var (index, address) ? new NetlinkChange.AddressIs(index, address) : null,
                RtmDelAddr => ParseAddress(body) is var (index, address) ? new NetlinkChange.AddressGone(index, address) : null,
                _ => null,
            };
            if (change is not null)
            {
                changes.Add(change);
            }
        }

        return changes;
    }

    /// <summary>
    /// Other families than AF_UNSPEC are passed over: a bridge tells about its ports in the same group, and an RTM_DELLINK of AF_BRIDGE
    /// says that the port left the bridge, not that the link is gone.
    /// </summary>
    private static bool IsAboutALink(ReadOnlySpan<byte> body) => body.Length >= IfInfoSize && body[0] == 0;

    private static NetlinkChange.LinkIs? ParseLink(ReadOnlySpan<byte> body)
    {
        if (!IsAboutALink(body))
        {
            return null;
        }

        var flags = BinaryPrimitives.ReadUInt32LittleEndian(body[8..]);
        var name = "";
        var mac = default(MacAddress);
        var hasMaster = false;
        var slaveKind = "";
        var attributes = body[IfInfoSize..];
        while (NetlinkReader.TryNextAttribute(ref attributes, out var type, out var value))
        {
            switch (type)
            {
                case IflaIfName:
                    name = Text(value);
                    break;
                case IflaAddress when value.Length == MacAddress.Size:
                    mac = MacAddress.Read(value);
                    break;
                case IflaMaster when value.Length == sizeof(uint):
                    hasMaster = BinaryPrimitives.ReadUInt32LittleEndian(value) != 0;
                    break;
                case IflaLinkInfo:
                    slaveKind = SlaveKind(value);
                    break;
            }
        }

        return name.Length == 0 ? null : new(new LinkSnapshot(ReadIndex(body), name, mac)
        {
            IsUp = (flags & IffUp) != 0 && (flags & IffLowerUp) != 0,
            IsLoopback = (flags & IffLoopback) != 0,
            HasBroadcast = (flags & IffBroadcast) != 0,
            HasNoArp = (flags & IffNoArp) != 0,
            IsEnslaved = hasMaster && slaveKind != VrfMember,
        });
    }

    /// <summary>What kind of master a link has, from the attributes inside IFLA_LINKINFO.</summary>
    private static string SlaveKind(ReadOnlySpan<byte> attributes)
    {
        while (NetlinkReader.TryNextAttribute(ref attributes, out var type, out var value))
        {
            if (type == IflaInfoSlaveKind)
            {
                return Text(value);
            }
        }

        return "";
    }

    private static string Text(ReadOnlySpan<byte> value) => Encoding.UTF8.GetString(value).TrimEnd('\0');

    /// <summary>IFA_LOCAL is our own end where there is one (point-to-point links); else IFA_ADDRESS is.</summary>
    private static (int LinkIndex, LinkAddress Address)? ParseAddress(ReadOnlySpan<byte> body)
    {
        if (body.Length < IfAddrSize)
        {
            return null;
        }

        Address? found = null;
        var attributes = body[IfAddrSize..];
        while (NetlinkReader.TryNextAttribute(ref attributes, out var type, out var value))
        {
            if (value.Length is 4 or 16 && (type == IfaLocal || (type == IfaAddress && found is null)))
            {
                found = Address.From(new IPAddress(value));
            }
        }

        return found is { } address
            ? (BinaryPrimitives.ReadInt32LittleEndian(body[4..]), new LinkAddress(address, body[1]))
            : null;
    }

    private static int ReadIndex(ReadOnlySpan<byte> body) => BinaryPrimitives.ReadInt32LittleEndian(body[4..]);
}
