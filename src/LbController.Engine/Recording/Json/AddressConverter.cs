using System.Text.Json;
using System.Text.Json.Serialization;
using LbController.Core.Addresses;

namespace LbController.Engine.Recording.Json;

/// <summary>An <see cref="Address"/> is its text.</summary>
public sealed class AddressConverter : JsonConverter<Address>
{
    public override Address Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Address.TryParse(reader.GetString(), out var address) ? address : throw new JsonException("not an address");

    public override void Write(Utf8JsonWriter writer, Address value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
