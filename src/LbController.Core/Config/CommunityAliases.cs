using LbController.Core.Snapshot;

namespace LbController.Core.Config;

/// <summary>The aliases of all Community objects. Of two with one name, that of the older object holds; the other is an error.</summary>
public sealed class CommunityAliases
{
    public const string Kind = "Community";

    private readonly SortedDictionary<string, string> values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> owners = new(StringComparer.Ordinal);
    private readonly List<ConfigError> errors = [];

    public CommunityAliases(IEnumerable<CommunitySpec> communities)
    {
        foreach (var community in communities.OldestFirst())
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
        if (name.Length == 0 || IsCommunity(name))
        {
            errors.Add(new(Kind, key, $"{field}.name", name.Length == 0 ? "is empty; give the alias a name" : $"'{name}' is a community itself; give the alias another name"));
        }
        else if (!IsCommunity(value))
        {
            errors.Add(new(Kind, key, $"{field}.value", $"'{value}' is no community; write 65000:1 or large:65000:1:2"));
        }
        else if (values.TryAdd(name, value))
        {
            owners[name] = key.Name;
        }
        else
        {
            errors.Add(new(Kind, key, $"{field}.name", $"'{name}' is given twice, here and in Community '{owners[name]}'; the older holds, rename this one"));
        }
    }

    private static bool IsCommunity(string text) => CommunityParser.TryParseStandard(text, out _) || CommunityParser.TryParseLarge(text, out _);
}
