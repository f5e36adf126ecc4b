namespace LbController.Lab.ApiServer.Protobuf;

/// <summary>
/// What kubectl and helm send in the protobuf form, and their fields as the generated.proto files of Kubernetes number
/// them; fields that they never set are left out.
/// </summary>
internal static class KnownMessages
{
    private static readonly Field[] OwnerReference =
        [new(5, "apiVersion"), new(1, "kind"), new(3, "name"), new(4, "uid"), new(6, "controller", FieldShape.Truth), new(7, "blockOwnerDeletion", FieldShape.Truth)];

    private static readonly Field Metadata = new(1, "metadata", FieldShape.Message, Fields:
    [
        new(1, "name"),
        new(2, "generateName"),
        new(3, "namespace"),
        new(5, "uid"),
        new(6, "resourceVersion"),
        new(11, "labels", FieldShape.TextMap),
        new(12, "annotations", FieldShape.TextMap),
        new(13, "ownerReferences", FieldShape.Message, IsList: true, OwnerReference),
        new(14, "finalizers", IsList: true),
    ]);

    private static readonly Field[] ServicePort =
    [
        new(1, "name"),
        new(2, "protocol"),
        new(3, "port", FieldShape.Number),
        new(4, "targetPort", FieldShape.NumberOrText),
        new(5, "nodePort", FieldShape.Number),
        new(6, "appProtocol"),
    ];

    private static readonly Field[] ServiceSpec =
    [
        new(1, "ports", FieldShape.Message, IsList: true, ServicePort),
        new(2, "selector", FieldShape.TextMap),
        new(3, "clusterIP"),
        new(4, "type"),
        new(5, "externalIPs", IsList: true),
        new(7, "sessionAffinity"),
        new(8, "loadBalancerIP"),
        new(9, "loadBalancerSourceRanges", IsList: true),
        new(10, "externalName"),
        new(11, "externalTrafficPolicy"),
        new(17, "ipFamilyPolicy"),
        new(18, "clusterIPs", IsList: true),
        new(19, "ipFamilies", IsList: true),
        new(21, "loadBalancerClass"),
    ];

    private static readonly Dictionary<string, Field[]> Kinds = new(StringComparer.Ordinal)
    {
        ["v1/Namespace"] = [Metadata],
        ["v1/ConfigMap"] = [Metadata, new(2, "data", FieldShape.TextMap), new(3, "binaryData", FieldShape.OctetMap), new(4, "immutable", FieldShape.Truth)],
        ["v1/Secret"] =
        [
            Metadata,
            new(2, "data", FieldShape.OctetMap),
            new(3, "type"),
            new(4, "stringData", FieldShape.TextMap),
            new(5, "immutable", FieldShape.Truth),
        ],
        ["v1/ServiceAccount"] = [Metadata, new(4, "automountServiceAccountToken", FieldShape.Truth)],
        ["v1/Service"] = [Metadata, new(2, "spec", FieldShape.Message, Fields: ServiceSpec)],
        ["apps/v1/Deployment"] = WorkloadMessages.Deployment(Metadata),
        ["rbac.authorization.k8s.io/v1/Role"] = RbacMessages.Role(Metadata),
        ["rbac.authorization.k8s.io/v1/ClusterRole"] = RbacMessages.Role(Metadata),
        ["rbac.authorization.k8s.io/v1/RoleBinding"] = RbacMessages.Binding(Metadata),
        ["rbac.authorization.k8s.io/v1/ClusterRoleBinding"] = RbacMessages.Binding(Metadata),
        ["authorization.k8s.io/v1/SelfSubjectAccessReview"] = ReviewMessages.Access(Metadata),
        ["authorization.k8s.io/v1/SubjectAccessReview"] = ReviewMessages.Access(Metadata),
        ["authorization.k8s.io/v1/SelfSubjectRulesReview"] = [Metadata, new(2, "spec", FieldShape.Message, Fields: [new(1, "namespace")])],
        ["authentication.k8s.io/v1/SelfSubjectReview"] = [Metadata],
        ["authentication.k8s.io/v1/TokenRequest"] = [Metadata, new(2, "spec", FieldShape.Message, Fields: [new(1, "audiences", IsList: true)])],
        ["authentication.k8s.io/v1/TokenReview"] = [Metadata, new(2, "spec", FieldShape.Message, Fields: [new(1, "token"), new(2, "audiences", IsList: true)])],
    };

    /// <summary>Belongs to every group.</summary>
    private static readonly Field[] DeleteOptions =
    [
        new(2, "preconditions", FieldShape.Message, Fields: [new(1, "uid"), new(2, "resourceVersion")]),
        new(4, "propagationPolicy"),
        new(5, "dryRun", IsList: true),
    ];

    /// <summary>Null: a kind that is not known in this form.</summary>
    public static Field[]? Find(string apiVersion, string kind) =>
        kind == "DeleteOptions" ? DeleteOptions : Kinds.GetValueOrDefault($"{apiVersion}/{kind}");
}
