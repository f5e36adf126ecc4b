namespace LbController.Engine.Admission;

/// <summary>Sentences about many Services that name the first few.</summary>
internal static class Enumeration
{
    private const int Named = 3;

    /// <summary>Such as <c>5 Services will lose: 192.0.2.7 of shop/web, …, and 2 more</c>.</summary>
    public static string Of(int count, string verb, IEnumerable<string> items)
    {
        var named = string.Join(", ", items.Take(Named));
        var rest = count > Named ? $", and {count - Named} more" : "";
        return $"{count} {(count == 1 ? "Service" : "Services")} {verb}: {named}{rest}";
    }
}
