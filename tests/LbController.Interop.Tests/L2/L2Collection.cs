namespace LbController.Interop.Tests.L2;

/// <summary>The tests that break an L2 cluster: one at a time, for they measure.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class L2Collection : ICollectionFixture<L2Fixture>
{
    public const string Name = "l2";
}
