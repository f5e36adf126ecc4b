using System.Globalization;
using System.Text.Json.Nodes;
using LbController.Lab.ApiServer.Json;

namespace LbController.Lab.ApiServer.Store;

/// <summary>One version of an object, frozen: nobody changes <see cref="Body"/> after this was made; copy it first.</summary>
internal sealed record StoredObject(ObjectKey Key, long Revision, JsonObject Body, byte[] Json)
{
    public static StoredObject Create(ObjectKey key, JsonObject body, long revision)
    {
        body.Ensure("metadata")["resourceVersion"] = revision.ToString(CultureInfo.InvariantCulture);
        var json = JsonText.Encode(body);
        return new StoredObject(key, revision, JsonText.Frozen(json), json);
    }

    public string Uid => Body.Text("metadata", "uid") ?? string.Empty;
}
