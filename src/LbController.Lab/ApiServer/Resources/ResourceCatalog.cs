using LbController.Lab.ApiServer.Crds;
using LbController.Lab.ApiServer.Json;
using LbController.Lab.ApiServer.Store;

namespace LbController.Lab.ApiServer.Resources;

/// <summary>What is served now: the built-in table and every version of every CustomResourceDefinition. Guarded by the store's gate.</summary>
internal sealed class ResourceCatalog
{
    public const string CrdStorage = "apiextensions.k8s.io/customresourcedefinitions";

    private readonly SortedDictionary<string, IReadOnlyList<ResourceType>> custom = new(StringComparer.Ordinal);
    private IReadOnlyList<ResourceType> all = BuiltInResources.All;

    public ResourceCatalog(ObjectStore store) => store.OnChange(Follow);

    public IReadOnlyList<ResourceType> All => all;

    /// <summary>Changes whenever what is served changes.</summary>
    public long Generation { get; private set; }

    public IEnumerable<string> Groups => all.Select(type => type.Group).Where(group => group.Length > 0).Distinct(StringComparer.Ordinal);

    public ResourceType? Find(string group, string version, string plural) => all.FirstOrDefault(type =>
        string.Equals(type.Plural, plural, StringComparison.Ordinal)
        && string.Equals(type.Group, group, StringComparison.Ordinal)
        && string.Equals(type.Version, version, StringComparison.Ordinal));

    public ResourceType? OfStorage(string storage) => all.FirstOrDefault(type => string.Equals(type.Storage, storage, StringComparison.Ordinal));

    /// <summary>The version in which objects of this resource are kept.</summary>
    public ResourceType StorageVersion(ResourceType type) => type.IsStorageVersion
        ? type
        : all.FirstOrDefault(one => one.IsStorageVersion && string.Equals(one.Storage, type.Storage, StringComparison.Ordinal)) ?? type;

    public IReadOnlyList<string> VersionsOf(string group) =>
        [.. all.Where(type => string.Equals(type.Group, group, StringComparison.Ordinal)).Select(type => type.Version)
            .Distinct(StringComparer.Ordinal).OrderBy(version => version, VersionOrder.NewestFirst)];

    private void Follow(StoreEvent change)
    {
        if (!string.Equals(change.After.Key.Storage, CrdStorage, StringComparison.Ordinal))
        {
            return;
        }
        custom.Remove(change.After.Key.Name);
        if (!change.Removed)
        {
            custom[change.After.Key.Name] = CrdResources.ServedBy(change.After.Body);
        }
        all = [.. BuiltInResources.All, .. custom.Values.SelectMany(types => types)];
        Generation++;
    }
}
