using LbController.Core.Addresses;
using LbController.Core.Snapshot;

namespace LbController.Kubernetes.Mapping;

/// <summary>Addresses that the API server has validated; what is none (<c>None</c>, an empty text) is passed over.</summary>
internal static class AddressMapping
{
    public static ValueArray<Address> Addresses(IEnumerable<string?> texts)
    {
        var addresses = new List<Address>();
        foreach (var text in texts)
        {
            if (Address.TryParse(text, out var address))
            {
                addresses.Add(address);
            }
        }

        return addresses.ToValueArray();
    }
}
