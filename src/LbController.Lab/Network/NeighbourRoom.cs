using System.Globalization;

namespace LbController.Lab.Network;

/// <summary>
/// Room for many neighbours while it lives: the kernel bounds them for all namespaces of the machine together, at 1,024 unless told otherwise, and
/// a client that knows a thousand addresses would lose some again and again (arp(7), <c>gc_thresh3</c>). Afterwards all is as before.
/// </summary>
internal sealed class NeighbourRoom : IDisposable
{
    private const string Settings = "/proc/sys/net/ipv4/neigh/default/gc_thresh";
    private readonly List<(string File, string Before)> changed = [];

    /// <param name="neighbours">How many there are to be room for.</param>
    /// <exception cref="UnauthorizedAccessException">The setting is not ours to change.</exception>
    public NeighbourRoom(int neighbours)
    {
        foreach (var (number, share) in new[] { (3, 4), (2, 3), (1, 2) })
        {
            var file = $"{Settings}{number}";
            var before = File.ReadAllText(file).Trim();
            var wanted = neighbours * share;
            if (int.Parse(before, CultureInfo.InvariantCulture) < wanted)
            {
                changed.Add((file, before));
                File.WriteAllText(file, wanted.ToString(CultureInfo.InvariantCulture));
            }
        }
    }

    public void Dispose()
    {
        foreach (var (file, before) in changed)
        {
            File.WriteAllText(file, before);
        }
    }
}
