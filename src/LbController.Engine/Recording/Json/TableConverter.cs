using System.Text.Json;
using System.Text.Json.Serialization;
using LbController.Core.Addresses;
using LbController.Core.Announcing;

namespace LbController.Engine.Recording.Json;

/// <summary>An <see cref="AnnouncementTable"/> is a sorted JSON array of <c>LINK ADDRESS</c>.</summary>
public sealed class TableConverter : JsonConverter<AnnouncementTable>
{
    public override AnnouncementTable Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(TextArray.Read(ref reader).Select(EntryOf));

    public override void Write(Utf8JsonWriter writer, AnnouncementTable value, JsonSerializerOptions options) =>
        TextArray.Write(writer, value.Sorted().Select(entry => $"{entry.LinkIndex} {entry.Address}"));

    private static (int LinkIndex, Address Address) EntryOf(string text) =>
        text.Split(' ') is [var link, var address] && int.TryParse(link, out var index) && Address.TryParse(address, out var parsed)
            ? (index, parsed)
            : throw new JsonException($"'{text}' is no entry of a table");
}
