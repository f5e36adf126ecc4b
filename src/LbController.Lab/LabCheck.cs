using LbController.Lab.Network;
using LbController.Lab.Processes;

namespace LbController.Lab;

/// <summary>Whether a lab can be brought up here; removes what a crashed one has left.</summary>
internal static class LabCheck
{
    private static readonly string[] Needed = ["ip", "nft", "curl", "vtysh", "setsid", "chown"];

    public static void RequireRoot()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            throw new LabException("The lab makes network namespaces and needs root for that: run it with sudo.");
        }
    }

    public static async Task RequireAsync(LabPlan plan, CancellationToken cancel)
    {
        RequireRoot();
        if (Array.Find(Needed, program => Programs.FindOnPath(program) is null) is { } missing)
        {
            throw new LabException($"The program '{missing}' is missing: run scripts/install-lab.sh.");
        }

        if (LabRecord.Find(plan.Prefix) is { } old)
        {
            await RemoveLeftoverAsync(old, cancel);
        }

        var present = await LabNetwork.ExistingNamespacesAsync(cancel);
        if (plan.Namespaces.Where(present.Contains).ToList() is { Count: > 0 } foreign)
        {
            throw new LabException(
                $"Network namespaces of these names exist and no lab has recorded them: {string.Join(", ", foreign)}. "
                + $"Remove them ('ip netns del {foreign[0]}') or choose other names with --prefix.");
        }
    }

    private static async Task RemoveLeftoverAsync(LabRecord old, CancellationToken cancel)
    {
        var maker = old.Content.MakerPid;
        if (maker != Environment.ProcessId && old.Content.MakerStart.Length > 0 && ProcessAge.StartOf(maker) == old.Content.MakerStart)
        {
            throw new LabException($"A lab of this name is in use by process {maker}: wait for it, or choose other names with --prefix.");
        }

        if (old.Content.IsComplete)
        {
            throw new LabException("A lab stands already: use it ('lb-lab status'), or take it down with 'lb-lab down' first.");
        }

        await Console.Error.WriteLineAsync("Removing what a lab that was not taken down has left.");
        await LabRemoval.RemoveAsync(old, cancel);
    }
}
