using LbController.Core.Addresses;
using LbController.Protocols.Liveness;

namespace LbController.Engine.Speaker;

/// <summary>
/// Which addresses the other speakers say are theirs. Claims come in pages; an added claim counts at once, a missing one when all pages
/// of a version are there. Those of the dead are kept: their terms count on.
/// </summary>
internal sealed class ClaimBook
{
    private readonly SortedDictionary<string, Author> authors = new(StringComparer.Ordinal);
    private readonly SortedDictionary<Address, SortedDictionary<string, HeardClaim>> claims = [];

    /// <summary>Grows with every change.</summary>
    public long Changes { get; private set; }

    /// <summary>All claims of an address, by node.</summary>
    public IEnumerable<HeardClaim> Of(Address address) => claims.TryGetValue(address, out var found) ? found.Values : [];

    public bool HasAny(string node) => authors.TryGetValue(node, out var author) && author.Claimed.Count > 0;

    /// <summary>Takes in a fresh heartbeat.</summary>
    public void Fold(Heartbeat heartbeat)
    {
        if (!authors.TryGetValue(heartbeat.Node, out var author))
        {
            authors[heartbeat.Node] = author = new Author();
        }

        if (heartbeat.Epoch != author.Epoch || heartbeat.Flags.HasFlag(HeartbeatFlags.Gone))
        {
            RemoveAll(heartbeat.Node, author);
            author.Begin(heartbeat);
        }
        else if (heartbeat.ClaimsVersion > author.Version)
        {
            author.Begin(heartbeat);
        }
        else if (heartbeat.ClaimsVersion < author.Version || author.IsComplete || heartbeat.Pages != author.Pages || !author.PagesHere.Add(heartbeat.Page))
        {
            return;
        }

        foreach (var claim in heartbeat.Claims)
        {
            Put(heartbeat.Node, author, claim);
        }

        if (author.IsComplete)
        {
            foreach (var address in author.Claimed.Where(address => !author.Seen.Contains(address)).ToList())
            {
                Remove(heartbeat.Node, author, address);
            }
        }
    }

    private void Put(string node, Author author, HeartbeatClaim claim)
    {
        var address = new Address(claim.IsIpv6 ? IpFamily.V6 : IpFamily.V4, claim.Address);
        author.Seen.Add(address);
        author.Claimed.Add(address);
        if (!claims.TryGetValue(address, out var found))
        {
            claims[address] = found = new(StringComparer.Ordinal);
        }

        var heard = new HeardClaim(node, claim.Term, claim.OfferedTo, claim.IsSilent, claim.IsDisputed);
        if (!found.TryGetValue(node, out var old) || old != heard)
        {
            found[node] = heard;
            Changes++;
        }
    }

    private void RemoveAll(string node, Author author)
    {
        foreach (var address in author.Claimed.ToList())
        {
            Remove(node, author, address);
        }
    }

    private void Remove(string node, Author author, Address address)
    {
        author.Claimed.Remove(address);
        if (claims.TryGetValue(address, out var found) && found.Remove(node))
        {
            Changes++;
            if (found.Count == 0)
            {
                claims.Remove(address);
            }
        }
    }

    private sealed class Author
    {
        public ulong Epoch { get; private set; }

        public uint Version { get; private set; }

        public int Pages { get; private set; }

        /// <summary>The pages of this version that are here.</summary>
        public SortedSet<int> PagesHere { get; } = [];

        /// <summary>What the pages of this version hold so far.</summary>
        public SortedSet<Address> Seen { get; } = [];

        /// <summary>What counts as claimed.</summary>
        public SortedSet<Address> Claimed { get; } = [];

        public bool IsComplete => PagesHere.Count == Pages;

        public void Begin(Heartbeat heartbeat)
        {
            (Epoch, Version, Pages) = (heartbeat.Epoch, heartbeat.ClaimsVersion, heartbeat.Pages);
            PagesHere.Clear();
            PagesHere.Add(heartbeat.Page);
            Seen.Clear();
        }
    }
}
