using LbController.Interop.Tests.ApiServer;
using LbController.Lab.Processes;

namespace LbController.Interop.Tests.Cli;

/// <summary>Completion in the shells themselves, and through kubectl.</summary>
public sealed class CompletionTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("lb-completion-");

    public CompletionTests()
    {
        var program = Path.Combine(AppContext.BaseDirectory, "kubectl-lb");
        File.CreateSymbolicLink(Path.Combine(folder.FullName, "kubectl-lb"), program);
        var answer = Path.Combine(folder.FullName, "kubectl_complete-lb");
        File.WriteAllText(answer, $"#!/bin/sh\nexec '{program}' complete -- \"$@\"\n");
        Run("chmod", "+x", answer);
    }

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [InlineData("kubectl-lb sta", "status")]
    [InlineData("kubectl-lb explain ser", "service")]
    [InlineData("kubectl-lb status --name", "--namespace")]
    public void Bash_completes(string line, string expected)
    {
        var said = Run("bash", "-c", $"source <(kubectl-lb completion bash); COMP_WORDS=({line}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); _kubectl_lb; echo \"${{COMPREPLY[@]}}\"");
        Assert.Equal(expected, said.Trim());
    }

    [Theory]
    [InlineData("kubectl-lb sta", "status")]
    [InlineData("kubectl-lb explain ser", "service")]
    public void Zsh_completes(string line, string expected)
    {
        // compadd shows what it was given; outside of an editing session zsh has none.
        var said = Run("zsh", "-fc", $"compdef() {{ }}; compadd() {{ print -l -- ${{(P)@[-1]}}; }}; source <(kubectl-lb completion zsh); words=({line}); CURRENT=${{#words}}; _kubectl_lb");
        Assert.Equal(expected, said.Trim());
    }

    [Fact]
    public void Kubectl_completes_its_plugin() => Assert.Contains("status\n", Run(RepositoryTools.Kubectl, "__complete", "lb", "sta"), StringComparison.Ordinal);

    private string Run(string program, params string[] arguments) => Tool.RunAsync(
        "env", [$"PATH={folder.FullName}:{Environment.GetEnvironmentVariable("PATH")}", program, .. arguments], TestContext.Current.CancellationToken).GetAwaiter().GetResult();
}
