using System.CommandLine;
using LbController.Cli.Cluster;
using LbController.Cli.Options;
using LbController.Cli.Output;

namespace LbController.Cli.Commands;

/// <summary>A command that reads the cluster once and reports.</summary>
internal static class LookCommand
{
    /// <param name="terminal">Where the report goes.</param>
    /// <param name="name">What is typed.</param>
    /// <param name="description">For --help.</param>
    /// <param name="look">What is said of the picture.</param>
    /// <param name="symbols">Options and arguments of the command's own.</param>
    public static Command Create(Terminal terminal, string name, string description, Func<ClusterPicture, ParseResult, Report> look, params Symbol[] symbols)
    {
        var cluster = new ClusterOptions();
        var command = new Command(name, description);
        foreach (var symbol in symbols)
        {
            if (symbol is Argument argument)
            {
                command.Arguments.Add(argument);
            }
            else if (symbol is Option option)
            {
                command.Options.Add(option);
            }
        }

        cluster.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = cluster.Connect(parsed);
            var picture = await new PictureReader(client).ReadAsync(cluster.Namespace(parsed), cluster.LoadBalancerClass(parsed), cancellation);
            return ReportWriter.Write(look(picture, parsed), cluster.Format(parsed), terminal);
        });
        return command;
    }
}
