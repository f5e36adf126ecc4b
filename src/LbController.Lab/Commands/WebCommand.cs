using System.CommandLine;
using System.Net;
using LbController.Lab.Backends;

namespace LbController.Lab.Commands;

/// <summary><c>lb-lab web</c>: a web server of the lab; started by the lab itself.</summary>
internal static class WebCommand
{
    public static Command Create()
    {
        var listen = new Option<IPEndPoint>("--listen")
        {
            Description = "Address and port.",
            Required = true,
            CustomParser = result =>
            {
                if (IPEndPoint.TryParse(result.Tokens[0].Value, out var endpoint))
                {
                    return endpoint;
                }

                result.AddError($"--listen takes ADDRESS:PORT, not '{result.Tokens[0].Value}'.");
                return null;
            },
        };
        var name = new Option<string>("--name") { Description = "What the page says who it is.", Required = true };
        var command = new Command("web", "Serve the page of a pod.") { listen, name };
        command.Hidden = true;
        command.SetAction((result, cancel) => WebBackend.RunAsync(result.GetValue(listen)!, result.GetValue(name)!, cancel));
        return command;
    }
}
