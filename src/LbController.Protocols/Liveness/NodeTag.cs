using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace LbController.Protocols.Liveness;

/// <summary>A node's name in eight bytes, for places where names would be too long: the head of its SHA-256, never 0.</summary>
public static class NodeTag
{
    public static ulong Of(string node)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(node), hash);
        return Math.Max(BinaryPrimitives.ReadUInt64BigEndian(hash), 1);
    }
}
