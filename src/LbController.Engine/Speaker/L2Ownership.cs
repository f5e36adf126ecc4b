using LbController.Core.Addresses;
using LbController.Core.Announcing;
using LbController.Core.Snapshot;
using LbController.Protocols.Liveness;

namespace LbController.Engine.Speaker;

/// <summary>
/// Which addresses this node owns. There is no vote: a claim is heard by all, the higher term wins, and of equal terms the better rank.
/// <code>
///   nobody's --(it is given to us by <see cref="Ownership"/>, or those before us did not take it)--> ours, term + 1
///   another's --(offered to us)--> ours, term + 1          (another's, and not offered: never touched while its owner lives)
///   ours --(we are to give it up, and a successor is there)--> ours, offered --(the successor's claim is heard)--> another's
///   ours --(a better claim is heard; we cannot be heard any more; nobody may announce it)--> not ours, at once
///   ours --(we may not announce it, and those to whom it was offered let that lapse)--> not ours
/// </code>
/// So a planned move is made before it is broken: the successor answers before its claim goes out, and only that claim ends ours.
/// </summary>
internal sealed class L2Ownership(string ownNode, TimeSpan rebalanceAfter)
{
    /// <summary>How long the one before us in the order may leave an address to nobody.</summary>
    private static readonly TimeSpan Courtesy = TimeSpan.FromMilliseconds(600);

    /// <summary>How long an offer stands before the next successor is asked.</summary>
    private static readonly TimeSpan OfferPatience = TimeSpan.FromMilliseconds(500);

    /// <summary>So many successors may let the offer of an address lapse that we may not announce: they hear another owner, or us not, and take it once it is nobody's.</summary>
    private const int MostLapses = 2;

    /// <summary>How long an owner that should not be one may take to see that itself.</summary>
    private static readonly TimeSpan UnfitPatience = TimeSpan.FromSeconds(5);

    /// <summary>How long a claim that was outbid is still told, as a silent one.</summary>
    private static readonly TimeSpan ResignedFor = TimeSpan.FromMilliseconds(600);

    private readonly ulong ownTag = NodeTag.Of(ownNode);
    private readonly SortedDictionary<Address, Holding> holdings = [];
    private readonly SortedDictionary<Address, TimeSpan> ownerless = [];
    private readonly SortedDictionary<Address, TimeSpan> unfit = [];
    private readonly SortedDictionary<Address, uint> terms = [];
    private readonly SortedDictionary<Address, HeardClaim> others = [];
    private readonly SortedSet<Address> answered = [];
    private readonly SortedDictionary<Address, (Holding Holding, TimeSpan Until)> resigned = [];
    private readonly BalanceMoves balance = new(ownNode, rebalanceAfter);
    private TimeSpan listenUntil;
    private bool letsGo;
    private readonly SortedDictionary<OwnershipChange, long> changes = [];

    public IReadOnlyDictionary<Address, Holding> Holdings => holdings;

    /// <summary>
    /// What the others are to hear: <see cref="Holdings"/>, and for a moment what a better claim has just ended. Two that answered apart hear each other
    /// at once, and who hears first gives up at once; the other would else never hear that neighbours have believed somebody else.
    /// </summary>
    public IReadOnlyDictionary<Address, Holding> Claims => resigned.Count == 0
        ? holdings
        : new SortedDictionary<Address, Holding>(holdings.Concat(resigned.Select(pair => KeyValuePair.Create(pair.Key, pair.Value.Holding))).ToDictionary());

    /// <summary>Grows with every change of <see cref="Claims"/>.</summary>
    public uint Version { get; private set; }

    /// <summary>When to decide again though nothing has happened; null: not before something does.</summary>
    public TimeSpan? NextDeadline { get; private set; }

    /// <summary>Addresses that somebody else claimed too while they stay ours: neighbours may have believed the other one.</summary>
    public SortedSet<Address> Contested { get; } = [];

    /// <summary>Who answers for an address, as of the last decision; null: nobody that is heard.</summary>
    public string? OwnerOf(Address address) => holdings.ContainsKey(address) ? ownNode : OtherOwnerOf(address)?.Node;

