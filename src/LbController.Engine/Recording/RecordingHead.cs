namespace LbController.Engine.Recording;

/// <summary>The first line of a recording.</summary>
/// <param name="LbRecording">The edition.</param>
/// <param name="Recording">All but the steps.</param>
internal sealed record RecordingHead(int LbRecording, FlightRecording? Recording);
