using LbController.Core.Config;
using LbController.Core.Election;
using LbController.Core.Snapshot;
using LbController.Engine.Facts;

namespace LbController.Engine.Speaker;

/// <summary>The latest value of everything that a speaker's plan may depend on. Filled by facts, read by the planners.</summary>
public sealed class SpeakerState
{
    private readonly Dictionary<ObjectKey, ObjectKey> serviceOfSlice = [];
    private readonly Dictionary<ObjectKey, SortedDictionary<ObjectKey, EndpointSliceSnapshot>> slices = [];
    private SortedSet<ObjectKey> touched = [];
    private readonly Dictionary<ObjectKey, ServiceEndpoints> endpoints = [];
    private ClusterConfig? config;
    private (ClusterConfig Config, ConfigurationVerdict Verdict)? judged;
    private InterfaceExclusion exclusion = InterfaceExclusion.Default;

    public SortedDictionary<ObjectKey, ServiceSnapshot> Services { get; } = [];

    public SortedDictionary<ObjectKey, NodeSnapshot> Nodes { get; } = [];

    public SortedDictionary<ObjectKey, NamespaceSnapshot> Namespaces { get; } = [];

    public SortedDictionary<ObjectKey, PoolSpec> Pools { get; } = [];

    public SortedDictionary<ObjectKey, L2AdvertisementSpec> L2Advertisements { get; } = [];

    public SortedDictionary<ObjectKey, BgpAdvertisementSpec> BgpAdvertisements { get; } = [];

    public SortedDictionary<ObjectKey, BgpPeerSpec> BgpPeers { get; } = [];

    public SortedDictionary<ObjectKey, CommunitySpec> Communities { get; } = [];

    public SortedDictionary<ObjectKey, BfdProfileSpec> BfdProfiles { get; } = [];

    public SortedDictionary<ObjectKey, SecretSnapshot> Secrets { get; } = [];

    public SortedDictionary<int, LinkSnapshot> Links { get; } = [];

    public bool IsInSync { get; private set; }

    /// <summary>The configuration as of the last fact, parsed when it is asked for after a change.</summary>
    public ClusterConfig Config => config ??= ClusterConfig.Parse(new ConfigObjects
    {
        Pools = Pools.Values,
        L2Advertisements = L2Advertisements.Values,
        BgpAdvertisements = BgpAdvertisements.Values,
        BgpPeers = BgpPeers.Values,
        BfdProfiles = BfdProfiles.Values,
        Communities = Communities.Values,
        Secrets = Secrets.Values,
        Nodes = Nodes.Values,
        Namespaces = Namespaces.Values,
    });

    /// <summary>Takes a fact in; true when something has changed that the plan for all Services may depend on. What touches a single one is told by <see cref="TakeTouched"/>.</summary>
    public bool Fold(Fact fact)
    {
        var isChanged = Take(fact);
        var type = fact switch
        {
            Fact.Seen seen => seen.Object.GetType(),
            Fact.Gone gone => gone.Kind,
            _ => null,
        };
        if (type == typeof(EndpointSliceSnapshot))
        {
            return false;
        }

        if (type == typeof(ServiceSnapshot))
        {
            if (isChanged)
            {
                touched.Add(fact is Fact.Seen seen ? seen.Object.Key : ((Fact.Gone)fact).Key);
            }

            return false;
        }

        if (isChanged && type is not null)
        {
            config = null;
        }

        return isChanged;
    }

    /// <summary>The Services that have changed themselves or by their endpoints since the last call.</summary>
    public IReadOnlySet<ObjectKey> TakeTouched()
    {
        var taken = touched;
        touched = [];
        return taken;
    }

    private bool Take(Fact fact)
    {
        switch (fact)
        {
            case Fact.Seen { Object: EndpointSliceSnapshot slice }:
                return FoldSlice(slice.Key, slice);
            case Fact.Gone gone when gone.Kind == typeof(EndpointSliceSnapshot):
                return FoldSlice(gone.Key, null);
            case Fact.Seen seen:
                return FoldSeen(seen.Object);
            case Fact.Gone gone:
                return FoldGone(gone);
            case NetworkFact.LinkSeen { Link: var link }:
                return Put(Links, link.Index, Judged(link));
            case NetworkFact.LinkGone gone:
                return Links.Remove(gone.Index);
            case NetworkFact.ExclusionRead read:
                exclusion = read.Exclusion;
                return Links.Values.ToList().ConvertAll(link => Put(Links, link.Index, Judged(link))).Contains(true);
            case Fact.InSync:
                return IsInSync = true;
            default:
                return false;
        }
    }

