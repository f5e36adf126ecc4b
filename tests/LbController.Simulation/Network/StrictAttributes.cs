using System.Buffers.Binary;
using LbController.Core.Addresses;

namespace LbController.Simulation.Network;

/// <summary>The path attributes of an UPDATE (RFC 4271, 4.3 and 5.1). Of those that are not about routes only the form is checked.</summary>
/// <param name="open">What the speaker has said of itself.</param>
/// <param name="speakerAs">The AS of the speaker.</param>
/// <param name="isInternal">The reader is of the same AS.</param>
/// <param name="routes">Where the routes of IPv6 go that are among the attributes.</param>
internal sealed class StrictAttributes(StrictOpen open, uint speakerAs, bool isInternal, StrictRoutes routes)
{
    /// <summary>65535:0, "this way is about to go" (RFC 8326, section 3).</summary>
    private const uint GracefulShutdown = 0xffff_0000;

    private bool isShutDown;
    private uint? localPreference;

    public SortedSet<byte> Seen { get; } = [];

    public Address? NextHop { get; private set; }

    /// <summary>The way is about to go. Within an AS that is said by the lowest local preference, too.</summary>
    public bool IsFading => isShutDown && (!isInternal || localPreference == 0);

    public void Read(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            StrictBgp.Require(bytes.Length >= 3, "an attribute that is cut");
            var (flags, code) = (bytes[0], bytes[1]);
            var isExtended = (flags & 0x10) != 0;
            StrictBgp.Require((flags & 0x0f) == 0, "flags of an attribute that must be zero");
            StrictBgp.Require(!isExtended || bytes.Length >= 4, "an attribute that is cut");
            var length = isExtended ? BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]) : bytes[2];
            var start = isExtended ? 4 : 3;
            StrictBgp.Require(bytes.Length >= start + length, $"attribute {code} is longer than the message");
            StrictBgp.Require(Seen.Add(code), $"attribute {code} twice");
            Read(flags, code, bytes.Slice(start, length));
            bytes = bytes[(start + length)..];
        }
    }

    /// <summary>Routes have an origin and a way, and within an AS a preference (RFC 4271, 5.1.5).</summary>
    public bool AreWhole => Seen.Contains(1) && Seen.Contains(2) && Seen.Contains(5) == isInternal;

    private void Read(byte flags, byte code, ReadOnlySpan<byte> value)
    {
        switch (code)
        {
            case 1:
                StrictBgp.Require(flags == 0x40 && value.Length == 1 && value[0] <= 2, "ORIGIN");
                break;
            case 2:
                RequirePath(value, flags);
                break;
            case 3:
                StrictBgp.Require((flags & 0xe0) == 0x40 && value.Length == 4, "NEXT_HOP");
                NextHop = Address.V4(BinaryPrimitives.ReadUInt32BigEndian(value));
                break;
            case 5:
                StrictBgp.Require(isInternal, "LOCAL_PREF to an external peer");
                StrictBgp.Require((flags & 0xe0) == 0x40 && value.Length == 4, "LOCAL_PREF");
                localPreference = BinaryPrimitives.ReadUInt32BigEndian(value);
                break;
            case 8:
                StrictBgp.Require((flags & 0xc0) == 0xc0 && value.Length > 0 && value.Length % 4 == 0, "COMMUNITIES");
                ReadCommunities(value);
                break;
            case 14 or 15:
                StrictBgp.Require((flags & 0xe0) == 0x80 && open.HasIpv6, $"attribute {code}: its flags, or nobody has agreed to it");
                routes.Read(code, value);
                break;
            case 32:
                StrictBgp.Require((flags & 0xc0) == 0xc0 && value.Length > 0 && value.Length % 12 == 0, "LARGE_COMMUNITY");
                break;
        }
    }

    private void ReadCommunities(ReadOnlySpan<byte> value)
    {
        for (var at = 0; at < value.Length; at += 4)
        {
            isShutDown |= BinaryPrimitives.ReadUInt32BigEndian(value[at..]) == GracefulShutdown;
        }
    }

    private void RequirePath(ReadOnlySpan<byte> value, byte flags)
    {
        StrictBgp.Require((flags & 0xe0) == 0x40, "flags of AS_PATH");
        if (isInternal)
        {
            StrictBgp.Require(value.IsEmpty, "AS_PATH within the AS");
            return;
        }

        var width = open.HasFourOctetAs ? 4 : 2;
        StrictBgp.Require(value.Length >= 2 + width && value[0] == 2 && value.Length == 2 + (width * value[1]), "AS_PATH");
        var first = width == 4 ? BinaryPrimitives.ReadUInt32BigEndian(value[2..]) : BinaryPrimitives.ReadUInt16BigEndian(value[2..]);
        StrictBgp.Require(first == speakerAs, $"AS_PATH begins with {first}");
    }
}