    /// <summary>The claim of another node that owns an address, as of the last decision; null: there is none.</summary>
    public HeardClaim? OtherOwnerOf(Address address) => others.TryGetValue(address, out var owner) ? owner : null;

    /// <summary>This node answers for an address: whoever takes it over need not ask the wire.</summary>
    public void NoteAnswered(Address address) => answered.Add(address);

    /// <summary>How often addresses came and went, and why.</summary>
    public IReadOnlyDictionary<OwnershipChange, long> Changes => changes;

    /// <summary>Forgets everything that is ours: others are to take it.</summary>
    public void DropAll(OwnershipChange why)
    {
        Count(why, holdings.Count);
        Version += holdings.Count > 0 ? 1u : 0;
        holdings.Clear();
        resigned.Clear();
        ownerless.Clear();
        NextDeadline = null;
    }

    /// <param name="plan">Who may announce what, sorted by address.</param>
    /// <param name="book">The claims of others.</param>
    /// <param name="living">Who can be an owner.</param>
    /// <param name="isLeaving">This node gives everything up.</param>
    /// <param name="listenUntil">Until then nothing is taken that has no owner: its owner may not have been heard again yet.</param>
    /// <param name="now">The reactor's time.</param>
    public void Decide(IReadOnlyCollection<L2Announcement> plan, ClaimBook book, LivingNodes living, bool isLeaving, TimeSpan listenUntil, TimeSpan now)
    {
        this.listenUntil = listenUntil;
        NextDeadline = null;
        Contested.Clear();
        KeepOnly(plan);
        ForgetResigned(now);
        var states = plan.Select(announcement => StateOf(announcement, book, living, isLeaving, now)).ToList();
        letsGo = isLeaving && living.IsAlone;
        var owned = states.ConvertAll(state => new OwnedAddress(state.Announcement.Address, state.Takers, state.Keeper));
        var owners = Ownership.Assign(owned);
        var moves = balance.At(owned, now);
        Wake(balance.Due, now);
        others.Clear();
        foreach (var state in states)
        {
            if (state.Owner is { } owner && owner.Node != ownNode)
            {
                others[state.Announcement.Address] = owner;
            }

            Settle(state, owners.GetValueOrDefault(state.Announcement.Address), moves.GetValueOrDefault(state.Announcement.Address), now);
        }
    }

    /// <summary>Without any knowledge of who lives: all nodes count, and the plan alone says whose an address is.</summary>
    public void DecideAlone(IReadOnlyCollection<L2Announcement> plan, bool isLeaving)
    {
        var owners = Ownership.Assign([.. plan.Select(announcement => new OwnedAddress(announcement.Address, WithoutDraining(announcement.Contenders), null))]);
        var ours = isLeaving ? [] : owners.Where(pair => pair.Value == ownNode).Select(pair => pair.Key).ToList();
        others.Clear();
        foreach (var (address, owner) in owners.Where(pair => pair.Value != ownNode))
        {
            others[address] = new(owner, 0, 0);
        }

        foreach (var gone in holdings.Keys.Except(ours).ToList())
        {
            Drop(gone, OwnershipChange.NotWanted);
        }

        foreach (var address in ours.Where(address => !holdings.ContainsKey(address)))
        {
            Claim(address, OwnershipChange.TookNew);
        }
    }

    private void KeepOnly(IReadOnlyCollection<L2Announcement> plan)
    {
        var planned = new SortedSet<Address>(plan.Select(announcement => announcement.Address));
        foreach (var gone in holdings.Keys.Where(address => !planned.Contains(address)).ToList())
        {
            Drop(gone, OwnershipChange.NotWanted);
        }

        foreach (var map in new[] { ownerless, unfit })
        {
            foreach (var gone in map.Keys.Where(address => !planned.Contains(address)).ToList())
            {
                map.Remove(gone);
            }
        }

        foreach (var gone in terms.Keys.Where(address => !planned.Contains(address)).ToList())
        {
            terms.Remove(gone);
        }

        answered.RemoveWhere(address => !planned.Contains(address));
        foreach (var gone in resigned.Keys.Where(address => !planned.Contains(address)).ToList())
        {
            resigned.Remove(gone);
            Version++;
        }
    }

