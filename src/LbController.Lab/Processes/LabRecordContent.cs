namespace LbController.Lab.Processes;

/// <summary>What is written down about a lab.</summary>
/// <param name="Namespaces">Its network namespaces, made or about to be made.</param>
/// <param name="Processes">Its programs.</param>
/// <param name="MakerPid">The process that brought it up.</param>
/// <param name="MakerStart">When that process began, in the kernel's ticks: a number alone may have been given anew.</param>
/// <param name="IsComplete">It stands and stays without its maker.</param>
internal sealed record LabRecordContent(
    IReadOnlyList<string> Namespaces,
    IReadOnlyList<LabProcess> Processes,
    int MakerPid,
    string MakerStart,
    bool IsComplete);
