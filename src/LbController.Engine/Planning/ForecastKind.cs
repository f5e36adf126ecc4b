namespace LbController.Engine.Planning;

/// <summary>What a change does to a Service's addresses.</summary>
public enum ForecastKind
{
    /// <summary>Nothing.</summary>
    Unchanged,

    /// <summary>It keeps what it has and gets more.</summary>
    Gets,

    /// <summary>It gives one up and gets another.</summary>
    Moves,

    /// <summary>It gives one up and gets none for it.</summary>
    Loses,

    /// <summary>It has none and gets none, and the change is what it waits because of, or made it.</summary>
    Waits,
}
