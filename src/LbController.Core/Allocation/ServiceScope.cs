namespace LbController.Core.Allocation;

/// <summary>What a Service is to the controller.</summary>
public enum ServiceScope
{
    /// <summary>It is to have an address from us.</summary>
    Ours,

    /// <summary>It still shows an address that it had from us, but its type or class says that it is not ours any more.</summary>
    ToRelease,

    /// <summary>None of our business.</summary>
    Foreign,
}
