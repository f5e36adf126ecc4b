using LbController.Core.Config;
using LbController.Core.Snapshot;
using LbController.Engine.Facts;

namespace LbController.Engine.Controller;

/// <summary>The latest value of everything that the controller decides upon, and what has changed since it last looked.</summary>
internal sealed class ControllerState(string configNamespace)
{
    private readonly ObjectKey ownStateKey = new(configNamespace, "controller");
    private readonly Dictionary<ObjectKey, ServiceSnapshot> services = [];
    private readonly Dictionary<string, SortedSet<ObjectKey>> servicesByNamespace = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, LabelSet> namespaces = new(StringComparer.Ordinal);
    private readonly SortedDictionary<ObjectKey, PoolSpec> pools = [];
    private readonly ConfigStore config = new(configNamespace);
    private IReadOnlyList<ConfigError> poolErrors = [];
    private bool arePoolsChanged;
    private bool isConfigChanged;

    public bool IsInSync { get; private set; }

    public IReadOnlyDictionary<ObjectKey, ServiceSnapshot> Services => services;

    public IReadOnlyDictionary<ObjectKey, PoolSpec> PoolSpecs => pools;

    public PoolSet Pools { get; private set; } = PoolSet.Empty;

    /// <summary>What is wrong with the configuration; the controller reads all but the pools for this alone.</summary>
    public IReadOnlyList<ConfigError> Errors { get; private set; } = [];

    /// <summary>What the controller's own ConfigurationState shows; null: there is none.</summary>
    public ConfigurationStateSnapshot? OwnState { get; private set; }

    /// <summary>The UID of the object that an error is about; empty if it is gone.</summary>
    public string UidOf(ConfigError error) => error.Kind == PoolParser.Kind ? pools.GetValueOrDefault(error.Key)?.Uid ?? "" : config.UidOf(error);

    public ConfigurationVerdict Verdict { get; private set; } = new([]);

    /// <summary>Services of which something changed that a decision may depend on.</summary>
    public SortedSet<ObjectKey> DirtyServices { get; } = [];

    public LabelSet LabelsOf(string @namespace) => namespaces.GetValueOrDefault(@namespace, LabelSet.Empty);

    public void Fold(Fact fact)
    {
        switch (fact)
        {
            case Fact.Seen { Object: NamespaceSnapshot seen }:
                FoldNamespace(seen.Key.Name, seen.Labels);
                break;
            case Fact.Gone gone when gone.Kind == typeof(NamespaceSnapshot):
                FoldNamespace(gone.Key.Name, LabelSet.Empty);
                break;
            case Fact.Seen { Object: PoolSpec seen } when seen.Key.Namespace == configNamespace:
                FoldPool(seen);
                break;
            case Fact.Gone gone when gone.Kind == typeof(PoolSpec):
                arePoolsChanged |= pools.Remove(gone.Key);
                break;
            case Fact.Seen { Object: ConfigurationStateSnapshot seen } when seen.Key == ownStateKey:
                OwnState = seen;
                break;
            case Fact.Gone gone when gone.Kind == typeof(ConfigurationStateSnapshot) && gone.Key == ownStateKey:
                OwnState = null;
                break;
            case Fact.InSync:
                IsInSync = true;
                break;
            default:
                isConfigChanged |= config.Fold(fact);
                break;
        }
    }

    /// <summary>What was decided so far counts no more: everything is to be looked at again.</summary>
    public void Forget()
    {
        (arePoolsChanged, isConfigChanged) = (true, true);
        DirtyServices.UnionWith(services.Keys);
    }

    /// <summary>The Service that we know was deleted, and this one made under its name, between two looks.</summary>
    public bool IsReplacedBy(ServiceSnapshot seen) =>
        services.TryGetValue(seen.Key, out var known) && known.Uid != seen.Uid && !IsOlder(seen.ResourceVersion, known.ResourceVersion);

    /// <returns>False: it is a repeat, or older than what is known.</returns>
    public bool FoldService(ServiceSnapshot seen)
    {
        if (services.TryGetValue(seen.Key, out var known) && (known == seen || IsOlder(seen.ResourceVersion, known.ResourceVersion)))
        {
            return false;
        }

        services[seen.Key] = seen;
        var neighbours = servicesByNamespace.TryGetValue(seen.Key.Namespace, out var others) ? others : servicesByNamespace[seen.Key.Namespace] = [];
        neighbours.Add(seen.Key);
        DirtyServices.Add(seen.Key);
        return true;
    }

    public void RemoveService(ObjectKey key)
    {
        services.Remove(key);
        servicesByNamespace.GetValueOrDefault(key.Namespace)?.Remove(key);
        DirtyServices.Remove(key);
    }

    /// <summary>Parses what changed of the configuration; every Service may depend on a change of the pools.</summary>
    /// <returns>Whether anything did.</returns>
    public bool RefreshConfig()
    {
        if (!arePoolsChanged && !isConfigChanged)
        {
            return false;
        }

        if (arePoolsChanged)
        {
            (Pools, poolErrors) = PoolParser.Parse(pools.Values);
            DirtyServices.UnionWith(services.Keys);
        }

        Errors = ClusterConfig.Parse(config.With(pools.Values), Pools, poolErrors).Errors;
        Verdict = ConfigurationVerdict.Of(Errors);
        (arePoolsChanged, isConfigChanged) = (false, false);
        return true;
    }

    /// <summary>
    /// Resource versions that are numbers grow with time. Others cannot be compared, and are then taken as news; a write that rests on
    /// an old one is refused by the API server in any case.
    /// </summary>
    private static bool IsOlder(string version, string known) =>
        ulong.TryParse(version, out var number) && ulong.TryParse(known, out var knownNumber) && number < knownNumber;

    private void FoldNamespace(string name, LabelSet labels)
    {
        if (LabelsOf(name).Equals(labels))
        {
            return;
        }

        namespaces[name] = labels;
        DirtyServices.UnionWith(servicesByNamespace.GetValueOrDefault(name) ?? []);
    }

    private void FoldPool(PoolSpec seen)
    {
        arePoolsChanged |= !pools.TryGetValue(seen.Key, out var known) || known with { Counters = null } != seen with { Counters = null };
        pools[seen.Key] = seen;
    }
}
