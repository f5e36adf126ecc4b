using LbController.Core.Snapshot;

namespace LbController.Kubernetes.Mapping;

/// <summary>Lists of the API's types, which may be null and may hold nulls, as value arrays.</summary>
internal static class ListMapping
{
    public static ValueArray<T> ToValues<T>(this IEnumerable<T?>? items)
        where T : class => items.ToValues(item => item);

    public static ValueArray<TResult> ToValues<T, TResult>(this IEnumerable<T?>? items, Func<T, TResult> map)
        where T : class => (items ?? []).OfType<T>().Select(map).ToValueArray();
}
