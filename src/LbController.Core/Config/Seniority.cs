namespace LbController.Core.Config;

/// <summary>Who is kept of those that contradict each other: neither age nor name ever changes, so the choice is the same everywhere and for ever.</summary>
internal static class Seniority
{
    /// <summary>By time of creation, among equals by name.</summary>
    public static IOrderedEnumerable<T> OldestFirst<T>(this IEnumerable<T> objects)
        where T : ConfigObject =>
        objects.OrderBy(spec => spec.CreatedAt > 0 ? spec.CreatedAt : long.MaxValue).ThenBy(spec => spec.Key.Name, StringComparer.Ordinal).ThenBy(spec => spec.Key);
}
