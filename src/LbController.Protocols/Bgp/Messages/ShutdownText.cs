using System.Text;
using LbController.Protocols.Wire;

namespace LbController.Protocols.Bgp.Messages;

/// <summary>The shutdown communication in a Cease (RFC 9003): <code>| length 1 | UTF-8 |</code></summary>
internal static class ShutdownText
{
    private const int MostOctets = 128;

    public static ValueSequence<byte> Encode(CeaseSubcode subcode, string text)
    {
        if (text.Length == 0 || !Carries((byte)subcode))
        {
            return [];
        }

        var octets = Encoding.UTF8.GetBytes(text).AsSpan();
        if (octets.Length > MostOctets)
        {
            var end = MostOctets;
            while ((octets[end] & 0xc0) == 0x80)
            {
                // Not in the middle of a character.
                end--;
            }

            octets = octets[..end];
        }

        return [(byte)octets.Length, .. octets];
    }

    public static string Decode(NotificationMessage notification)
    {
        var data = notification.Data.AsSpan();
        if (notification.Code != (byte)BgpErrorCode.Cease || !Carries(notification.Subcode) || data.IsEmpty || data[0] == 0 || data[0] > data.Length - 1)
        {
            return "";
        }

        return string.Concat(Encoding.UTF8.GetString(data.Slice(1, data[0])).Where(letter => !char.IsControl(letter)));
    }

    private static bool Carries(byte subcode) => subcode is (byte)CeaseSubcode.AdministrativeShutdown or (byte)CeaseSubcode.AdministrativeReset;
}
