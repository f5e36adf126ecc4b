using LbController.Core.Snapshot;

namespace LbController.Core.Config;

/// <summary>What a daemon makes of the configuration, as a ConfigurationState shows it.</summary>
/// <param name="Errors">One line for each error; empty: all is valid.</param>
public sealed record ConfigurationVerdict(ValueArray<string> Errors)
{
    private const int LongestSummary = 16_384;

    public bool IsValid => Errors.IsEmpty;

    /// <summary>The lines of the errors, as many as a status may hold; then how many are left out.</summary>
    public string Summary
    {
        get
        {
            var length = 0;
            var shown = Errors.TakeWhile(line => (length += line.Length + 1) <= LongestSummary).ToList();
            return string.Join('\n', shown.Count == Errors.Count ? shown : [.. shown, $"and {Errors.Count - shown.Count} more"]);
        }
    }

    public static ConfigurationVerdict Of(IEnumerable<ConfigError> errors) => new(errors.Select(error => error.ToString()).Distinct(StringComparer.Ordinal).ToValueArray());
}
