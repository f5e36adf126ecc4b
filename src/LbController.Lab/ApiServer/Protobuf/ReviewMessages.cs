namespace LbController.Lab.ApiServer.Protobuf;

/// <summary>What "kubectl auth can-i" asks.</summary>
internal static class ReviewMessages
{
    private static readonly Field[] Resource =
        [new(1, "namespace"), new(2, "verb"), new(3, "group"), new(4, "version"), new(5, "resource"), new(6, "subresource"), new(7, "name")];

    public static Field[] Access(Field metadata) =>
    [
        metadata,
        new(2, "spec", FieldShape.Message, Fields:
        [
            new(1, "resourceAttributes", FieldShape.Message, Fields: Resource),
            new(2, "nonResourceAttributes", FieldShape.Message, Fields: [new(1, "path"), new(2, "verb")]),
            new(3, "user"),
            new(4, "groups", IsList: true),
        ]),
    ];
}
