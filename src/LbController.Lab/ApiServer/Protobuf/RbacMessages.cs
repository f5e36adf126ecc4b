namespace LbController.Lab.ApiServer.Protobuf;

/// <summary>What "kubectl create role" and "kubectl create rolebinding" send.</summary>
internal static class RbacMessages
{
    private static readonly Field[] Rule =
    [
        new(1, "verbs", IsList: true),
        new(2, "apiGroups", IsList: true),
        new(3, "resources", IsList: true),
        new(4, "resourceNames", IsList: true),
        new(5, "nonResourceURLs", IsList: true),
    ];

    public static Field[] Role(Field metadata) => [metadata, new(2, "rules", FieldShape.Message, IsList: true, Rule)];

    public static Field[] Binding(Field metadata) =>
    [
        metadata,
        new(2, "subjects", FieldShape.Message, IsList: true, [new(1, "kind"), new(2, "apiGroup"), new(3, "name"), new(4, "namespace")]),
        new(3, "roleRef", FieldShape.Message, Fields: [new(1, "apiGroup"), new(2, "kind"), new(3, "name")]),
    ];
}
