using LbController.Engine.Figures;
using LbController.Protocols.Arp;
using LbController.Protocols.Ndp;

namespace LbController.Linux.Capture;

/// <summary>How many frames were dropped, for each reason. Safe to use from many threads; counting takes no lock and no memory.</summary>
internal sealed class FrameCounts
{
    private readonly long[] arp = new long[Enum.GetValues<ArpError>().Length];
    private readonly long[] ndp = new long[Enum.GetValues<NdpError>().Length];

    public void Count(ArpError error) => Interlocked.Increment(ref arp[(int)error]);

    public void Count(NdpError error) => Interlocked.Increment(ref ndp[(int)error]);

    /// <summary>Reasons that have occurred, in the order of their enumerations.</summary>
    public IEnumerable<Figure> Figures() => [.. FiguresOf<ArpError>("arp", arp), .. FiguresOf<NdpError>("ndp", ndp)];

    private static IEnumerable<Figure> FiguresOf<TError>(string protocol, long[] counts)
        where TError : struct, Enum
    {
        foreach (var (index, error) in Enum.GetValues<TError>().Index())
        {
            if (Interlocked.Read(ref counts[index]) is > 0 and var count)
            {
                yield return SpeakerMetrics.FramesDropped.Is(count, protocol, error.ToString());
            }
        }
    }
}
