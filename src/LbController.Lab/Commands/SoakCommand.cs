using System.CommandLine;
using LbController.Lab.Bench.Soak;

namespace LbController.Lab.Commands;

/// <summary><c>lb-lab soak</c>: trouble that lasts, in which no owner may change.</summary>
internal static class SoakCommand
{
    public static Command Create()
    {
        var trouble = new Argument<string>("trouble") { Description = "Which trouble.", DefaultValueFactory = _ => "all" };
        trouble.AcceptOnlyFromAmong("loss", "busy", "all");
        var prefix = LabCommand.Prefix();
        prefix.DefaultValueFactory = _ => "lbsoak-";
        var minutes = new Option<double>("--minutes") { Description = "How long each kind of trouble lasts.", DefaultValueFactory = _ => 10 };
        var loss = new Option<int>("--loss") { Description = "How many of a hundred frames are lost.", DefaultValueFactory = _ => 20 };
        var command = new Command("soak", "Whether L2 owners change though nobody dies: with frames lost at random, and with all cores busy. Exit code 1: some did.") { trouble, prefix, minutes, loss };
        command.SetAction((result, cancel) => LabCommand.RunAsync(async () =>
        {
            await using var lab = await RunningLab.StartNetworkAsync(result.GetValue(prefix)!, cancel);
            lab.SpeakerArguments = _ => L2Soak.SpeakerArguments;
            await lab.StartApiAsync(cancel);
            lab.StartDaemons();
            await lab.DaemonsReadyAsync(cancel);
            var soak = new L2Soak(lab, TimeSpan.FromMinutes(result.GetValue(minutes)), result.GetValue(loss), Console.Out.WriteLine, cancel);
            var rows = await soak.RunAsync(result.GetValue(trouble) is "all" ? ["loss", "busy"] : [result.GetValue(trouble)!]);
            return rows.All(row => row.IsMet) ? 0 : 1;
        }));
        return command;
    }
}
