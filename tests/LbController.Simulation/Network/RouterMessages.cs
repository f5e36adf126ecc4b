using System.Buffers.Binary;

namespace LbController.Simulation.Network;

/// <summary>What a router says, written by hand from RFC 4271.</summary>
internal static class RouterMessages
{
    public static byte[] Keepalive => Frame(4, []);

    public static byte[] HoldTimeOver => Frame(3, [4, 0]);

    public static byte[] Open(uint @as, ushort holdTime, uint routerId, bool isGraceful)
    {
        byte[] capabilities = [1, 4, 0, 1, 0, 1, 1, 4, 0, 2, 0, 1, 2, 0, 65, 4, .. Number(@as), .. isGraceful ? (byte[])[64, 10, 0, 120, 0, 1, 1, 0x80, 0, 2, 1, 0x80] : []];
        return Frame(1, [4, (byte)(@as >> 8), (byte)@as, (byte)(holdTime >> 8), (byte)holdTime, .. Number(routerId), (byte)(capabilities.Length + 2), 2, (byte)capabilities.Length, .. capabilities]);
    }

    private static byte[] Number(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }

    private static byte[] Frame(byte type, byte[] body)
    {
        var length = 19 + body.Length;
        return [.. Enumerable.Repeat((byte)0xff, 16), (byte)(length >> 8), (byte)length, type, .. body];
    }
}
