namespace LbController.Interop.Tests.Bgp;

/// <summary>The tests that share one speaker and its routers.</summary>
[CollectionDefinition(Name)]
public sealed class BgpCollection : ICollectionFixture<BgpLab>
{
    public const string Name = "bgp";
}
