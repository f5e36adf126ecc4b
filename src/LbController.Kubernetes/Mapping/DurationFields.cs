using LbController.Core.Config;
using LbController.Core.Snapshot;

namespace LbController.Kubernetes.Mapping;

/// <summary>Reads the durations of one object and collects what cannot be read.</summary>
internal sealed class DurationFields(string kind, ObjectKey key)
{
    private readonly List<ConfigError> errors = [];

    public ValueArray<ConfigError> Errors => errors.ToValueArray();

    /// <summary>Null when the field is not set or cannot be read; in the latter case there is an error for it.</summary>
    public TimeSpan? Read(string field, string? text)
    {
        if (text is null)
        {
            return null;
        }

        if (GoDuration.TryParse(text, out var duration, out var error))
        {
            return duration;
        }

        errors.Add(new ConfigError(kind, key, field, error));
        return null;
    }
}
