namespace LbController.Linux.Capture;

/// <summary>The counters of one address; fields, so that they can be counted up without a lock.</summary>
internal sealed class AddressCounts
{
    public long Requests;
    public long Replies;
    public long Gratuitous;
}
