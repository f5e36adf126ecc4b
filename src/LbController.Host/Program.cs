using System.CommandLine;
using System.Net.Sockets;
using LbController.Host.Options;
using LbController.Host.Roles;
using LbController.Kubernetes.Client;

var root = new RootCommand("The daemons of LbController: a load balancer for Kubernetes clusters that have no cloud under them.")
{
    ControllerCommand(),
    SpeakerCommand(),
};
var parsed = root.Parse(GoFlags.Normalize(root, args));
if (parsed.Errors.Count > 0)
{
    return Refuse(parsed);
}

ForeignFlags.Tell(parsed, Console.Error);
return await RunAsync(parsed);

// What the user can mend is one line, not a stack. SIGTERM is the host's alone: how long a farewell may take is the role's to say.
static async Task<int> RunAsync(ParseResult parsed)
{
    try
    {
        return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
    }
    catch (Exception failure) when (failure is ClusterConfigurationException or IOException or UnauthorizedAccessException or SocketException)
    {
        await Console.Error.WriteLineAsync(failure.Message);
        return 1;
    }
}

// Wrong usage is exit code 2, apart from the 1 of a start that failed.
static int Refuse(ParseResult parsed)
{
    foreach (var error in parsed.Errors)
    {
        Console.Error.WriteLine(error.Message);
    }

    Console.Error.WriteLine("Try --help.");
    return 2;
}

static Command ControllerCommand()
{
    var common = new CommonOptions();
    var controller = new ControllerOptionSet();
    var command = new Command("controller", "Gives Services of type LoadBalancer their addresses.");
    common.AddTo(command);
    controller.AddTo(command);
    command.Options.Add(new VersionOption());
    ForeignFlags.AddTo(command, ForeignFlags.Controller);
    command.SetAction((result, cancellation) =>
    {
        var settings = common.Read(result);
        return ControllerRole.RunAsync(settings, controller.Read(result, settings.Namespace), cancellation);
    });
    return command;
}

static Command SpeakerCommand()
{
    var common = new CommonOptions();
    var speaker = new SpeakerOptionSet();
    var command = new Command("speaker", "Announces the addresses from this node, by ARP and by BGP.");
    common.AddTo(command);
    speaker.AddTo(command);
    command.Options.Add(new VersionOption());
    ForeignFlags.AddTo(command, ForeignFlags.Speaker);
    command.SetAction((result, cancellation) => SpeakerRole.RunAsync(common.Read(result), speaker.Read(result), cancellation));
    return command;
}
