namespace LbController.Lab.ApiServer.Patching;

/// <summary>How a PATCH body is read.</summary>
internal enum PatchKind
{
    Json,
    Merge,
    Strategic,
    Apply,
}
