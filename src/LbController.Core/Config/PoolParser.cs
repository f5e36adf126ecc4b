using LbController.Core.Addresses;
using LbController.Core.Snapshot;

namespace LbController.Core.Config;

/// <summary>
/// Validates IPAddressPools. A bad pool costs only itself. Of two that overlap the one first by name is kept: names
/// never change, so the choice is the same in every process and after every restart.
/// </summary>
public static class PoolParser
{
    public const string Kind = "IPAddressPool";

    public static (PoolSet Pools, IReadOnlyList<ConfigError> Errors) Parse(IEnumerable<PoolSpec> specs)
    {
        var valid = new List<Pool>();
        var refused = new List<Pool>();
        var all = new List<ConfigError>();
        var taken = new TakenRanges();
        foreach (var spec in specs.OrderBy(spec => spec.Key.Name, StringComparer.Ordinal).ThenBy(spec => spec.Key))
        {
            var errors = new ObjectErrors(Kind, spec.Key);
            var pool = Parse(spec, errors);
            RefuseOverlaps(pool, taken, errors);
            if (errors.IsEmpty)
            {
                taken.Add(pool);
                valid.Add(pool);
            }
            else
            {
                refused.Add(pool with { IsRefused = true });
                all.AddRange(errors.All);
            }
        }

        return (new PoolSet(valid, refused), all);
    }

    private static Pool Parse(PoolSpec spec, ObjectErrors errors)
    {
        if (spec.ServiceAllocation is { } pinning)
        {
            const string field = "spec.serviceAllocation";
            errors.Require(pinning.Priority >= 0, $"{field}.priority", $"'{pinning.Priority}' is negative; use 0 (last) or a positive number");
            errors.RequireNoDuplicates(pinning.Namespaces, $"{field}.namespaces");
            errors.RequireValid(pinning.NamespaceSelectors, $"{field}.namespaceSelectors");
            errors.RequireValid(pinning.ServiceSelectors, $"{field}.serviceSelectors");
        }

        var ranges = ParseRanges(spec, errors);
        return new Pool(spec.Key, spec.Labels, ranges)
        {
            Reservations = ReservationParser.Parse(spec, ranges, errors),
            Uid = spec.Uid,
            AutoAssign = spec.AutoAssign,
            AvoidBuggyIps = spec.AvoidBuggyIps,
            ServiceAllocation = spec.ServiceAllocation,
        };
    }

    private static ValueArray<AddressRange> ParseRanges(PoolSpec spec, ObjectErrors errors)
    {
        errors.Require(!spec.Addresses.IsEmpty, "spec.addresses", "the list is empty; give at least one CIDR or range");
        var ranges = new List<AddressRange>();
        for (var i = 0; i < spec.Addresses.Count; i++)
        {
            if (AddressRange.TryParse(spec.Addresses[i].Trim(), out var range, out var error))
            {
                ranges.Add(range);
            }
            else
            {
                errors.Add($"spec.addresses[{i}]", error);
            }
        }

        return ranges.ToValueArray();
    }

    private static void RefuseOverlaps(Pool pool, TakenRanges taken, ObjectErrors errors)
    {
        var sorted = pool.Ranges.OrderBy(range => range.First).ToList();
        for (var i = 1; i < sorted.Count; i++)
        {
            errors.Require(
                !sorted[i].Overlaps(sorted[i - 1]),
                "spec.addresses",
                $"'{sorted[i]}' overlaps '{sorted[i - 1]}' of the same pool; remove one of them");
        }

        foreach (var range in pool.Ranges)
        {
            if (taken.FindOverlap(range) is { } other)
            {
                errors.Add(
                    "spec.addresses",
                    $"'{range}' overlaps '{other.Range}' of pool '{other.Pool.Name}', which comes first by name and is kept; give each address to one pool");
            }
        }
    }
}
