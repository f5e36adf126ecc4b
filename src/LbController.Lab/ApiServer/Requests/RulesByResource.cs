using LbController.Lab.ApiServer.Crds;
using LbController.Lab.ApiServer.Resources;
using LbController.Lab.ApiServer.Services;

namespace LbController.Lab.ApiServer.Requests;

/// <summary>Which resource has rules of its own.</summary>
internal sealed class RulesByResource(ServiceReservations reservations)
{
    private readonly Dictionary<string, IResourceRules> rules = new(StringComparer.Ordinal)
    {
        [ServiceReservations.Storage] = new ServiceRules(reservations),
        [NamespaceRules.Storage] = new NamespaceRules(),
        [ResourceCatalog.CrdStorage] = new CrdRules(),
        ["/pods"] = new PodRules(),
        ["/secrets"] = new SecretRules(),
        ["apps/deployments"] = new WorkloadRules(),
        ["apps/daemonsets"] = new WorkloadRules(),
        ["apps/statefulsets"] = new WorkloadRules(),
        ["apps/replicasets"] = new WorkloadRules(),
    };

    public IResourceRules? Of(ResourceType type) => rules.GetValueOrDefault(type.Storage);
}
