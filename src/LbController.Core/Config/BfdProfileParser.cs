namespace LbController.Core.Config;

/// <summary>Validates BFDProfiles. A bad profile costs itself and the peers that use it.</summary>
public static class BfdProfileParser
{
    public const string Kind = "BFDProfile";

    private const int ShortestInterval = 10;
    private const int LongestInterval = 60_000;

    /// <summary>The valid profiles sorted by name, and every error of the others.</summary>
    public static (IReadOnlyList<BfdProfileSpec> Profiles, IReadOnlyList<ConfigError> Errors) Parse(IEnumerable<BfdProfileSpec> specs)
    {
        var valid = new List<BfdProfileSpec>();
        var all = new List<ConfigError>();
        foreach (var spec in specs.OrderBy(spec => spec.Key))
        {
            var errors = new ObjectErrors(Kind, spec.Key);
            Require(spec.ReceiveInterval, ShortestInterval, LongestInterval, "spec.receiveInterval", " milliseconds", errors);
            Require(spec.TransmitInterval, ShortestInterval, LongestInterval, "spec.transmitInterval", " milliseconds", errors);
            Require(spec.EchoInterval, ShortestInterval, LongestInterval, "spec.echoInterval", " milliseconds", errors);
            Require(spec.DetectMultiplier, 2, 255, "spec.detectMultiplier", "", errors);
            Require(spec.MinimumTtl, 1, 254, "spec.minimumTtl", "", errors);
            if (errors.IsEmpty)
            {
                valid.Add(spec);
            }

            all.AddRange(errors.All);
        }

        return (valid, all);
    }

    private static void Require(int? value, int least, int most, string field, string unit, ObjectErrors errors) =>
        errors.Require(value is not { } given || (given >= least && given <= most), field, $"'{value}' is out of range; use {least} to {most}{unit}");
}
