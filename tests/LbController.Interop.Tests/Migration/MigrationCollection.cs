namespace LbController.Interop.Tests.Migration;

/// <summary>A lab of its own, in which MetalLB was before.</summary>
[CollectionDefinition(Name)]
public sealed class MigrationCollection
{
    public const string Name = "migration";
}
