using System.Text.Json;
using LbController.Core.Addresses;
using LbController.Core.Snapshot;
using LbController.Engine.Leading;

namespace LbController.Kubernetes.Leasing;

/// <summary>
/// Promises as an annotation of the Lease: one a line, <c>NAMESPACE/NAME RESOURCEVERSION ADDRESS,ADDRESS</c>. What a hand has made unreadable is passed over.
/// </summary>
internal static class PromiseText
{
    public const string Annotation = "lbcontroller.dev/addresses-under-way";

    public static string Of(ValueArray<AddressPromise> promises) =>
        string.Join('\n', promises.Select(promise => $"{promise.Service} {promise.ResourceVersion} {string.Join(',', promise.Addresses)}"));

    /// <param name="metadata">Of the Lease.</param>
    public static ValueArray<AddressPromise> Parse(JsonElement metadata) =>
        metadata.TryGetProperty("annotations", out var annotations) && annotations.ValueKind == JsonValueKind.Object
        && annotations.TryGetProperty(Annotation, out var text) && text.ValueKind == JsonValueKind.String
            ? text.GetString()!.Split('\n').Select(ParseLine).OfType<AddressPromise>().ToValueArray()
            : [];

    private static AddressPromise? ParseLine(string line)
    {
        if (line.Split(' ') is not [var service, var version, var texts] || service.Split('/') is not [var @namespace, var name])
        {
            return null;
        }

        var addresses = new List<Address>();
        foreach (var text in texts.Split(','))
        {
            if (!Address.TryParse(text, out var address))
            {
                return null;
            }

            addresses.Add(address);
        }

        return new AddressPromise(new ObjectKey(@namespace, name), version, addresses.ToValueArray());
    }
}
