using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace LbController.Core.Snapshot;

/// <summary>Labels or annotations: sorted by key (ordinal), compared by content.</summary>
public sealed class LabelSet : IReadOnlyCollection<KeyValuePair<string, string>>, IEquatable<LabelSet>
{
    public static readonly LabelSet Empty = new([]);

    private readonly KeyValuePair<string, string>[] pairs;

    private LabelSet(KeyValuePair<string, string>[] sorted) => pairs = sorted;

    public int Count => pairs.Length;

    public string? this[string key] => TryGet(key, out var value) ? value : null;

    /// <summary>Null counts as empty; of two pairs with one key the last is kept.</summary>
    public static LabelSet From(IEnumerable<KeyValuePair<string, string>>? pairs)
    {
        if (pairs is null)
        {
            return Empty;
        }

        var sorted = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in pairs)
        {
            sorted[key] = value;
        }

        return sorted.Count == 0 ? Empty : new LabelSet([.. sorted]);
    }

    public bool TryGet(string key, [NotNullWhen(true)] out string? value)
    {
        var low = 0;
        var high = pairs.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var order = string.CompareOrdinal(pairs[middle].Key, key);
            if (order == 0)
            {
                value = pairs[middle].Value;
                return true;
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        value = null;
        return false;
    }

    public bool Equals(LabelSet? other) => other is not null && pairs.Length == other.pairs.Length && SamePairs(other);

    public override bool Equals(object? obj) => Equals(obj as LabelSet);

    public override int GetHashCode() => pairs.Length == 0 ? 0 : pairs[0].GetHashCode() ^ pairs.Length;

    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() =>
        ((IEnumerable<KeyValuePair<string, string>>)pairs).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => pairs.GetEnumerator();

    private bool SamePairs(LabelSet other)
    {
        for (var i = 0; i < pairs.Length; i++)
        {
            if (pairs[i].Key != other.pairs[i].Key || pairs[i].Value != other.pairs[i].Value)
            {
                return false;
            }
        }

        return true;
    }

    public override string ToString() => string.Join(",", pairs.Select(pair => $"{pair.Key}={pair.Value}"));
}
