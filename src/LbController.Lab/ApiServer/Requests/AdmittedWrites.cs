using LbController.Lab.ApiServer.Resources;
using LbController.Lab.ApiServer.Store;
using LbController.Lab.ApiServer.Webhooks;

namespace LbController.Lab.ApiServer.Requests;

/// <summary>
/// Writes after the webhooks have agreed. They are asked without the store's gate, about what a trial has made; the write is done only if the
/// object is still the one that they were shown, else all begins again.
/// </summary>
internal sealed class AdmittedWrites(ObjectStore store, ValidatingWebhooks webhooks)
{
    private const int MostTrials = 5;

    /// <param name="type">The resource.</param>
    /// <param name="target">The object; its name may be empty, to be generated.</param>
    /// <param name="options">How to write; takes the warnings.</param>
    /// <param name="write">Does it; the gate is held. Called more than once, the trial first.</param>
    /// <param name="cancel">The client has gone.</param>
    public async Task<StoredObject> WriteAsync(ResourceType type, RequestTarget target, WriteOptions options, Func<TriedWrite, StoredObject> write, CancellationToken cancel)
    {
        for (var trial = 0; trial < MostTrials; trial++)
        {
            StoredObject? before;
            StoredObject proposed;
            AdmissionRequest request;
            IReadOnlyList<ConfiguredWebhook> asked;
            lock (store.Gate)
            {
                before = store.Find(new ObjectKey(type.Storage, target.Namespace, target.Name));
                if (!webhooks.AreThere)
                {
                    return write(new TriedWrite(options, null));
                }
                proposed = write(new TriedWrite(options with { DryRun = true, Warnings = [] }, null));
                request = Request(before is null ? "CREATE" : "UPDATE", type, proposed.Key, target.Subresource, options.DryRun) with
                {
                    Before = before is null ? null : ObjectView.Body(before, type),
                    After = ObjectView.Body(proposed, type),
                };
                asked = webhooks.About(request);
            }
            var warnings = new List<string>();
            await webhooks.AskAsync(asked, request, warnings, cancel).ConfigureAwait(false);
            lock (store.Gate)
            {
                if (store.Find(proposed.Key)?.Revision == before?.Revision)
                {
                    options.Warnings.AddRange(warnings);
                    return write(new TriedWrite(options, proposed));
                }
            }
        }
        throw Refusals.StaleVersion(type, target.Name);
    }

    public async Task CheckDeletionAsync(ResourceType type, ObjectKey key, bool dryRun, List<string> warnings, CancellationToken cancel)
    {
        AdmissionRequest request;
        IReadOnlyList<ConfiguredWebhook> asked;
        lock (store.Gate)
        {
            if (!webhooks.AreThere || store.Find(key) is not { } before)
            {
                return;
            }
            request = Request("DELETE", type, key, string.Empty, dryRun) with { Before = ObjectView.Body(before, type) };
            asked = webhooks.About(request);
        }
        await webhooks.AskAsync(asked, request, warnings, cancel).ConfigureAwait(false);
    }

    private AdmissionRequest Request(string operation, ResourceType type, ObjectKey key, string subresource, bool dryRun) =>
        new(operation, type, key.Namespace, key.Name, subresource, dryRun)
        {
            NamespaceObject = store.Find(new ObjectKey(NamespaceRules.Storage, string.Empty, type.Storage == NamespaceRules.Storage ? key.Name : key.Namespace))?.Body,
        };
}
