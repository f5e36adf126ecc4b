using System.Collections.Frozen;
using LbController.Core.Addresses;

namespace LbController.Core.Announcing;

/// <summary>
/// What this node answers for, and on which links: immutable, so that a packet loop may read it at any moment while a
/// new one is made. A link answers with its own hardware address.
/// </summary>
public sealed class AnnouncementTable
{
    public static readonly AnnouncementTable Empty = new([]);

    private readonly FrozenSet<(int LinkIndex, Address Address)> entries;

    public AnnouncementTable(IEnumerable<(int LinkIndex, Address Address)> entries) => this.entries = entries.ToFrozenSet();

    public int Count => entries.Count;

    /// <summary>Whether a question for this address that arrives on this link is ours to answer.</summary>
    public bool Answers(int linkIndex, Address address) => entries.Contains((linkIndex, address));

    /// <summary>All entries, sorted by link, then address.</summary>
    public IEnumerable<(int LinkIndex, Address Address)> Sorted() => entries.OrderBy(entry => entry.LinkIndex).ThenBy(entry => entry.Address);
}
