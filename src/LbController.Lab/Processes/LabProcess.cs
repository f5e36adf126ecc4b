namespace LbController.Lab.Processes;

/// <summary>A program that the lab started.</summary>
internal sealed record LabProcess(string Name, int Pid, string Log);
