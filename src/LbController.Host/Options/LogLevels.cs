using Microsoft.Extensions.Logging;

namespace LbController.Host.Options;

/// <summary>The words of <c>--log-level</c>.</summary>
internal static class LogLevels
{
    public static LogLevel Parse(string word) => word switch
    {
        "all" => LogLevel.Trace,
        "debug" => LogLevel.Debug,
        "warn" => LogLevel.Warning,
        "error" => LogLevel.Error,
        "none" => LogLevel.None,
        _ => LogLevel.Information,
    };
}
