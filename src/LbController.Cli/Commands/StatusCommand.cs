using System.CommandLine;
using LbController.Cli.Reports;

namespace LbController.Cli.Commands;

/// <summary><c>kubectl lb status</c>.</summary>
internal static class StatusCommand
{
    public static Command Create(Terminal terminal)
    {
        var all = new Option<bool>("--all") { Description = "Show all Services, however many." };
        return LookCommand.Create(
            terminal,
            "status",
            "Pools, Services, sessions and problems on one screen; exit code 3 if there are problems.",
            (picture, parsed) => StatusReport.Of(picture, parsed.GetValue(all)),
            all);
    }
}
