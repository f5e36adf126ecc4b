namespace LbController.Lab.ApiServer.Protobuf;

/// <summary>What "kubectl create deployment" sets.</summary>
internal static class WorkloadMessages
{
    private static readonly Field[] Port = [new(1, "name"), new(3, "containerPort", FieldShape.Number), new(4, "protocol")];

    private static readonly Field[] Container =
    [
        new(1, "name"),
        new(2, "image"),
        new(3, "command", IsList: true),
        new(4, "args", IsList: true),
        new(6, "ports", FieldShape.Message, IsList: true, Port),
    ];

    public static Field[] Deployment(Field metadata) =>
    [
        metadata,
        new(2, "spec", FieldShape.Message, Fields:
        [
            new(1, "replicas", FieldShape.Number),
            new(2, "selector", FieldShape.Message, Fields: [new(1, "matchLabels", FieldShape.TextMap)]),
            new(3, "template", FieldShape.Message, Fields:
            [
                metadata,
                new(2, "spec", FieldShape.Message, Fields: [new(2, "containers", FieldShape.Message, IsList: true, Container)]),
            ]),
        ]),
    ];
}
