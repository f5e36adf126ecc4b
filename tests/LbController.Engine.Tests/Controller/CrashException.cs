namespace LbController.Engine.Tests.Controller;

/// <summary>The simulated process is gone.</summary>
internal sealed class CrashException : Exception;
