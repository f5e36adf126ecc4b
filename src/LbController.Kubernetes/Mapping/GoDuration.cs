using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace LbController.Kubernetes.Mapping;

/// <summary>
/// Durations as Go writes them, such as <c>90s</c>, <c>1m30s</c> or <c>1.5h</c>: numbers with units from ns to h, added up;
/// <c>0</c> needs no unit (documentation of Go's time.ParseDuration).
/// </summary>
public static class GoDuration
{
    private static readonly SearchValues<char> StartOfNumber = SearchValues.Create("0123456789.");

    private static readonly (string Unit, ulong Nanoseconds)[] Units =
    [
        ("ns", 1),
        ("us", 1_000),
        ("\u00b5s", 1_000),
        ("\u03bcs", 1_000),
        ("ms", 1_000_000),
        ("s", 1_000_000_000),
        ("m", 60_000_000_000),
        ("h", 3_600_000_000_000),
    ];

    /// <summary>Reads a duration that is not negative and below 292 years; parts below 100 ns are cut off.</summary>
    /// <param name="text">The text of the user.</param>
    /// <param name="duration">The duration, or zero.</param>
    /// <param name="error">What is wrong and how to mend it, for the user.</param>
    public static bool TryParse(string text, out TimeSpan duration, [NotNullWhen(false)] out string? error)
    {
        duration = TimeSpan.Zero;
        if (!TrySum(text.AsSpan(), out var nanoseconds))
        {
            error = $"'{text}' is not a duration: write a number with a unit, such as '90s' or '1m30s'";
            return false;
        }

        if (nanoseconds > 0 && text[0] == '-')
        {
            error = $"'{text}' is negative: a duration must be zero or more";
            return false;
        }

        duration = TimeSpan.FromTicks(nanoseconds / 100);
        error = null;
        return true;
    }

    private static bool TrySum(ReadOnlySpan<char> text, out long sum)
    {
        sum = 0;
        var rest = text is ['+' or '-', ..] ? text[1..] : text;
        if (rest is "0")
        {
            return true;
        }

        var complete = !rest.IsEmpty;
        while (complete && !rest.IsEmpty)
        {
            complete = TryTakePart(ref rest, out var part) && part <= long.MaxValue - sum;
            sum += complete ? part : 0;
        }

        return complete;
    }

    private static bool TryTakePart(ref ReadOnlySpan<char> rest, out long nanoseconds)
    {
        nanoseconds = 0;
        var whole = TakeDigits(ref rest);
        var fraction = rest is ['.', ..] ? TakeFraction(ref rest) : default;
        if ((whole.IsEmpty && fraction.IsEmpty) || !TryTakeUnit(ref rest, out var unit))
        {
            return false;
        }

        whole = whole.TrimStart('0');
        if (whole.Length > 19)
        {
            return false;
        }

        var total = (Number(whole) * unit) + (Number(fraction) * unit / PowerOfTen(fraction.Length));
        nanoseconds = total <= long.MaxValue ? (long)total : 0;
        return total <= long.MaxValue;
    }

    private static ReadOnlySpan<char> TakeFraction(ref ReadOnlySpan<char> rest)
    {
        rest = rest[1..];
        var digits = TakeDigits(ref rest);
        return digits[..Math.Min(digits.Length, 18)];
    }

    private static ReadOnlySpan<char> TakeDigits(ref ReadOnlySpan<char> rest)
    {
        var end = rest.IndexOfAnyExceptInRange('0', '9');
        var digits = end < 0 ? rest : rest[..end];
        rest = rest[digits.Length..];
        return digits;
    }

    private static bool TryTakeUnit(ref ReadOnlySpan<char> rest, out ulong nanoseconds)
    {
        var end = rest.IndexOfAny(StartOfNumber);
        var word = end < 0 ? rest : rest[..end];
        foreach (var (unit, length) in Units)
        {
            if (word.SequenceEqual(unit))
            {
                rest = rest[word.Length..];
                nanoseconds = length;
                return true;
            }
        }

        nanoseconds = 0;
        return false;
    }

    private static UInt128 Number(ReadOnlySpan<char> digits)
    {
        UInt128 number = 0;
        foreach (var digit in digits)
        {
            number = (number * 10) + (uint)(digit - '0');
        }

        return number;
    }

    private static UInt128 PowerOfTen(int exponent)
    {
        UInt128 power = 1;
        for (var i = 0; i < exponent; i++)
        {
            power *= 10;
        }

        return power;
    }
}
