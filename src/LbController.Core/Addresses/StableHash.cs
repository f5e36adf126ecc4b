using System.Text;

namespace LbController.Core.Addresses;

/// <summary>
/// A 64-bit hash that is the same in every process, version and machine: FNV-1a over UTF-8, then the finishing
/// mix of MurmurHash3. For ranks and spreading, not for security.
/// </summary>
public static class StableHash
{
    public static ulong Of(string first, string second)
    {
        var hash = Fold(Fold(14695981039346656037UL, first), second);
        hash ^= hash >> 33;
        hash *= 0xff51afd7ed558ccdUL;
        hash ^= hash >> 33;
        hash *= 0xc4ceb9fe1a85ec53UL;
        return hash ^ (hash >> 33);
    }

    private static ulong Fold(ulong hash, string text)
    {
        foreach (var octet in Encoding.UTF8.GetBytes(text))
        {
            hash = unchecked((hash ^ octet) * 1099511628211UL);
        }

        // A byte that UTF-8 never holds keeps ("ab","c") apart from ("a","bc").
        return unchecked((hash ^ 0xff) * 1099511628211UL);
    }
}
