namespace LbController.Lab.ApiServer.Hosting;

/// <summary>
/// Writes the kubeconfig that clients of the embedded API use. The API asks for no credentials, but some clients refuse a user without any.
/// </summary>
internal static class Kubeconfig
{
    public static void Write(string file, string server)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(file));
        Directory.CreateDirectory(folder!);
        File.WriteAllText(file + ".new", $$"""
            apiVersion: v1
            kind: Config
            current-context: lab
            clusters:
            - name: lab
              cluster:
                server: {{server}}
            users:
            - name: lab-admin
              user:
                token: lab
            contexts:
            - name: lab
              context:
                cluster: lab
                user: lab-admin
                namespace: default

            """);
        File.Move(file + ".new", file, overwrite: true);
    }
}
