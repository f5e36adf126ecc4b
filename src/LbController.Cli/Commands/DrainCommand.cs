using System.CommandLine;
using System.Net;
using System.Text.Json.Nodes;
using LbController.Cli.Options;
using LbController.Cli.Output;
using LbController.Core.Election;
using LbController.Kubernetes.Client;
using LbController.Kubernetes.Reading;

namespace LbController.Cli.Commands;

/// <summary><c>drain NODE</c> and <c>undrain NODE</c>: an annotation on the Node that its speaker follows.</summary>
internal static class DrainCommand
{
    private static readonly ResourcePath Nodes = new("", "v1", "nodes");

    public static Command Drain(Terminal terminal) =>
        Create(terminal, "drain", "Tells a node to hand over every address that it announces; Pods stay where they are.", "asked for by kubectl-lb drain", "drained");

    public static Command Undrain(Terminal terminal) => Create(terminal, "undrain", "Lets a node announce again.", null, "undrained");

    private static Command Create(Terminal terminal, string name, string description, string? value, string done)
    {
        var cluster = new ClusterOptions();
        var node = new Argument<string>("NODE") { Description = "The node." };
        var command = new Command(name, description) { node };
        cluster.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = cluster.Connect(parsed);
            var wanted = parsed.GetRequiredValue(node);
            await PatchAsync(client, wanted, value, cancellation);
            var table = new ReportTable("nodes", "node", "state");
            table.Add(wanted, done);
            return ReportWriter.Write(new Report(table), cluster.Format(parsed), terminal);
        });
        return command;
    }

    private static async Task PatchAsync(ClusterClient client, string node, string? value, CancellationToken cancellation)
    {
        var patch = new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { [NodeDrain.Annotation] = value } } };
        var answer = await client.CallAsync(HttpMethod.Patch, Nodes.Item("", node), ApiBody.Merge(patch), cancellation);
        if (answer.IsSuccess)
        {
            return;
        }

        throw answer.Status switch
        {
            HttpStatusCode.NotFound => new NotFoundException($"there is no Node '{node}'"),
            HttpStatusCode.Forbidden => new ReadFailedException("missing right: verb 'patch' on resource 'nodes'; ask for a role that has it", answer.Status),
            _ => new ReadFailedException($"'patch' of node '{node}' failed: {answer.Message}", answer.Status),
        };
    }
}
