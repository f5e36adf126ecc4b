using LbController.Engine.Facts;
using LbController.Engine.Figures;

namespace LbController.Engine;

/// <summary>
/// A whole role without I/O: facts and the time in, commands out. The host's driver and the simulator's driver run the same
/// reactors. Calls never overlap.
/// </summary>
public interface IReactor
{
    /// <param name="facts">What happened since the last call, in order; may be empty.</param>
    /// <param name="now">Monotonic time since a zero of the driver's choosing; never goes back.</param>
    Step Step(IReadOnlyList<Fact> facts, TimeSpan now);

    /// <summary>The role in numbers, as of the last step; asked for only when somebody looks.</summary>
    IEnumerable<Figure> Figures() => [];
}
