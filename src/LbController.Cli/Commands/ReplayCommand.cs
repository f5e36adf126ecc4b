using System.CommandLine;
using LbController.Cli.Options;
using LbController.Cli.Output;
using LbController.Cli.Reports;
using LbController.Engine.Recording;

namespace LbController.Cli.Commands;

/// <summary><c>kubectl lb replay FILE</c>: needs no cluster.</summary>
internal static class ReplayCommand
{
    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("FILE") { Description = "A recording: recording-*.jsonl of --recording-dir, or what GET /debug/recording answered; - reads it from standard input." };
        var all = new Option<bool>("--all") { Description = "Show also what is sent and asked many times a second: heartbeats, keepalives and the like." };
        var output = new Option<OutputFormat>("--output", "-o") { Description = "table, json or yaml.", HelpName = "FORMAT" };
        var command = new Command("replay", "Plays a recording of a daemon to the same code and shows what it decided; exit code 3 if it decides otherwise now.") { file, all, output };
        command.SetAction((parsed, cancellation) =>
        {
            var name = parsed.GetRequiredValue(file);
            FlightRecording recording;
            try
            {
                recording = RecordingText.Read(name == "-" ? LinesOf(terminal.In) : File.ReadLines(name));
            }
            catch (FormatException wrong)
            {
                throw new NotFoundException($"{name}: {wrong.Message}");
            }

            return Task.FromResult(ReportWriter.Write(ReplayReport.Of(recording, parsed.GetValue(all)), parsed.GetValue(output), terminal));
        });
        return command;
    }

    private static IEnumerable<string> LinesOf(TextReader reader)
    {
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }
}
