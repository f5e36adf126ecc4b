namespace LbController.Cli;

/// <summary>How kubectl-lb ends.</summary>
internal static class ExitCodes
{
    public const int Fine = 0;

    /// <summary>The cluster or a file could not be read or written.</summary>
    public const int Failed = 1;

    public const int WrongUsage = 2;

    /// <summary>The look went well and found something: problems, an address that would be lost or moved, an invalid file.</summary>
    public const int Found = 3;
}
