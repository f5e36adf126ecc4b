using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using LbController.Lab.ApiServer.Json;
using LbController.Lab.ApiServer.Resources;
using LbController.Lab.ApiServer.Store;

namespace LbController.Lab.ApiServer.Requests;

/// <summary>
/// The events of one watch, encoded and waiting to be sent. An object that begins to match the selectors is ADDED, one that
/// ceases to is DELETED.
/// </summary>
internal sealed class WatchLines(ResourceType type, ListScope scope, AnswerShape shape)
{
    private const string EndOfInitialEvents = "k8s.io/initial-events-end";

    private ArrayBufferWriter<byte> buffer = new();

    /// <summary>An error was added: it is the last line of the watch.</summary>
    public bool Failed { get; private set; }

    public ReadOnlyMemory<byte> Take()
    {
        var taken = buffer.WrittenMemory;
        buffer = new ArrayBufferWriter<byte>();
        return taken;
    }

    public void AddAll(IEnumerable<StoredObject> objects)
    {
        foreach (var stored in objects.Where(scope.Contains))
        {
            Add("ADDED", shape.Item(stored));
        }
    }

    public void AddChanges(IEnumerable<StoreEvent> changes)
    {
        foreach (var change in changes)
        {
            var was = scope.Contains(change.Before);
            var isNow = !change.Removed && scope.Contains(change.After);
            if (was || isNow)
            {
                var word = (was, isNow) switch { (true, true) => "MODIFIED", (false, true) => "ADDED", _ => "DELETED" };
                Add(word, shape.Item(change.After));
            }
        }
    }

    public void AddBookmark(long revision, bool endOfInitialEvents)
    {
        var metadata = new JsonObject { ["resourceVersion"] = revision.ToString(CultureInfo.InvariantCulture), ["creationTimestamp"] = null };
        if (endOfInitialEvents)
        {
            metadata["annotations"] = new JsonObject { [EndOfInitialEvents] = "true" };
        }
        Add("BOOKMARK", shape.Bookmark(metadata));
    }

    public void AddError(ApiException error)
    {
        Failed = true;
        Add("ERROR", JsonText.Encode(error.ToStatus()));
    }

    public override string ToString() => $"watch of {type.QualifiedPlural}, {buffer.WrittenCount} bytes waiting";

    private void Add(string word, byte[] item)
    {
        buffer.Write(Encoding.ASCII.GetBytes($"{{\"type\":\"{word}\",\"object\":"));
        buffer.Write(item);
        buffer.Write("}\n"u8);
    }
}
