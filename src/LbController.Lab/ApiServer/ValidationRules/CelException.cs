namespace LbController.Lab.ApiServer.ValidationRules;

/// <summary>A rule that is no valid expression.</summary>
internal sealed class CelException(string message) : Exception(message);
