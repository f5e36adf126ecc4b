using System.Text.Json;

namespace LbController.Lab.Processes;

/// <summary>
/// What the lab of one prefix is and what it has made, kept in <c>/run/lb-lab/PREFIX</c>: a namespace is written down before it is
/// made, so that whatever happens the next run finds it. Like the namespaces themselves the folder is gone after a restart of the machine.
/// </summary>
internal sealed class LabRecord
{
    public const string Root = "/run/lb-lab";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
    private readonly Lock writing = new();

    private LabRecord(string prefix, LabRecordContent content)
    {
        Prefix = prefix;
        Content = content;
    }

    public string Prefix { get; }

    public LabRecordContent Content { get; private set; }

    public string Folder => FolderOf(Prefix);

    public string Kubeconfig => Path.Combine(Folder, "kubeconfig");

    /// <summary>For programs that run on the nodes: they reach the API by the management network.</summary>
    public string NodeKubeconfig => Path.Combine(Folder, "node-kubeconfig");

    /// <summary>The certificate by which Pods know the API server.</summary>
    public string AuthorityFile => Path.Combine(Folder, "authority.pem");

    /// <summary>What ServiceAccounts asked of the API, a line of JSON each.</summary>
    public string AuditFile => Path.Combine(Folder, "audit.jsonl");

    public string RouterFolder => Path.Combine(Folder, "frr");

    private string StateFile => Path.Combine(Folder, "state.json");

    /// <summary>The record of a lab, or null when there is none.</summary>
    public static LabRecord? Find(string prefix)
    {
        var file = Path.Combine(FolderOf(prefix), "state.json");
        return File.Exists(file) ? new(prefix, JsonSerializer.Deserialize<LabRecordContent>(File.ReadAllText(file))!) : null;
    }

    public static LabRecord Create(string prefix, IEnumerable<string> namespaces)
    {
        var record = new LabRecord(prefix, new([.. namespaces], [], Environment.ProcessId, ProcessAge.StartOf(Environment.ProcessId), IsComplete: false));
        Directory.CreateDirectory(record.Folder);
        record.Save();
        return record;
    }

    public void Add(LabProcess process) => Change(content => content with { Processes = [.. content.Processes, process] });

    public void Remove(LabProcess process) => Change(content => content with { Processes = [.. content.Processes.Where(other => other != process)] });

    /// <summary>The lab stands and is meant to stay when the program that made it ends.</summary>
    public void Complete() => Change(content => content with { IsComplete = true });

    /// <summary>Forgets the lab; one that is forgotten already stays so.</summary>
    public void Delete()
    {
        if (Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    /// <summary>Removes the folder of a lab that was killed before it wrote its record, and so before it made anything else.</summary>
    public static void DeleteUnwritten(string prefix)
    {
        if (Directory.Exists(FolderOf(prefix)))
        {
            Directory.Delete(FolderOf(prefix), recursive: true);
        }
    }

    private static string FolderOf(string prefix) => Path.Combine(Root, prefix);

    private void Change(Func<LabRecordContent, LabRecordContent> change)
    {
        lock (writing)
        {
            Content = change(Content);
            Save();
        }
    }

    private void Save()
    {
        var draft = StateFile + ".new";
        File.WriteAllText(draft, JsonSerializer.Serialize(Content, Indented));
        File.Move(draft, StateFile, overwrite: true);
    }
}
