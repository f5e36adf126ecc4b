namespace LbController.Lab.ApiServer.Store;

/// <summary>One change: no <see cref="Before"/> is a creation, <see cref="Removed"/> a deletion whose last state is <see cref="After"/>.</summary>
internal sealed record StoreEvent(StoredObject? Before, StoredObject After, bool Removed)
{
    public long Revision => After.Revision;
}
