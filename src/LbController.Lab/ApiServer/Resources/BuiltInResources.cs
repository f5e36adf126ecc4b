using LbController.Lab.ApiServer.Tables;

namespace LbController.Lab.ApiServer.Resources;

/// <summary>The resources that the server knows by itself, a row each.</summary>
internal static class BuiltInResources
{
    public static IReadOnlyList<ResourceType> All { get; } =
    [
        Core("namespaces", "Namespace", BuiltInColumns.Namespaces, "ns") with { Namespaced = false, HasStatus = true, SelectableFields = ["status.phase"] },
        Core("services", "Service", BuiltInColumns.Services, "svc") with { HasStatus = true, Categories = ["all"], SelectableFields = ["spec.type", "spec.clusterIP"] },
        Core("endpoints", "Endpoints", [], "ep"),
        Core("nodes", "Node", BuiltInColumns.Nodes, "no") with { Namespaced = false, HasStatus = true, SelectableFields = ["spec.unschedulable"] },
        Core("pods", "Pod", BuiltInColumns.Pods, "po") with
        {
            HasStatus = true,
            Categories = ["all"],
            SelectableFields = ["spec.nodeName", "spec.restartPolicy", "spec.schedulerName", "spec.serviceAccountName", "spec.hostNetwork", "status.phase", "status.podIP", "status.nominatedNodeName"],
        },
        Core("secrets", "Secret", BuiltInColumns.Secrets) with { SelectableFields = ["type"] },
        Core("configmaps", "ConfigMap", BuiltInColumns.ConfigMaps, "cm"),
        Core("serviceaccounts", "ServiceAccount", BuiltInColumns.ServiceAccounts, "sa"),
        Core("replicationcontrollers", "ReplicationController", [], "rc") with { HasStatus = true, HasScale = true, HasGeneration = true, Categories = ["all"] },
        Core("events", "Event", BuiltInColumns.Events, "ev") with { SelectableFields = EventFields.Core },
        new("events.k8s.io", "v1", "events", "Event", true)
        {
            ShortNames = ["ev"], Columns = BuiltInColumns.Events, StoredAs = "/events", SelectableFields = EventFields.Grouped,
        },
        new("discovery.k8s.io", "v1", "endpointslices", "EndpointSlice", true) { Columns = BuiltInColumns.EndpointSlices, HasGeneration = true },
        new("coordination.k8s.io", "v1", "leases", "Lease", true) { Columns = BuiltInColumns.Leases },
        Workload("deployments", "Deployment", "deploy", WorkloadColumns.Deployments) with { HasScale = true },
        Workload("daemonsets", "DaemonSet", "ds", WorkloadColumns.DaemonSets),
        Workload("replicasets", "ReplicaSet", "rs", WorkloadColumns.ReplicaSets) with { HasScale = true },
        Workload("statefulsets", "StatefulSet", "sts", WorkloadColumns.StatefulSets) with { HasScale = true },
        new("apps", "v1", "controllerrevisions", "ControllerRevision", true),
        new("batch", "v1", "jobs", "Job", true) { HasStatus = true, HasGeneration = true, Categories = ["all"], SelectableFields = ["status.successful"] },
        new("batch", "v1", "cronjobs", "CronJob", true) { HasStatus = true, HasGeneration = true, ShortNames = ["cj"], Categories = ["all"] },
        Rbac("roles", "Role", true),
        Rbac("rolebindings", "RoleBinding", true),
        Rbac("clusterroles", "ClusterRole", false),
        Rbac("clusterrolebindings", "ClusterRoleBinding", false),
        new("apiextensions.k8s.io", "v1", "customresourcedefinitions", "CustomResourceDefinition", false)
        {
            ShortNames = ["crd", "crds"], HasStatus = true, HasGeneration = true, Categories = ["api-extensions"], Columns = BuiltInColumns.CustomResourceDefinitions,
        },
        new("admissionregistration.k8s.io", "v1", "validatingwebhookconfigurations", "ValidatingWebhookConfiguration", false)
        {
            HasGeneration = true, Categories = ["api-extensions"],
        },
        new("admissionregistration.k8s.io", "v1", "mutatingwebhookconfigurations", "MutatingWebhookConfiguration", false)
        {
            HasGeneration = true, Categories = ["api-extensions"],
        },
        new("policy", "v1", "poddisruptionbudgets", "PodDisruptionBudget", true) { ShortNames = ["pdb"], HasStatus = true, HasGeneration = true },
        new("networking.k8s.io", "v1", "networkpolicies", "NetworkPolicy", true) { ShortNames = ["netpol"], HasGeneration = true },
        new("networking.k8s.io", "v1", "ingresses", "Ingress", true) { ShortNames = ["ing"], HasStatus = true, HasGeneration = true },
        new("scheduling.k8s.io", "v1", "priorityclasses", "PriorityClass", false) { ShortNames = ["pc"] },
        Review("authentication.k8s.io", "tokenreviews", "TokenReview"),
        Review("authentication.k8s.io", "selfsubjectreviews", "SelfSubjectReview"),
        Review("authorization.k8s.io", "subjectaccessreviews", "SubjectAccessReview"),
        Review("authorization.k8s.io", "selfsubjectaccessreviews", "SelfSubjectAccessReview"),
        Review("authorization.k8s.io", "selfsubjectrulesreviews", "SelfSubjectRulesReview"),
    ];

    private static ResourceType Core(string plural, string kind, IReadOnlyList<TableColumn> columns, params string[] shortNames) =>
        new(string.Empty, "v1", plural, kind, true) { Columns = columns, ShortNames = shortNames };

    private static ResourceType Workload(string plural, string kind, string shortName, IReadOnlyList<TableColumn> columns) => new("apps", "v1", plural, kind, true)
    {
        ShortNames = [shortName],
        HasStatus = true,
        HasGeneration = true,
        Categories = ["all"],
        Columns = columns,
    };

    private static ResourceType Rbac(string plural, string kind, bool namespaced) => new("rbac.authorization.k8s.io", "v1", plural, kind, namespaced);

    private static ResourceType Review(string group, string plural, string kind) => new(group, "v1", plural, kind, false) { IsReview = true };
}
