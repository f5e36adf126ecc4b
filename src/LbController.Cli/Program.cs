using System.CommandLine;

var root = new RootCommand("Looks into LbController: a load balancer for Kubernetes clusters that have no cloud under them.");
root.SetAction(_ => ShowHelp(root));
var parsed = root.Parse(args);
if (parsed.Errors.Count == 0)
{
    return await parsed.InvokeAsync();
}

// Wrong usage is exit code 2.
foreach (var error in parsed.Errors)
{
    await Console.Error.WriteLineAsync(error.Message);
}

await Console.Error.WriteLineAsync("Try --help.");
return 2;

static int ShowHelp(RootCommand root) => root.Parse(["--help"]).Invoke();
