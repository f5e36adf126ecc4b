namespace LbController.Interop.Tests.Lab;

/// <summary>The tests that share one lab, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class LabCollection : ICollectionFixture<LabFixture>
{
    public const string Name = "lab";
}
