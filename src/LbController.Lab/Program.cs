using System.CommandLine;
using LbController.Lab.Commands;

var root = new RootCommand("The laboratory of LbController: an embedded Kubernetes API, network namespaces and demonstrations.")
{
    ApiServerCommand.Create(),
    DemoCommand.Create(),
    UpCommand.Create(),
    DownCommand.Create(),
    StatusCommand.Create(),
    WebCommand.Create(),
    TendCommand.Create(),
    BenchCommand.Create(),
    SoakCommand.Create(),
};
return await CommandLine.RunAsync(root, args).ConfigureAwait(false);
