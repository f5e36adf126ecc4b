using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;
using Google.Protobuf.WellKnownTypes;

namespace LbController.Lab.ApiServer.ValidationRules;

/// <summary>
/// Durations as Kubernetes writes them, such as 1m30s. The library's own reading takes +3s for -3s and does not know µs, so
/// this one takes its place.
/// </summary>
internal static partial class GoDuration
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    /// <exception cref="FormatException">The text is not a duration, or one of more than 292 years.</exception>
    public static Duration Parse(string text)
    {
        var match = Shape().Match(text);
        if (!match.Success)
        {
            throw new FormatException($"invalid duration \"{text}\"");
        }
        var sum = 0m;
        for (var part = 0; part < match.Groups["unit"].Captures.Count; part++)
        {
            var number = decimal.Parse("0" + match.Groups["number"].Captures[part].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
            sum += decimal.Truncate(number * Nanoseconds(match.Groups["unit"].Captures[part].Value));
            if (sum > long.MaxValue)
            {
                throw new FormatException($"invalid duration \"{text}\": too long");
            }
        }
        var whole = (long)new BigInteger(match.Groups["minus"].Success ? -sum : sum);
        return new Duration { Seconds = whole / NanosecondsPerSecond, Nanos = (int)(whole % NanosecondsPerSecond) };
    }

    private static decimal Nanoseconds(string unit) => unit switch
    {
        "ns" => 1,
        "us" or "µs" or "μs" => 1_000,
        "ms" => 1_000_000,
        "s" => NanosecondsPerSecond,
        "m" => 60m * NanosecondsPerSecond,
        _ => 3600m * NanosecondsPerSecond,
    };

    [GeneratedRegex(@"^(\+|(?<minus>-))?(0|((?<number>[0-9]{1,20}(\.[0-9]*)?|\.[0-9]+)(?<unit>ns|us|µs|μs|ms|s|m|h))+)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Shape();
}
