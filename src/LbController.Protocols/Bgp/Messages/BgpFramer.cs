namespace LbController.Protocols.Bgp.Messages;

/// <summary>
/// Cuts a byte stream, which may arrive in pieces of any size, into messages. Holds less than one message between calls.
/// After an error the stream is out of step for good: nothing more comes out.
/// </summary>
public sealed class BgpFramer
{
    private byte[] pending = new byte[BgpHeader.MaximumLength];
    private int filled;
    private BgpError? broken;

    /// <summary>RFC 8654 is agreed on.</summary>
    public bool AllowsExtended { get; set; }

    /// <summary>Takes bytes until one message is complete.</summary>
    /// <param name="bytes">Advanced past what was taken.</param>
    /// <returns>False: nothing complete yet, or <paramref name="error"/> says what is wrong with the header.</returns>
    public bool TryNext(ref ReadOnlySpan<byte> bytes, out ReadOnlySpan<byte> message, out BgpError? error)
    {
        message = default;
        error = broken;
        if (broken is not null || !Fill(ref bytes, BgpHeader.Size))
        {
            return false;
        }

        if (!BgpHeader.TryRead(pending, AllowsExtended, out var header, out error))
        {
            broken = error;
            return false;
        }

        if (header.Length > pending.Length)
        {
            Array.Resize(ref pending, BgpHeader.ExtendedMaximumLength);
        }

        if (!Fill(ref bytes, header.Length))
        {
            return false;
        }

        filled = 0;
        message = pending.AsSpan(0, header.Length);
        return true;
    }

    /// <summary>Forgets everything: a new connection begins.</summary>
    public void Reset() => (filled, broken, AllowsExtended) = (0, null, false);

    private bool Fill(ref ReadOnlySpan<byte> bytes, int wanted)
    {
        var taken = Math.Min(Math.Max(0, wanted - filled), bytes.Length);
        bytes[..taken].CopyTo(pending.AsSpan(filled));
        bytes = bytes[taken..];
        filled += taken;
        return filled >= wanted;
    }
}
