using System.Buffers.Binary;
using System.Net;

namespace LbController.Lab.ApiServer.Services;

/// <summary>Hands out the cluster addresses of one family, each next one in turn.</summary>
internal sealed class ClusterAddressRange(string family, IPNetwork network)
{
    /// <summary>The first addresses stay free for those that ask by name: the API itself, DNS.</summary>
    private const uint FirstDynamic = 16;

    private readonly uint size = family is "IPv4" ? 1u << Math.Min(16, 32 - network.PrefixLength) : 1u << 16;
    private uint next = FirstDynamic;

    public string Family { get; } = family;

    public bool Contains(IPAddress address) => network.Contains(address);

    /// <summary>A free address, or null when none is left.</summary>
    public string? Take(ServiceReservations reservations)
    {
        for (var tried = 0u; tried < size; tried++)
        {
            var offset = next;
            next = next + 1 >= size - 1 ? FirstDynamic : next + 1;
            var address = At(offset).ToString();
            if (!reservations.IsTaken(address))
            {
                return address;
            }
        }
        return null;
    }

    private IPAddress At(uint offset)
    {
        var bytes = network.BaseAddress.GetAddressBytes();
        var tail = bytes.AsSpan(bytes.Length - 4);
        BinaryPrimitives.WriteUInt32BigEndian(tail, BinaryPrimitives.ReadUInt32BigEndian(tail) + offset);
        return new IPAddress(bytes);
    }
}
