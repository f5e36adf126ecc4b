using System.CommandLine;
using System.Net.Sockets;
using LbController.Cli.Commands;
using LbController.Cli.Output;
using LbController.Cli.Reports;
using LbController.Kubernetes.Client;
using LbController.Kubernetes.Manifests;
using LbController.Kubernetes.Reading;

namespace LbController.Cli;

/// <summary>All commands, and how each end becomes an exit code.</summary>
internal static class CommandLine
{
    public static RootCommand Create(Terminal terminal)
    {
        var root = new RootCommand("Looks into LbController: a load balancer for Kubernetes clusters that have no cloud under them.\n\nExit codes: 0 fine, 1 failed, 2 wrong usage, 3 something was found.")
        {
            StatusCommand.Create(terminal),
            PlanCommand.Create(terminal),
            ValidateCommand.Create(terminal),
            ExplainCommand.Create(terminal),
            LookCommand.Create(terminal, "peers", "The BGP sessions of each node.", (picture, _) => new Report(SessionTable.Of(picture))),
            LookCommand.Create(terminal, "routes", "What is announced by BGP: prefix, peer, attributes, nodes.", (picture, _) => RoutesReport.Of(picture)),
            LookCommand.Create(terminal, "check", "Whether the programs run, are ready and have the rights that they need; exit code 3 if not.", (picture, _) => CheckReport.Of(picture)),
            DrainCommand.Drain(terminal),
            DrainCommand.Undrain(terminal),
            MigrateCommand.Create(terminal),
            ReplayCommand.Create(terminal),
            CompletionCommand.Create(terminal),
            CompletionCommand.CreateAnswer(terminal, () => Create(terminal)),
        };
        root.SetAction(_ => root.Parse(["--help"]).Invoke(new InvocationConfiguration { Output = terminal.Out, Error = terminal.Error }));
        return root;
    }

    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, Terminal terminal)
    {
        var parsed = Create(terminal).Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
            {
                await terminal.Error.WriteLineAsync(error.Message);
            }

            await terminal.Error.WriteLineAsync("Try --help.");
            return ExitCodes.WrongUsage;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, Output = terminal.Out, Error = terminal.Error });
        }
        catch (Exception failure) when (failure is NotFoundException or ManifestException or ReadFailedException or ClusterConfigurationException or HttpRequestException
            or TimeoutException or SocketException or IOException or UnauthorizedAccessException)
        {
            await terminal.Error.WriteLineAsync($"kubectl-lb: {OneLine(failure)}");
            return ExitCodes.Failed;
        }
    }

    private static string OneLine(Exception failure)
    {
        var text = failure is HttpRequestException ? $"the API server cannot be reached: {failure.Message}" : failure.Message;
        return text.ReplaceLineEndings(" ");
    }
}
