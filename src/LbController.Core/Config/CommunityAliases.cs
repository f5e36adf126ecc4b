using LbController.Core.Snapshot;

namespace LbController.Core.Config;

/// <summary>The aliases of all Community objects. Of two with one name, that of the object whose name comes first holds; the other is an error.</summary>
public sealed class CommunityAliases
{
    public const string Kind = "Community";

    private readonly SortedDictionary<string, string> values = new(StringComparer.Ordinal);
    private readonly List<ConfigError> errors = [];

    public CommunityAliases(IEnumerable<CommunitySpec> communities)
    {
        foreach (var community in communities.OrderBy(community => community.Key))
        {
            for (var i = 0; i < community.Aliases.Count; i++)
            {
                Add(community.Key, i, community.Aliases[i].Key, community.Aliases[i].Value);
            }
        }
    }

    public IReadOnlyList<ConfigError> Errors => errors;

    /// <param name="text">A community, or the name of one.</param>
    /// <param name="community">In the form of <see cref="CommunityParser"/>.</param>
    public bool TryResolve(string text, out string community)
    {
        community = text;
        return IsCommunity(text) || values.TryGetValue(text, out community!);
    }

    private void Add(ObjectKey key, int index, string name, string value)
    {
        var field = $"spec.communities[{index}]";
        if (!IsCommunity(value))
        {
            errors.Add(new(Kind, key, $"{field}.value", $"'{value}' is no community; write 65000:1 or large:65000:1:2"));
        }
        else if (!values.TryAdd(name, value))
        {
            errors.Add(new(Kind, key, $"{field}.name", $"'{name}' is given twice; the first holds, rename this one"));
        }
    }

    private static bool IsCommunity(string text) => CommunityParser.TryParseStandard(text, out _) || CommunityParser.TryParseLarge(text, out _);
}
