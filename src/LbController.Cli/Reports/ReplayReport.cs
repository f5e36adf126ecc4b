using System.Globalization;
using LbController.Cli.Output;
using LbController.Engine.Commands;
using LbController.Engine.Recording;

namespace LbController.Cli.Reports;

/// <summary>What a recorded daemon decided, and whether this program decides the same.</summary>
internal static class ReplayReport
{
    /// <param name="recording">What was recorded.</param>
    /// <param name="showsAll">Also what is repeated many times a second.</param>
    public static Report Of(FlightRecording recording, bool showsAll)
    {
        var decisions = new ReportTable("decisions", "at", "decision") { WhenEmpty = "none" };
        var differences = new ReportTable("differences", "at", "then", "now") { WhenEmpty = "every step decides as it did", IsBad = true };
        var (steps, same) = (0, 0);
        foreach (var step in Replay.Run(recording))
        {
            steps++;
            same += step.IsSame ? 1 : 0;
            var at = step.Step.At.TotalSeconds.ToString("F3", CultureInfo.InvariantCulture);
            foreach (var command in step.Step.Commands.Where(command => showsAll || !IsRoutine(command)))
            {
                decisions.Add(at, Replay.TextOf(command));
            }

            AddDifferences(differences, step, at);
        }

        var table = new ReportTable("recording", "role", "version", "occasion", "steps", "same", "forgotten");
        table.Add(recording.Speaker is { } speaker ? $"speaker of {speaker.NodeName}" : "controller", recording.Version, recording.Occasion, steps, same, recording.Forgotten);
        return new Report(table, decisions, differences) { ExitCode = same == steps ? ExitCodes.Fine : ExitCodes.Found };
    }

    private static void AddDifferences(ReportTable differences, ReplayedStep step, string at)
    {
        foreach (var command in step.Missing)
        {
            differences.Add(at, Replay.TextOf(command), "");
        }

        foreach (var command in step.Added)
        {
            differences.Add(at, "", Replay.TextOf(command));
        }

        if (step.Defect.Length > 0)
        {
            differences.Add(at, "", step.Defect);
        }
    }

    private static bool IsRoutine(Command command) => command is NetworkCommand.SendDatagram or NetworkCommand.SendSpare or NetworkCommand.AnswerUntil or NetworkCommand.SendTcp;
}
