using LbController.Lab.Network;
using LbController.Lab.Processes;

namespace LbController.Lab;

/// <summary>Takes a lab down, whole or half made, and forgets it.</summary>
internal static class LabRemoval
{
    public static async Task RemoveAsync(LabRecord record, CancellationToken cancel)
    {
        await new LabProcesses(record).StopAllAsync(cancel);
        await LabNetwork.RemoveAsync(record.Content.Namespaces, cancel);
        record.Delete();
    }
}
