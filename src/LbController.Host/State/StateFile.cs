using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using LbController.Engine.Recording.Json;

namespace LbController.Host.State;

/// <summary>
/// The last state on disk: a line <c>lb-speaker-state 1 TIME SEAL</c>, then JSON. The seal is an HMAC-SHA256 with the liveness key over the
/// version, the time and the JSON, so that nobody without the key can make a node announce something. A file that is older than
/// <paramref name="mostAge"/>, of another version, or whose seal is wrong, is not used.
/// </summary>
/// <param name="path">The file.</param>
/// <param name="key">Seals and checks; empty: the seal is a mere checksum.</param>
/// <param name="mostAge">How old it may be.</param>
internal sealed class StateFile(string path, ReadOnlyMemory<byte> key, TimeSpan mostAge)
{
    private const string Magic = "lb-speaker-state 1";

    private static readonly JsonTypeInfo<LastState> Format = CreateFormat();

    /// <summary>Replaces the file in one step.</summary>
    /// <param name="state">What to keep.</param>
    /// <param name="confirmed">When the API server last said that it is so: the age counts from then.</param>
    /// <exception cref="IOException">The disk says no.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder is not ours to write to.</exception>
    public void Write(LastState state, DateTimeOffset confirmed)
    {
        var json = JsonSerializer.Serialize(state, Format);
        var time = confirmed.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var fresh = path + ".new";
        File.WriteAllText(fresh, $"{Magic} {time} {Seal(time, json)}\n{json}");
        File.Move(fresh, path, overwrite: true);
    }

    /// <param name="now">To tell the age.</param>
    /// <param name="why">Why there is none; empty when there simply is no file.</param>
    /// <returns>Null: none that may be used.</returns>
    public LastState? Read(DateTimeOffset now, out string why)
    {
        why = "";
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            return Parse(File.ReadAllText(path), now, out why);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException)
        {
            why = failure.Message;
            return null;
        }
    }

    private LastState? Parse(string text, DateTimeOffset now, out string why)
    {
        var end = text.IndexOf('\n', StringComparison.Ordinal);
        var words = end < 0 ? [] : text[..end].Split(' ');
        if (words.Length != 4 || $"{words[0]} {words[1]}" != Magic || !long.TryParse(words[2], NumberStyles.None, CultureInfo.InvariantCulture, out var time))
        {
            why = "it is of another version";
            return null;
        }

        var json = text[(end + 1)..];
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(words[3]), Encoding.UTF8.GetBytes(Seal(words[2], json))))
        {
            why = "its seal is wrong: it is damaged, or sealed with another key";
            return null;
        }

        var age = TimeSpan.FromSeconds(Math.Max(now.ToUnixTimeSeconds() - time, 0));
        why = age > mostAge ? $"it is {age.TotalHours:0.#} hours old, more than {mostAge.TotalHours:0.#}" : "";
        return age > mostAge ? null : JsonSerializer.Deserialize(json, Format);
    }

    private string Seal(string time, string json) => Convert.ToHexStringLower(HMACSHA256.HashData(key.Span, Encoding.UTF8.GetBytes($"{Magic} {time}\n{json}")));

    private static JsonTypeInfo<LastState> CreateFormat()
    {
        var options = new JsonSerializerOptions
        {
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            IgnoreReadOnlyProperties = true,
            TypeInfoResolver = LastStateContext.Default.WithAddedModifier(WholeObjects.Demand),
        };
        foreach (var converter in ValueConverters.All)
        {
            options.Converters.Add(converter);
        }

        return (JsonTypeInfo<LastState>)options.GetTypeInfo(typeof(LastState));
    }
}
