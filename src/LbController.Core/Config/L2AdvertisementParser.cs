namespace LbController.Core.Config;

/// <summary>Validates L2Advertisements. A bad advertisement costs only itself.</summary>
public static class L2AdvertisementParser
{
    public const string Kind = "L2Advertisement";

    /// <summary>The valid advertisements sorted by name, and every error of the others.</summary>
    public static (IReadOnlyList<L2AdvertisementSpec> Advertisements, IReadOnlyList<ConfigError> Errors) Parse(IEnumerable<L2AdvertisementSpec> specs)
    {
        var valid = new List<L2AdvertisementSpec>();
        var all = new List<ConfigError>();
        foreach (var spec in specs.OrderBy(spec => spec.Key))
        {
            var errors = new ObjectErrors(Kind, spec.Key);
            errors.RequireNoDuplicates(spec.Pools, "spec.ipAddressPools");
            errors.RequireValid(spec.PoolSelectors, "spec.ipAddressPoolSelectors");
            errors.RequireValid(spec.NodeSelectors, "spec.nodeSelectors");
            errors.RequireValid(spec.ServiceSelectors, "spec.serviceSelectors");
            RequirePreferences(spec, errors);
            if (errors.IsEmpty)
            {
                valid.Add(spec);
            }

            all.AddRange(errors.All);
        }

        return (valid, all);
    }

    private static void RequirePreferences(L2AdvertisementSpec spec, ObjectErrors errors)
    {
        for (var i = 0; i < spec.PreferredNodeSelectors.Count; i++)
        {
            var field = $"spec.preferredNodeSelectors[{i}]";
            var (weight, preference) = spec.PreferredNodeSelectors[i];
            errors.Require(weight is >= 1 and <= 100, $"{field}.weight", $"'{weight}' is out of range; use 1 to 100");
            errors.RequireValid(preference, $"{field}.preference");
        }
    }
}
