using LbController.Core.Addresses;
using LbController.Core.Snapshot;

namespace LbController.Core.Config;

/// <summary>
/// Validates IPAddressPools. A bad pool costs only itself. Of two that overlap the older is kept, and among equals the one first by
/// name: neither ever changes, so the choice is the same in every process and after every restart, and a pool in service is not
/// put in error by one that somebody makes later.
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
        foreach (var spec in specs.OldestFirst())
        {
            var errors = new ObjectErrors(Kind, spec.Key);
            var entries = ParseEntries(spec, errors);
            var pool = Parse(spec, entries, errors);
            RefuseOverlaps(entries, taken, errors);
            if (errors.IsEmpty)
            {
                taken.Add(pool);
                valid.Add(pool);
            }
            else
            {
                refused.Add(pool with { Refusal = $"{errors.All[0].Field}: {errors.All[0].Message}" });
                all.AddRange(errors.All);
            }
        }

        return (new PoolSet(valid, refused), all);
    }

    private static Pool Parse(PoolSpec spec, List<Entry> entries, ObjectErrors errors)
    {
        if (spec.ServiceAllocation is { } pinning)
        {
            const string field = "spec.serviceAllocation";
            errors.RequireNoDuplicates(pinning.Namespaces, $"{field}.namespaces");
            errors.RequireValid(pinning.NamespaceSelectors, $"{field}.namespaceSelectors");
            errors.RequireValid(pinning.ServiceSelectors, $"{field}.serviceSelectors");
        }

        var ranges = entries.Select(entry => entry.Range).ToValueArray();
        return new Pool(spec.Key, spec.Labels, ranges)
        {
            Reservations = ReservationParser.Parse(spec, ranges, errors),
            Uid = spec.Uid,
            AutoAssign = spec.AutoAssign,
            AvoidBuggyIps = spec.AvoidBuggyIps,
            ServiceAllocation = spec.ServiceAllocation,
        };
    }

    private static List<Entry> ParseEntries(PoolSpec spec, ObjectErrors errors)
    {
        errors.Require(!spec.Addresses.IsEmpty, "spec.addresses", "the list is empty; give at least one CIDR or range");
        var entries = new List<Entry>();
        for (var i = 0; i < spec.Addresses.Count; i++)
        {
            var text = spec.Addresses[i].Trim();
            if (AddressRange.TryParse(text, out var range, out var error))
            {
                entries.Add(new Entry(i, text, range));
            }
            else
            {
                errors.Add($"spec.addresses[{i}]", error);
            }
        }

        return entries;
    }

    private static void RefuseOverlaps(List<Entry> entries, TakenRanges taken, ObjectErrors errors)
    {
        var sorted = entries.OrderBy(entry => entry.Range.First).ThenBy(entry => entry.Index).ToList();
        for (var i = 1; i < sorted.Count; i++)
        {
            var (one, other) = sorted[i].Index > sorted[i - 1].Index ? (sorted[i], sorted[i - 1]) : (sorted[i - 1], sorted[i]);
            errors.Require(
                !one.Range.Overlaps(other.Range),
                one.Field,
                $"'{one.Text}' overlaps '{other.Text}' of the same pool; remove one of them");
        }

        foreach (var entry in entries)
        {
            if (taken.FindOverlap(entry.Range) is { } other)
            {
                errors.Add(
                    entry.Field,
                    $"'{entry.Text}' overlaps '{other.Range}' of pool '{other.Pool.Name}', which is older and is kept; take those addresses out of one of the two");
            }
        }
    }

    /// <summary>An entry of <c>spec.addresses</c>, as it was written and as it was read.</summary>
    private sealed record Entry(int Index, string Text, AddressRange Range)
    {
        public string Field => $"spec.addresses[{Index}]";
    }
}
