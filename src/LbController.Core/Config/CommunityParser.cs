using System.Globalization;

namespace LbController.Core.Config;

/// <summary>Reads BGP communities as users write them: <c>a:b</c> (RFC 1997) and <c>large:a:b:c</c> (RFC 8092).</summary>
public static class CommunityParser
{
    public static bool TryParseStandard(string text, out uint community)
    {
        var parts = text.Split(':');
        community = 0;
        if (parts.Length != 2 || !TryRead(parts[0], out ushort high) || !TryRead(parts[1], out ushort low))
        {
            return false;
        }

        community = ((uint)high << 16) | low;
        return true;
    }

    public static bool TryParseLarge(string text, out (uint Administrator, uint First, uint Second) community)
    {
        var parts = text.Split(':');
        community = default;
        if (parts.Length != 4 || parts[0] != "large"
            || !TryRead(parts[1], out uint administrator) || !TryRead(parts[2], out uint first) || !TryRead(parts[3], out uint second))
        {
            return false;
        }

        community = (administrator, first, second);
        return true;
    }

    private static bool TryRead<T>(string text, out T number)
        where T : struct, System.Numerics.INumber<T> => T.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
