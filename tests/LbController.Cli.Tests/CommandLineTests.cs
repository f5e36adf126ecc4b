namespace LbController.Cli.Tests;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("bogus")]
    [InlineData("plan")]
    [InlineData("status", "-o", "xml")]
    [InlineData("explain", "ip", "192.0.2.300")]
    [InlineData("completion", "fish")]
    public async Task Wrong_usage_is_2(params string[] arguments)
    {
        var (code, _, error) = await Screen.RunAsync(arguments);

        Assert.Equal(ExitCodes.WrongUsage, code);
        Assert.EndsWith("Try --help.\n", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("status", "--kubeconfig", "/nowhere/kubeconfig")]
    [InlineData("validate", "--offline", "-f", "/nowhere/x.yaml")]
    public async Task What_cannot_be_read_is_1_and_one_line(params string[] arguments)
    {
        var (code, text, error) = await Screen.RunAsync(arguments);

        Assert.Equal(ExitCodes.Failed, code);
        Assert.Empty(text);
        Assert.Contains("/nowhere/", error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public async Task Files_are_validated_without_a_cluster()
    {
        const string Pools = """
            apiVersion: metallb.io/v1beta1
            kind: IPAddressPool
            metadata: {name: good}
            spec: {addresses: [192.0.2.0/24]}
            ---
            apiVersion: metallb.io/v1beta1
            kind: IPAddressPool
            metadata: {name: overlapping}
            spec: {addresses: [192.0.2.0/25]}
            """;
        var (code, text, _) = await Screen.RunAsync(Pools, ["validate", "--offline", "-f", "-"]);

        Assert.Equal(ExitCodes.Found, code);
        Assert.Contains("IPAddressPool good         yes", text, StringComparison.Ordinal);
        Assert.Contains("overlaps '192.0.2.0-192.0.2.255' of pool 'good'", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bad_file_is_told_with_its_line()
    {
        var (code, _, error) = await Screen.RunAsync("a: b\nc: [", ["validate", "--offline", "-f", "-"]);

        Assert.Equal(ExitCodes.Failed, code);
        Assert.StartsWith("kubectl-lb: stdin:3: ", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("st", "status\n")]
    [InlineData("explain|", "ip\nnode\npeer\nservice\n")]
    [InlineData("status|--lb", "--lb-class\n")]
    public async Task The_program_completes_itself(string line, string expected)
    {
        var (code, text, _) = await Screen.RunAsync(["complete", "--", .. line.Split('|')]);

        Assert.Equal(ExitCodes.Fine, code);
        Assert.Equal(expected, string.Concat(text.Split('\n').Where(word => word.Length > 0 && !(expected.StartsWith("ip", StringComparison.Ordinal) && word.StartsWith('-'))).Order(StringComparer.Ordinal).Select(word => word + "\n")));
    }
}
