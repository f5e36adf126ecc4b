using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using LbController.Lab.ApiServer.Hosting;
using LbController.Lab.ApiServer.Requests;
using Microsoft.AspNetCore.Connections;
using YamlDotNet.Core;

namespace LbController.Lab.Commands;

/// <summary>"lb-lab apiserver": the embedded Kubernetes API alone.</summary>
internal static class ApiServerCommand
{
    private const int Failed = 1;

    private static readonly Option<string> Listen = new("--listen")
    {
        Description = "Address and port to serve on; port 0 takes a free one.",
        Required = true,
        HelpName = "ADDR:PORT",
    };

    private static readonly Option<string> Kubeconfig = new("--kubeconfig")
    {
        Description = "File that gets the kubeconfig for clients.",
        Required = true,
        HelpName = "FILE",
    };

    private static readonly Option<string?> Crds = new("--crds") { Description = "Directory of CustomResourceDefinitions to apply at the start.", HelpName = "DIR" };

    private static readonly Option<string?> Data = new("--data") { Description = "Directory that keeps the objects over a restart.", HelpName = "DIR" };

    private static readonly Option<string[]> ListenIn = new("--listen-in")
    {
        Description = "Also serve inside a named network namespace; may be given several times.",
        HelpName = "NETNS=ADDR:PORT",
    };

    private static readonly Option<string> Authorization = new("--authorization")
    {
        Description = "AlwaysAllow: everybody may everything; RBAC: a ServiceAccount's token may what its roles say, an unknown one nothing.",
        DefaultValueFactory = _ => "AlwaysAllow",
        HelpName = "MODE",
    };

    private static readonly Option<string[]> SecureListenIn = new("--secure-listen-in")
    {
        Description = "As --listen-in, over TLS, as Pods expect it.",
        HelpName = "NETNS=ADDR:PORT",
    };

    private static readonly Option<string?> AuthorityFile = new("--authority-file") { Description = "File that gets the certificate of those listeners.", HelpName = "FILE" };

    private static readonly Option<string?> AuditFile = new("--audit-file") { Description = "File that gets a line of JSON for every request of a ServiceAccount.", HelpName = "FILE" };

    private static readonly Option<string?> DialIn = new("--dial-in") { Description = "Network namespace from which webhooks are called.", HelpName = "NETNS" };

    private static readonly Option<int> WriteDelay = new("--write-delay")
    {
        Description = "Milliseconds that every write takes at least; with 36, sixteen writers see the pace of a real API server.",
        HelpName = "MS",
    };

    public static Command Create()
    {
        WriteDelay.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 0)
            {
                result.AddError($"--write-delay {result.GetValueOrDefault<int>()} is less than nothing; give milliseconds from 0 on.");
            }
        });
        Listen.Validators.Add(result =>
        {
            if (!IPEndPoint.TryParse(result.GetValueOrDefault<string>() ?? string.Empty, out _))
            {
                result.AddError($"--listen '{result.GetValueOrDefault<string>()}' is not an address and a port; write for example 127.0.0.1:6443.");
            }
        });
        Authorization.AcceptOnlyFromAmong("AlwaysAllow", "RBAC", "rbac");
        foreach (var inside in new[] { ListenIn, SecureListenIn })
        {
            inside.Validators.Add(result =>
            {
                foreach (var wrong in (result.GetValueOrDefault<string[]>() ?? []).Where(text => NamespaceListener.TryParse(text) is null))
                {
                    result.AddError($"{inside.Name} '{wrong}' is not NETNS=ADDR:PORT; write for example lbnode1=10.0.0.1:6443.");
                }
            });
        }
        var command = new Command("apiserver", "Serves a Kubernetes API for the laboratory: real kubectl and helm work against it.") { Listen, Kubeconfig, Crds, Data, ListenIn, SecureListenIn, AuthorityFile, DialIn, Authorization, AuditFile, WriteDelay };
        command.SetAction((parsed, cancel) => RunAsync(Options(parsed), cancel));
        return command;
    }

    private static ApiServerOptions Options(ParseResult parsed) => new()
    {
        Listen = parsed.GetRequiredValue(Listen),
        Kubeconfig = parsed.GetRequiredValue(Kubeconfig),
        Crds = parsed.GetValue(Crds),
        Directory = parsed.GetValue(Data),
        EnforcesRoles = string.Equals(parsed.GetValue(Authorization), "RBAC", StringComparison.OrdinalIgnoreCase),
        ListenIn = Listeners(parsed.GetValue(ListenIn)),
        SecureListenIn = Listeners(parsed.GetValue(SecureListenIn)),
        AuthorityFile = parsed.GetValue(AuthorityFile),
        DialIn = parsed.GetValue(DialIn),
        AuditFile = parsed.GetValue(AuditFile),
        WriteDelay = TimeSpan.FromMilliseconds(parsed.GetValue(WriteDelay)),
    };

    private static NamespaceListener[] Listeners(string[]? texts) => [.. (texts ?? []).Select(NamespaceListener.TryParse).OfType<NamespaceListener>()];

    private static async Task<int> RunAsync(ApiServerOptions options, CancellationToken cancel)
    {
        try
        {
            await using var server = await EmbeddedApiServer.StartAsync(options, cancel).ConfigureAwait(false);
            Console.WriteLine("ready");
            await server.WaitAsync(cancel).ConfigureAwait(false);
            return 0;
        }
        catch (Exception wrong) when (wrong is SocketException or IOException { InnerException: AddressInUseException })
        {
            await Console.Error.WriteLineAsync($"lb-lab apiserver: cannot listen on {options.Listen}: {(wrong.InnerException ?? wrong).Message}. Give a free port of an address of this machine; port 0 takes one.").ConfigureAwait(false);
            return Failed;
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException or ApiException or YamlException)
        {
            await Console.Error.WriteLineAsync($"lb-lab apiserver: {wrong.Message}").ConfigureAwait(false);
            return Failed;
        }
    }
}
