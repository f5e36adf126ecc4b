using LbController.Core.Addresses;
using LbController.Core.Snapshot;

namespace LbController.Core.Config;

/// <summary>
/// Validates <c>spec.reservations</c> of an IPAddressPool: each lies inside one entry of the pool, and no two overlap, but for
/// equal ones for different Services, which are to share.
/// </summary>
internal static class ReservationParser
{
    public static ValueArray<Reservation> Parse(PoolSpec spec, ValueArray<AddressRange> pool, ObjectErrors errors)
    {
        if (spec.Reservations.IsEmpty)
        {
            return [];
        }

        var around = new RangeMap<AddressRange?>(pool.Select(range => (range, (AddressRange?)range)));
        var reservations = new List<Reservation>();
        for (var i = 0; i < spec.Reservations.Count; i++)
        {
            var field = $"spec.reservations[{i}]";
            var (addresses, service) = spec.Reservations[i];
            errors.Require(!addresses.IsEmpty, $"{field}.addresses", "the list is empty; give at least one address, CIDR or range");
            errors.Require(service is not { Namespace: "" }, $"{field}.service.namespace", "is empty; give both namespace and name, or leave service out");
            errors.Require(service is not { Name: "" }, $"{field}.service.name", "is empty; give both namespace and name, or leave service out");
            reservations.Add(new Reservation(ParseRanges(addresses, field, around, errors), service));
        }

        RequireNoOverlap(reservations, errors);
        return reservations.ToValueArray();
    }

    private static ValueArray<AddressRange> ParseRanges(
        ValueArray<string> texts,
        string field,
        RangeMap<AddressRange?> around,
        ObjectErrors errors)
    {
        var ranges = new List<AddressRange>();
        for (var i = 0; i < texts.Count; i++)
        {
            var text = texts[i].Trim();
            if (!TryParse(text, out var range, out var error))
            {
                errors.Add($"{field}.addresses[{i}]", error);
            }
            else if (around.Find(range.First) is { } entry && entry.Contains(range.Last))
            {
                ranges.Add(range);
            }
            else
            {
                errors.Add($"{field}.addresses[{i}]", $"'{text}' does not lie in one entry of spec.addresses; reserve only what the pool holds");
            }
        }

        return ranges.ToValueArray();
    }

    private static bool TryParse(string text, out AddressRange range, out string error)
    {
        if (Address.TryParse(text, out var single))
        {
            range = new AddressRange(single, single);
            error = "";
            return true;
        }

        return AddressRange.TryParse(text, out range, out error);
    }

    private static void RequireNoOverlap(List<Reservation> reservations, ObjectErrors errors)
    {
        var sorted = reservations
            .SelectMany((reservation, i) => reservation.Ranges.Select(range => (Range: range, Index: i)))
            .OrderBy(entry => entry.Range.First)
            .ThenBy(entry => entry.Index)
            .ToList();
        for (var i = 1; i < sorted.Count; i++)
        {
            var ((before, first), (range, second)) = (sorted[i - 1], sorted[i]);
            errors.Require(
                !range.Overlaps(before) || (range == before && AreForTwo(reservations[first].Service, reservations[second].Service)),
                $"spec.reservations[{Math.Max(first, second)}].addresses",
                $"'{range}' overlaps '{before}' of spec.reservations[{Math.Min(first, second)}]; reserve each address once, or the very same range for each Service that shares it");
        }
    }

    private static bool AreForTwo(ObjectKey? one, ObjectKey? other) => one is not null && other is not null && one != other;
}
