namespace LbController.Cli;

/// <summary>The user named an object that is not there.</summary>
internal sealed class NotFoundException(string message) : Exception(message);
