using LbController.Core.Snapshot;

namespace LbController.Engine.Controller;

/// <summary>
/// Cuts work on many Services into portions that double, so that the first writes go out while the rest is still decided, and nothing else has to wait
/// for all of it.
/// </summary>
internal sealed class Portions
{
    private const int Least = 512;
    private int size = Least;

    /// <summary>The portion that was taken last was not the last one.</summary>
    public bool IsMoreLeft { get; private set; }

    /// <summary>Divides what is to be done into what is done now and what next time.</summary>
    public (IReadOnlyList<ServiceSnapshot> Now, IReadOnlyList<ServiceSnapshot> Later) Take(List<ServiceSnapshot> services)
    {
        IsMoreLeft = services.Count > size;
        if (!IsMoreLeft)
        {
            size = Least;
            return (services, []);
        }

        var portion = (services[..size], services[size..]);
        size *= 2;
        return portion;
    }
}
