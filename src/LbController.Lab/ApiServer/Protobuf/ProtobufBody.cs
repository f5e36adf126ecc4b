using System.Text.Json.Nodes;
using Google.Protobuf;

namespace LbController.Lab.ApiServer.Protobuf;

/// <summary>
/// Reads objects in the protobuf form of Kubernetes: four magic bytes, then an envelope (runtime.Unknown) that names the kind and
/// holds the object.
/// </summary>
internal static class ProtobufBody
{
    private static readonly Field[] Envelope =
        [new(1, "type", FieldShape.Message, Fields: [new(1, "apiVersion"), new(2, "kind")]), new(2, "raw", FieldShape.Octets)];

    private static ReadOnlySpan<byte> Magic => "k8s\0"u8;

    /// <returns>Null: a kind that is not known in this form, or no such body.</returns>
    /// <exception cref="InvalidProtocolBufferException">The bytes are damaged.</exception>
    public static JsonObject? TryRead(byte[] body)
    {
        if (!body.AsSpan().StartsWith(Magic))
        {
            return null;
        }

        var envelope = ReadMessage(body[Magic.Length..], Envelope);
        var (apiVersion, kind) = ((string?)envelope["type"]?["apiVersion"] ?? "", (string?)envelope["type"]?["kind"] ?? "");
        if (KnownMessages.Find(apiVersion, kind) is not { } fields)
        {
            return null;
        }

        var read = ReadMessage(Convert.FromBase64String((string?)envelope["raw"] ?? ""), fields);
        read["apiVersion"] = apiVersion;
        read["kind"] = kind;
        return read;
    }

    private static JsonObject ReadMessage(byte[] bytes, Field[] fields)
    {
        var message = new JsonObject();
        var input = new CodedInputStream(bytes);
        for (var tag = input.ReadTag(); tag != 0; tag = input.ReadTag())
        {
            if (Array.Find(fields, field => field.Number == WireFormat.GetTagFieldNumber(tag)) is { } known)
            {
                Take(message, known, input);
            }
            else
            {
                input.SkipLastField();
            }
        }

        return message;
    }

    private static void Take(JsonObject message, Field field, CodedInputStream input)
    {
        if (field.Shape is FieldShape.TextMap or FieldShape.OctetMap)
        {
            var value = field.Shape == FieldShape.TextMap ? FieldShape.Text : FieldShape.Octets;
            var entry = ReadMessage(input.ReadBytes().ToByteArray(), [new(1, "key"), new(2, "value", value)]);
            (message[field.Name] ??= new JsonObject())[(string?)entry["key"] ?? ""] = (string?)entry["value"] ?? "";
        }
        else if (field.IsList)
        {
            (message[field.Name] ??= new JsonArray()).AsArray().Add(Read(field, input));
        }
        else if (Read(field, input) is { } read && !IsUnset(read))
        {
            message[field.Name] = read;
        }
    }

    private static JsonNode Read(Field field, CodedInputStream input) => field.Shape switch
    {
        FieldShape.Number => input.ReadInt64(),
        FieldShape.Truth => input.ReadBool(),
        FieldShape.Octets => Convert.ToBase64String(input.ReadBytes().Span),
        FieldShape.Message => ReadMessage(input.ReadBytes().ToByteArray(), field.Fields!),
        FieldShape.NumberOrText => NumberOrText(input.ReadBytes().ToByteArray()),
        _ => input.ReadString(),
    };

    private static JsonNode NumberOrText(byte[] bytes)
    {
        var read = ReadMessage(bytes, [new(1, "type", FieldShape.Number), new(2, "number", FieldShape.Number), new(3, "text")]);
        return (long?)read["type"] == 1 ? (string?)read["text"] ?? "" : (long?)read["number"] ?? 0;
    }

    /// <summary>The generated code of Kubernetes writes plain fields also when they are not set.</summary>
    private static bool IsUnset(JsonNode read) =>
        read is JsonValue value && ((value.TryGetValue<string>(out var text) && text.Length == 0) || (value.TryGetValue<long>(out var number) && number == 0));
}
