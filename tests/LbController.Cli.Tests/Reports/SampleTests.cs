using System.Text.RegularExpressions;
using LbController.Cli.Output;
using LbController.Core.Snapshot;
using LbController.Engine.Controller;
using LbController.Engine.Planning;
using LbController.Kubernetes.Manifests;

namespace LbController.Cli.Tests.Reports;

/// <summary>Every sample is valid, and its Services get what its first lines say.</summary>
public sealed partial class SampleTests
{
    private static readonly string Samples = Path.Combine(Repository.Root, "samples");

    public static TheoryData<string> Names =>
        [.. Directory.GetFiles(Samples, "*.yaml", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Samples, file)).Order(StringComparer.Ordinal)];

    [Fact]
    public void There_is_a_sample_for_every_feature() => Assert.True(Names.Count >= 10, $"{Names.Count}");

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_sample_is_valid(string name)
    {
        var (code, text, error) = await Screen.RunAsync(["validate", "--offline", "-f", Path.Combine(Samples, name)]);
        Assert.True(code == ExitCodes.Fine, text + error);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_sample_gives_the_addresses_that_it_says(string name)
    {
        var text = File.ReadAllText(Path.Combine(Samples, name));
        var cluster = new WhatIf(new ControllerOptions(null, "metallb-system"), []);
        foreach (var item in ManifestReader.Read(name, text, "metallb-system").Select(item => item.Snapshot).OfType<SnapshotObject>())
        {
            cluster.Put(item);
        }

        var given = cluster.Forecast().Services.ToDictionary(service => service.Service.ToString(), service => string.Join(' ', service.After));
        var expected = Expected().Matches(text).ToDictionary(match => match.Groups["service"].Value, match => match.Groups["addresses"].Value.Trim(), StringComparer.Ordinal);
        Assert.All(expected, entry => Assert.Equal((entry.Key, entry.Value), (entry.Key, given.GetValueOrDefault(entry.Key, "not there"))));
    }

    [GeneratedRegex("^# expect: (?<service>[^ \\n]+)(?<addresses>[^\\n]*)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Expected();
}
