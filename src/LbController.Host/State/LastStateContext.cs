using System.Text.Json.Serialization;

namespace LbController.Host.State;

/// <summary>Tells the compiler to make what <see cref="StateFile"/> needs.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(LastState))]
internal sealed partial class LastStateContext : JsonSerializerContext;
