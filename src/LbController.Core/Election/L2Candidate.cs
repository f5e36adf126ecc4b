namespace LbController.Core.Election;

/// <summary>An eligible node in the election of one address.</summary>
/// <param name="Node">Its name.</param>
/// <param name="ServicesServed">For how many of the Services that share the address it is eligible; at least 1.</param>
/// <param name="Preference">The sum of the weights of the preferredNodeSelectors that match it.</param>
/// <param name="IsDraining">It is asked to hand over.</param>
public readonly record struct L2Candidate(string Node, int ServicesServed, int Preference, bool IsDraining = false);
