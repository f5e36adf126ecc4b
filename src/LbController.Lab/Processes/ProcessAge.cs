namespace LbController.Lab.Processes;

/// <summary>Tells processes apart that were given the same number one after the other.</summary>
internal static class ProcessAge
{
    /// <summary>When a process began, in the kernel's ticks since boot; empty when there is none of that number.</summary>
    public static string StartOf(int pid)
    {
        try
        {
            // The name, second field, may hold spaces and brackets; field 22 is counted from behind its last bracket.
            var text = File.ReadAllText($"/proc/{pid}/stat");
            return text[(text.LastIndexOf(')') + 2)..].Split(' ')[19];
        }
        catch (IOException)
        {
            return "";
        }
    }
}
