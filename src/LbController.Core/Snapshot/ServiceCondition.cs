namespace LbController.Core.Snapshot;

/// <summary>Our condition in a Service's <c>status.conditions</c>; when it last changed between true and false is left to the API.</summary>
/// <param name="Status"><c>True</c>, <c>False</c> or <c>Unknown</c>.</param>
/// <param name="Reason">One word for machines.</param>
/// <param name="Message">For people.</param>
/// <param name="ObservedGeneration">The <c>metadata.generation</c> that was judged; 0 where the API server does not count it.</param>
public sealed record ServiceCondition(string Status, string Reason, string Message, long ObservedGeneration)
{
    /// <summary>Whether the Service has the addresses that it asks for, and if not, why.</summary>
    public const string AddressAssigned = "lbcontroller.dev/AddressAssigned";

    /// <summary>Whether the addresses are announced, and if not, why. Kept by the speakers.</summary>
    public const string Announced = "lbcontroller.dev/Announced";
}
