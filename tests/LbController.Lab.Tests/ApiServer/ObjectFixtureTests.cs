using System.Net;
using LbController.Kubernetes.Manifests;
using LbController.Lab.ApiServer.Json;

namespace LbController.Lab.Tests.ApiServer;

/// <summary>The objects of <c>tests/testdata</c> against the schemas and rules of the definitions, without any webhook.</summary>
public sealed class ObjectFixtureTests : IAsyncLifetime
{
    private RunningApi api = null!;

    public async ValueTask InitializeAsync() => api = await RunningApi.StartAsync();

    public ValueTask DisposeAsync() => api.DisposeAsync();

    [Fact]
    public async Task Every_invalid_object_is_refused_with_its_field_and_the_mend()
    {
        var invalid = InvalidObject.Names.Select(InvalidObject.Read).ToList();
        Assert.True(invalid.Count >= 100, $"{InvalidObject.Folder} has only {invalid.Count} objects");
        var wrong = new List<string>();
        foreach (var one in invalid.Where(one => !one.FoundByParserAlone))
        {
            var answer = await SendAsync(one);
            if (answer.Code != HttpStatusCode.UnprocessableEntity || !answer.Causes.Any(cause => cause.Field == one.Field && cause.Message.Contains(one.Message, StringComparison.Ordinal)))
            {
                wrong.Add($"{one.Name}: wanted {one.Field}: {one.Message}; got {answer.Code}: {answer.Message}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    [Fact]
    public async Task What_no_rule_can_find_is_left_to_the_parser()
    {
        foreach (var one in InvalidObject.Names.Select(InvalidObject.Read).Where(one => one.FoundByParserAlone))
        {
            Assert.Equal((one.Name, HttpStatusCode.Created), (one.Name, (await SendAsync(one)).Code));
        }
    }

    [Fact]
    public async Task No_valid_object_is_refused()
    {
        var documents = Directory.GetFiles(Path.Combine(RunningApi.Root, "tests", "testdata", "valid"), "*.yaml")
            .Concat(Directory.GetFiles(Path.Combine(RunningApi.Root, "samples"), "*.yaml"))
            .SelectMany(file => File.ReadAllText(file).Split("\n---\n")).Where(text => text.Contains("metallb.io/", StringComparison.Ordinal) && YamlText.ParseAll(text) is [var item, ..] && item.Text("apiVersion")!.StartsWith("metallb.io/", StringComparison.Ordinal)).ToList();
        Assert.True(documents.Count >= 60, $"only {documents.Count} valid objects");
        var refused = new List<string>();
        foreach (var document in documents)
        {
            var answer = await api.CreateAsync(document, "?fieldValidation=Strict");
            if (answer.Code != HttpStatusCode.Created)
            {
                refused.Add($"{answer.Message}\n{document}");
            }
        }

        Assert.True(refused.Count == 0, string.Join("\n", refused));
    }

    /// <summary>The last document is the wrong one; one before it is what it changes.</summary>
    private async Task<ApiAnswer> SendAsync(InvalidObject one)
    {
        if (one.Documents is [var only])
        {
            return await api.CreateAsync(only);
        }

        var created = await api.CreateAsync(one.Documents[0]);
        Assert.Equal((one.Name, HttpStatusCode.Created), (one.Name, created.Code));
        var name = created.Body.Text("metadata", "name");
        return await api.SendAsync(HttpMethod.Patch, $"{RunningApi.CollectionOf(one.Documents[1])}/{name}", YamlText.ParseAll(one.Documents[1])[0].ToJsonString(), "application/merge-patch+json");
    }
}
