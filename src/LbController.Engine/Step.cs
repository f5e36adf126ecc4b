using LbController.Engine.Commands;

namespace LbController.Engine;

/// <summary>What a reactor answers: commands in their order, and when it wants to be stepped again at the latest.</summary>
/// <param name="Commands">To be started in this order.</param>
/// <param name="WakeAt">On the reactor's own clock; null: only when a fact arrives.</param>
public readonly record struct Step(IReadOnlyList<Command> Commands, TimeSpan? WakeAt)
{
    /// <summary>After <see cref="Facts.Fact.Leaving"/>: the farewell takes more steps. False also before that.</summary>
    public bool IsStillLeaving { get; init; }
}