    private void ForgetResigned(TimeSpan now)
    {
        foreach (var (address, (_, until)) in resigned.ToList())
        {
            if (until <= now)
            {
                resigned.Remove(address);
                Version++;
            }

            Wake(until, now);
        }
    }

    private AddressState StateOf(L2Announcement announcement, ClaimBook book, LivingNodes living, bool isLeaving, TimeSpan now)
    {
        var address = announcement.Address;
        var canAnswer = living.CanAnswer(announcement);
        var best = default(HeardClaim?);
        foreach (var claim in book.Of(address))
        {
            terms[address] = Math.Max(terms.GetValueOrDefault(address), claim.Term);
            if (!claim.IsSilent)
            {
                answered.Add(address);
            }

            if (living.IsHeard(claim.Node) && (best is null || IsBetter(claim, best.Value, address)))
            {
                best = claim;
            }
        }

        var isNew = !terms.ContainsKey(address);
        var takers = WithoutDraining(announcement.Contenders
            .Where(contender => contender.Node == ownNode ? canAnswer && !isLeaving : living.CanTake(contender, announcement, isNew))
            .ToValueArray());
        if (holdings.TryGetValue(address, out var holding))
        {
            var own = new HeardClaim(ownNode, holding.Term, 0);
            if (!canAnswer)
            {
                Drop(address, OwnershipChange.CutOff);
            }
            else if (best is { } other && IsBetter(other, own, address))
            {
                var isPlanned = holding.OfferedTo == other.Node;
                Drop(address, isPlanned ? OwnershipChange.HandedOver : OwnershipChange.Outbid);
                if (!isPlanned)
                {
                    resigned[address] = (holding with { OfferedTo = null }, now + ResignedFor);
                    Wake(now + ResignedFor, now);
                }
            }
            else
            {
                if (best is not null)
                {
                    Contested.Add(address);
                }

                best = own;
            }
        }

        if (best is { } heard && heard.Node != ownNode && !living.IsThere(heard.Node, announcement, ContenderOf(announcement, heard.Node)))
        {
            // It lives, but is not heard where the address is.
            best = null;
        }

        var keeper = best is { } claimed && takers.Any(taker => taker.Node == claimed.Node) ? claimed.Node : null;
        return new(announcement, takers, best, keeper, canAnswer, IsOverdue(address, best, keeper, now));
    }

    /// <summary>Whether another owner has had its time to see that it should not be one.</summary>
    private bool IsOverdue(Address address, HeardClaim? owner, string? keeper, TimeSpan now)
    {
        if (owner is null || keeper is not null || owner.Value.Node == ownNode)
        {
            unfit.Remove(address);
            return false;
        }

        unfit.TryAdd(address, now);
        Wake(unfit[address] + UnfitPatience, now);
        return unfit[address] + UnfitPatience <= now;
    }

    private void Settle(AddressState state, string? assigned, string? moveTo, TimeSpan now)
    {
        var address = state.Announcement.Address;
        if (state.Owner is { } owner && owner.Node == ownNode)
        {
            ownerless.Remove(address);
            Keep(state, state.Keeper is null ? assigned : moveTo, state.Keeper is null, now);
        }
        else if (state.Owner is { } other && !state.IsOverdue)
        {
            ownerless.Remove(address);
            if (other.OfferedTo == ownTag && state.CanTakeOver(ownNode))
            {
                // Had we answered for it, too, until this decision, nothing but the other's claim shows that it did.
                Claim(address, OwnershipChange.TookOffered);
                Contested.Add(address);
            }
        }
        else if (state.CanTakeOver(ownNode))
        {
            ownerless.TryAdd(address, now);
            var due = Later(listenUntil, ownerless[address] + (Courtesy * state.PlaceOf(ownNode, assigned)));
            if (due <= now)
            {
                Claim(address, state.IsOverdue ? OwnershipChange.TookFromUnfit : answered.Contains(address) ? OwnershipChange.TookFromSilent : OwnershipChange.TookNew);
            }

            Wake(due, now);
        }
    }

