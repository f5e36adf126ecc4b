namespace LbController.Interop.Tests.ApiServer;

/// <summary>The tests that share one embedded API.</summary>
[CollectionDefinition(Name)]
public sealed class ApiServerCollection : ICollectionFixture<ApiServerFixture>
{
    public const string Name = "apiserver";
}
