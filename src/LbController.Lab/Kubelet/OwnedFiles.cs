using System.Runtime.InteropServices;

namespace LbController.Lab.Kubelet;

/// <summary>Gives files to a group, with rights.</summary>
internal static partial class OwnedFiles
{
    /// <exception cref="IOException">Not allowed.</exception>
    public static void Give(string path, int group, int mode)
    {
        if (Chown(path, 0, group) != 0 || Chmod(path, mode) != 0)
        {
            throw new IOException($"owner and mode of {path}: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    [LibraryImport("libc", EntryPoint = "chmod", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Chmod(string path, int mode);

    [LibraryImport("libc", EntryPoint = "chown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Chown(string path, int owner, int group);
}
