namespace LbController.Lab.Processes;

/// <summary>Something that the user is told as it stands: what is wrong and what mends it.</summary>
internal sealed class LabException(string message, Exception? inner = null) : Exception(message, inner);