    /// <summary>What is wrong with the configuration as far as it is for this node: of BGP objects, only those that select it.</summary>
    public ConfigurationVerdict VerdictOn(string node)
    {
        if (judged is not { } last || !ReferenceEquals(last.Config, Config))
        {
            var labels = Nodes.TryGetValue(new ObjectKey("", node), out var known) ? known.Labels : LabelSet.Empty;
            last = (Config, ConfigurationVerdict.Of(Config.Errors.Where(error => LabelSelector.AnyMatches(NodeSelectorsOf(error), labels))));
            judged = last;
        }

        return last.Verdict;
    }

    private ValueArray<LabelSelector> NodeSelectorsOf(ConfigError error) => error.Kind switch
    {
        BgpPeerParser.Kind => BgpPeers[error.Key].NodeSelectors,
        BgpAdvertisementParser.Kind => BgpAdvertisements[error.Key].NodeSelectors,
        _ => [],
    };

    public ServiceEndpoints EndpointsOf(ObjectKey service)
    {
        if (!endpoints.TryGetValue(service, out var found))
        {
            found = slices.TryGetValue(service, out var own) ? new ServiceEndpoints(own.Values) : ServiceEndpoints.None;
            endpoints[service] = found;
        }

        return found;
    }

    private LinkSnapshot Judged(LinkSnapshot link) => link with { IsExcluded = exclusion.Matches(link.Name) };

    private static ObjectKey ServiceOf(EndpointSliceSnapshot slice) => new(slice.Key.Namespace, slice.ServiceName);

    private bool FoldSlice(ObjectKey key, EndpointSliceSnapshot? slice)
    {
        var isKnown = serviceOfSlice.TryGetValue(key, out var before);
        if (isKnown && slices[before][key] == slice)
        {
            return false;
        }

        if (isKnown)
        {
            serviceOfSlice.Remove(key);
            slices[before].Remove(key);
            if (slices[before].Count == 0)
            {
                slices.Remove(before);
            }

            Touch(before);
        }

        if (slice is not null)
        {
            var service = ServiceOf(slice);
            serviceOfSlice[key] = service;
            if (!slices.TryGetValue(service, out var own))
            {
                slices[service] = own = [];
            }

            own[key] = slice;
            Touch(service);
        }

        return isKnown || slice is not null;
    }

    private void Touch(ObjectKey service)
    {
        endpoints.Remove(service);
        touched.Add(service);
    }

    private bool FoldSeen(SnapshotObject seen) => seen switch
    {
        ServiceSnapshot service => Put(Services, seen.Key, service),
        NodeSnapshot node => Put(Nodes, seen.Key, node),
        NamespaceSnapshot @namespace => Put(Namespaces, seen.Key, @namespace),
        PoolSpec pool => Put(Pools, seen.Key, pool with { Counters = null }),
        L2AdvertisementSpec advertisement => Put(L2Advertisements, seen.Key, advertisement),
        BgpAdvertisementSpec advertisement => Put(BgpAdvertisements, seen.Key, advertisement),
        BgpPeerSpec peer => Put(BgpPeers, seen.Key, peer),
        CommunitySpec community => Put(Communities, seen.Key, community),
        BfdProfileSpec profile => Put(BfdProfiles, seen.Key, profile),
        SecretSnapshot secret => Put(Secrets, seen.Key, secret),
        _ => false,
    };

    private bool FoldGone(Fact.Gone gone) => gone.Kind.Name switch
    {
        nameof(ServiceSnapshot) => Services.Remove(gone.Key),
        nameof(NodeSnapshot) => Nodes.Remove(gone.Key),
        nameof(NamespaceSnapshot) => Namespaces.Remove(gone.Key),
        nameof(PoolSpec) => Pools.Remove(gone.Key),
        nameof(L2AdvertisementSpec) => L2Advertisements.Remove(gone.Key),
        nameof(BgpAdvertisementSpec) => BgpAdvertisements.Remove(gone.Key),
        nameof(BgpPeerSpec) => BgpPeers.Remove(gone.Key),
        nameof(CommunitySpec) => Communities.Remove(gone.Key),
        nameof(BfdProfileSpec) => BfdProfiles.Remove(gone.Key),
        nameof(SecretSnapshot) => Secrets.Remove(gone.Key),
        _ => false,
    };

    private static bool Put<TKey, TValue>(SortedDictionary<TKey, TValue> into, TKey key, TValue value)
        where TKey : notnull
        where TValue : class
    {
        if (into.TryGetValue(key, out var old) && old.Equals(value))
        {
            return false;
        }

        into[key] = value;
        return true;
    }
}