    /// <summary>The address is ours: offers it where it is to go, or keeps it where there is nobody to take it.</summary>
    private void Keep(AddressState state, string? successor, bool mustGo, TimeSpan now)
    {
        var address = state.Announcement.Address;
        var holding = holdings[address];
        if (holding.OfferedTo is { } asked && now < holding.OfferedAt + OfferPatience && (mustGo || moveStands(asked)))
        {
            Wake(holding.OfferedAt + OfferPatience, now);
            return;
        }

        var passed = holding.OfferedTo is { } late && now >= holding.OfferedAt + OfferPatience ? [.. holding.Passed, late] : holding.Passed;
        if (successor is not null && passed.Contains(successor, StringComparer.Ordinal))
        {
            successor = mustGo ? state.Takers.Select(taker => taker.Node).FirstOrDefault(node => !passed.Contains(node, StringComparer.Ordinal)) : null;
        }

        if (mustGo && IsOfferFutile(state, passed))
        {
            Drop(address, letsGo ? OwnershipChange.Left : OwnershipChange.NotWanted);
        }
        else if (successor is not null)
        {
            Put(address, holding with { OfferedTo = successor, OfferedAt = now, Passed = passed });
            Wake(now + OfferPatience, now);
        }
        else if (holding.OfferedTo is not null)
        {
            Put(address, holding with { OfferedTo = null, OfferedAt = default, Passed = mustGo ? [] : passed });
            Wake(now + OfferPatience, now);
        }

        bool moveStands(string to) => state.Takers.Any(taker => taker.Node == to);
    }

    /// <summary>Nobody is there to take what is to go, or, where we may not announce it, those who are there let it lapse.</summary>
    private bool IsOfferFutile(AddressState state, ValueArray<string> passed)
    {
        var isForbidden = state.Announcement.RankOf(ownNode) < 0;
        return state.Takers.IsEmpty ? letsGo || isForbidden : isForbidden && passed.Count >= Math.Min(MostLapses, state.Takers.Count);
    }

    private void Claim(Address address, OwnershipChange why)
    {
        Count(why, 1);
        ownerless.Remove(address);
        unfit.Remove(address);
        Put(address, new(terms.GetValueOrDefault(address) + 1, null, default, [], IsNew: !answered.Contains(address)));
    }

    private void Put(Address address, Holding holding)
    {
        holdings[address] = holding;
        resigned.Remove(address);
        terms[address] = Math.Max(terms.GetValueOrDefault(address), holding.Term);
        Version++;
    }

    private void Drop(Address address, OwnershipChange why)
    {
        if (holdings.Remove(address))
        {
            Count(why, 1);
            Version++;
        }
    }

    private void Count(OwnershipChange why, int times) => changes[why] = changes.GetValueOrDefault(why) + times;

    private void Wake(TimeSpan at, TimeSpan now)
    {
        if (at > now && !(NextDeadline <= at))
        {
            NextDeadline = at;
        }
    }

    private static TimeSpan Later(TimeSpan left, TimeSpan right) => left > right ? left : right;

    private static ValueArray<L2Contender> WithoutDraining(ValueArray<L2Contender> takers) =>
        takers.Any(taker => taker.IsDraining) && takers.Any(taker => !taker.IsDraining) ? takers.Where(taker => !taker.IsDraining).ToValueArray() : takers;

    private static L2Contender? ContenderOf(L2Announcement announcement, string node) =>
        announcement.RankOf(node) is >= 0 and var rank ? announcement.Contenders[rank] : null;

    private static bool IsBetter(HeardClaim claim, HeardClaim than, Address address)
    {
        if (claim.Term != than.Term)
        {
            return claim.Term > than.Term;
        }

        var text = address.ToString();
        var (left, right) = (StableHash.Of(claim.Node, text), StableHash.Of(than.Node, text));
        return left != right ? left < right : string.CompareOrdinal(claim.Node, than.Node) < 0;
    }
}
