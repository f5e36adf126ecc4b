namespace LbController.Core.Config;

/// <summary>How Kubernetes writes labels: a name may have a DNS subdomain before a slash, and values may be empty.</summary>
internal static class LabelSyntax
{
    public const string Rule = "use up to 63 letters, digits, '-', '_' and '.', with a letter or digit at both ends";

    private const int LongestPart = 63;
    private const int LongestPrefix = 253;

    public static bool IsName(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var name = text.AsSpan(slash + 1);
        return IsPart(name) && (slash < 0 || IsPrefix(text.AsSpan(0, slash)));
    }

    public static bool IsValue(string text) => text.Length == 0 || IsPart(text);

    private static bool IsPart(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || text.Length > LongestPart || !char.IsAsciiLetterOrDigit(text[0]) || !char.IsAsciiLetterOrDigit(text[^1]))
        {
            return false;
        }

        foreach (var letter in text)
        {
            if (!char.IsAsciiLetterOrDigit(letter) && letter is not ('-' or '_' or '.'))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsPrefix(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || text.Length > LongestPrefix)
        {
            return false;
        }

        foreach (var label in text.Split('.'))
        {
            var part = text[label];
            if (part.IsEmpty || part[0] == '-' || part[^1] == '-' || part.ContainsAnyExcept(System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-")))
            {
                return false;
            }
        }

        return true;
    }
}
