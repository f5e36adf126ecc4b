using LbController.Lab.ApiServer.Patching;

namespace LbController.Lab.ApiServer.Requests;

/// <summary>How a write is to be done; <see cref="Warnings"/> collects what the client is told beside the answer.</summary>
internal sealed record WriteOptions
{
    public string FieldManager { get; init; } = "unknown";

    /// <summary>Ignore, Warn or Strict: what becomes of unknown fields.</summary>
    public string FieldValidation { get; init; } = "Warn";

    public string Subresource { get; init; } = string.Empty;

    public bool DryRun { get; init; }

    /// <summary>An apply takes over fields that others own.</summary>
    public bool Force { get; init; }

    public PatchKind? Patch { get; init; }

    public List<string> Warnings { get; init; } = [];

    public bool IsStatus => Subresource is "status";
}
