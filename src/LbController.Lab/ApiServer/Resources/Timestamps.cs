using System.Globalization;

namespace LbController.Lab.ApiServer.Resources;

/// <summary>Times as metav1.Time writes them: UTC, whole seconds.</summary>
internal static class Timestamps
{
    public static string Now() => TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
