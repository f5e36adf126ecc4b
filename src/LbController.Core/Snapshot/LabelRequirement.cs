namespace LbController.Core.Snapshot;

/// <summary>
/// One expression of a selector. <paramref name="Operator"/> is <c>In</c>, <c>NotIn</c>, <c>Exists</c> or <c>DoesNotExist</c>
/// as written by the user; any other word matches nothing and is reported where the configuration is parsed.
/// </summary>
public sealed record LabelRequirement(string Key, string Operator, ValueArray<string> Values)
{
    public bool Matches(LabelSet labels)
    {
        var present = labels.TryGet(Key, out var value);
        return Operator switch
        {
            "In" => present && Values.Contains(value!, StringComparer.Ordinal),
            "NotIn" => !present || !Values.Contains(value!, StringComparer.Ordinal),
            "Exists" => present,
            "DoesNotExist" => !present,
            _ => false,
        };
    }

    public override string ToString() => Values.IsEmpty ? $"{Operator} {Key}" : $"{Key} {Operator} ({Values})";
}
