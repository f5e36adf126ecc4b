using System.Globalization;
using LbController.Lab.ApiServer.Json;

namespace LbController.Lab.ApiServer.Store;

/// <summary>Keeps each object as one file, written whole and renamed into place, so that a killed server loses nothing.</summary>
internal sealed class ObjectDirectory(string root)
{
    private const string NoNamespace = "_cluster";

    private string RevisionFile => Path.Combine(root, "revision");

    /// <summary>The revision found at the start: older history is unknown.</summary>
    public long StartRevision { get; private set; }

    public long ReadRevision()
    {
        Directory.CreateDirectory(root);
        StartRevision = File.Exists(RevisionFile)
            && long.TryParse(File.ReadAllText(RevisionFile), CultureInfo.InvariantCulture, out var revision) ? revision : 0;
        return StartRevision;
    }

    public IEnumerable<StoredObject> ReadAll() =>
        Directory.EnumerateFiles(root, "*.json", SearchOption.AllDirectories).Select(Read);

    public void Write(StoredObject stored)
    {
        var file = FileOf(stored.Key);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        Replace(file, stored.Json);
        WriteRevision(stored.Revision);
    }

    public void Delete(ObjectKey key, long revision)
    {
        File.Delete(FileOf(key));
        WriteRevision(revision);
    }

    private static StoredObject Read(string file)
    {
        var json = File.ReadAllBytes(file);
        var body = JsonText.Frozen(json);
        var parts = Path.GetFileName(Path.GetDirectoryName(Path.GetDirectoryName(file)!)!).Split('~');
        var folder = Path.GetFileName(Path.GetDirectoryName(file)!);
        var key = new ObjectKey(
            $"{parts[0]}/{parts[1]}",
            string.Equals(folder, NoNamespace, StringComparison.Ordinal) ? string.Empty : folder,
            body.Text("metadata", "name") ?? Path.GetFileNameWithoutExtension(file));
        return new StoredObject(key, long.Parse(body.Text("metadata", "resourceVersion") ?? "1", CultureInfo.InvariantCulture), body, json);
    }

    private string FileOf(ObjectKey key) => Path.Combine(
        root,
        key.Storage.Replace('/', '~'),
        key.Namespace.Length == 0 ? NoNamespace : key.Namespace,
        Uri.EscapeDataString(key.Name) + ".json");

    private void WriteRevision(long revision) => Replace(RevisionFile, System.Text.Encoding.ASCII.GetBytes(revision.ToString(CultureInfo.InvariantCulture)));

    private static void Replace(string file, byte[] content)
    {
        File.WriteAllBytes(file + ".new", content);
        File.Move(file + ".new", file, overwrite: true);
    }
}
