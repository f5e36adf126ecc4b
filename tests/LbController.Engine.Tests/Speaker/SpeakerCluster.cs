using LbController.Core.Addresses;
using LbController.Core.Announcing;
using LbController.Core.Config;
using LbController.Core.Snapshot;
using LbController.Engine.Commands;
using LbController.Engine.Facts;
using LbController.Engine.Figures;
using LbController.Engine.Recording;
using LbController.Engine.Speaker;
using LbController.Protocols.Wire;

namespace LbController.Engine.Tests.Speaker;

/// <summary>
/// Speakers on one segment in virtual time, a millisecond a turn. Heartbeats take a millisecond; whoever is dead, paused, cut or deaf misses
/// them. Every turn notes which addresses nobody answers, and which two answer.
/// </summary>
internal sealed class SpeakerCluster
{
    public const int Lan = 2;
    private static readonly byte[] Key = [1, 2, 3];
    private readonly SortedDictionary<string, Speaker> speakers = new(StringComparer.Ordinal);
    private readonly List<(int At, string To, NetworkFact Fact)> wire = [];
    private readonly List<Fact> facts = [];
    private uint seed = 12345;

    public SpeakerCluster(int nodes, int services = 1)
    {
        foreach (var name in Enumerable.Range(1, nodes).Select(i => $"n{i}"))
        {
            speakers[name] = new Speaker();
            facts.Add(new Fact.Seen(NodeOf(name)));
        }

        facts.Add(new Fact.Seen(new PoolSpec(new("metallb-system", "blue")) { Addresses = ["10.0.8.0/21"] }));
        facts.Add(new Fact.Seen(new L2AdvertisementSpec(new("metallb-system", "all"))));
        facts.AddRange(Enumerable.Range(0, services).SelectMany(ServiceFacts));
        Addresses = [.. Enumerable.Range(0, services).Select(AddressOf)];
    }

    public int Now { get; private set; }

    public List<Address> Addresses { get; }

    /// <summary>How many of a hundred heartbeats get lost.</summary>
    public int Loss { get; set; }

    /// <summary>Heartbeats that were sent, by node.</summary>
    public SortedDictionary<string, int> Sent { get; } = new(StringComparer.Ordinal);

    /// <summary>Milliseconds in which nobody, or more than one, answered for an address.</summary>
    public SortedDictionary<Address, int> Unanswered { get; } = [];

    public SortedDictionary<Address, int> AnsweredTwice { get; } = [];

    /// <summary>How often an address changed from one answerer to another.</summary>
    public int OwnerChanges { get; private set; }

    /// <summary>Hosts that are none of ours and have an address.</summary>
    public SortedDictionary<Address, MacAddress> Strangers { get; } = [];

    /// <summary>Probes and gratuitous announcements that were sent, by address.</summary>
    public SortedDictionary<Address, int> Probes { get; } = [];

    public SortedDictionary<Address, int> Gratuitous { get; } = [];

    public List<(string Node, Command.RecordEvent Event)> Events { get; } = [];

    public SortedDictionary<ObjectKey, ServiceCondition> Conditions { get; } = [];

    public TimeSpan CheckEvery { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Flight recorders, by node.</summary>
    public SortedDictionary<string, StepRing> Recorders { get; } = new(StringComparer.Ordinal);

    private readonly SortedDictionary<Address, string> lastOwner = [];

    public static Address AddressOf(int service) => Address.V4(0x0a000800u + (uint)service);

    public IEnumerable<string> Nodes => speakers.Keys;

    public List<string> Answerers(Address address) => speakers.Where(pair => pair.Value.Answers(address, Now)).Select(pair => pair.Key).ToList();

    public string Owner(Address address) => Assert.Single(Answerers(address));

    public IEnumerable<Figure> Figures(string name) => speakers[name].Reactor!.Figures();

    public SortedDictionary<string, int> Loads() => new(Addresses.Select(Owner).CountBy(owner => owner).ToDictionary(pair => pair.Key, pair => pair.Value), StringComparer.Ordinal);

    public void Start(params string[] names)
    {
        foreach (var name in names.Length == 0 ? [.. speakers.Keys] : names)
        {
            var speaker = speakers[name];
            speaker.Reactor = new SpeakerReactor(OptionsOf(name, (ulong)++speaker.Epoch));
            speaker.Spares.Clear();
            (speaker.Table, speaker.AnswerUntil, speaker.WakeAt, speaker.IsGone) = (AnnouncementTable.Empty, 0, 0, false);
            speaker.Inbox = [.. facts, LinkFact(name, isUp: true), new Fact.InSync()];
        }
    }

    public SpeakerOptions OptionsOf(string name, ulong epoch) =>
        new(name, null, IgnoreExcludeLabel: false, speakers[name].Key, epoch) { RebalanceAfter = TimeSpan.FromSeconds(5), CheckAnswersEvery = CheckEvery };

    public void Kill(string name) => speakers[name].Reactor = null;

    public void Leave(string name) => speakers[name].Inbox.Add(new Fact.Leaving());

    public bool IsGone(string name) => speakers[name].IsGone;

    public void SetPaused(string name, bool isPaused) => speakers[name].IsPaused = isPaused;

    /// <summary>The reactor does not come round, but the rest of its process goes on.</summary>
    public void SetStalled(string name, bool isStalled) => speakers[name].IsStalled = isStalled;

    public void SetKey(string name, byte[] key) => speakers[name].Key = key;

    public void SetHearing(string name, bool isDeaf) => speakers[name].IsDeaf = isDeaf;

    public void SetSpeaking(string name, bool isMute) => speakers[name].IsMute = isMute;

    public void Partition(params string[] names)
    {
        foreach (var (name, speaker) in speakers)
        {
            speaker.Side = names.Contains(name) ? 1 : 0;
        }
    }

    public void SetLink(string name, bool isUp)
    {
        speakers[name].IsMute = speakers[name].IsDeaf = !isUp;
        speakers[name].Inbox.Add(LinkFact(name, isUp));
    }

    /// <summary>Something in the API changes, for all nodes at once or with a delay from node to node.</summary>
    public void Tell(Fact fact, int delay = 0)
    {
        facts.Add(fact);
        var at = Now;
        foreach (var speaker in speakers.Values)
        {
            speaker.Later.Add((at, fact));
            at += delay;
        }
    }

    public void CreateService(int number, int delay = 0)
    {
        Addresses.Add(AddressOf(number));
        foreach (var fact in ServiceFacts(number))
        {
            Tell(fact, delay);
        }
    }

    public static NodeSnapshot NodeOf(string name) => new(new("", name))
    {
        Labels = LabelSet.From([KeyValuePair.Create("name", name)]),
        InternalIps = [NodeAddress(name)],
    };

    public void Run(int milliseconds)
    {
        for (var end = Now + milliseconds; Now < end; Now++)
        {
            foreach (var (_, to, fact) in wire.Where(sent => sent.At <= Now))
            {
                speakers[to].Inbox.Add(fact);
            }

            wire.RemoveAll(sent => sent.At <= Now);
            foreach (var (name, speaker) in speakers)
            {
                speaker.Deliver(Now);
                Turn(name, speaker);
                SendSpares(name, speaker);
            }

            Note();
        }
    }

    private void Turn(string name, Speaker speaker)
    {
        if (speaker.Reactor is null || speaker.IsPaused || speaker.IsStalled || speaker.IsGone || (speaker.Inbox.Count == 0 && !(speaker.WakeAt <= Now)))
        {
            return;
        }

        var inbox = speaker.Inbox;
        speaker.Inbox = [];
        var step = speaker.Reactor.Step(inbox, TimeSpan.FromMilliseconds(Now));
        Recorders.GetValueOrDefault(name)?.Add(new RecordedStep(TimeSpan.FromMilliseconds(Now), [.. inbox], step.Commands));
        speaker.WakeAt = step.WakeAt is { } at ? (int)Math.Ceiling(at.TotalMilliseconds) : null;
        foreach (var command in step.Commands)
        {
            switch (command)
            {
                case NetworkCommand.PublishTable publish:
                    speaker.Table = publish.Table;
                    break;
                case NetworkCommand.AnswerUntil lease:
                    speaker.AnswerUntil = lease.Deadline == TimeSpan.MaxValue ? int.MaxValue : (int)lease.Deadline.TotalMilliseconds;
                    break;
                case NetworkCommand.SendDatagram datagram:
                    Broadcast(name, speaker, datagram.Bytes);
                    speaker.Spares.Clear();
                    break;
                case NetworkCommand.SendSpare spare:
                    speaker.Spares.Add(spare);
                    break;
                case NetworkCommand.SendProbe probe:
                    Ask(name, speaker, probe.Address);
                    break;
                case NetworkCommand.SendGratuitous gratuitous:
                    Gratuitous[gratuitous.Address] = Gratuitous.GetValueOrDefault(gratuitous.Address) + 1;
                    break;
                case Command.RecordEvent told:
                    Events.Add((name, told));
                    break;
                case Command.WriteAnnouncedCondition write:
                    Conditions[write.Service] = write.Condition!;
                    break;
            }
        }

        if (inbox.OfType<Fact.Leaving>().Any())
        {
            speaker.IsLeaving = true;
        }

        speaker.IsGone = speaker.IsLeaving && !step.IsStillLeaving;
        speaker.IsLeaving &= !speaker.IsGone;
    }

    private void SendSpares(string name, Speaker speaker)
    {
        if (speaker.Reactor is null || speaker.IsPaused || speaker.IsGone)
        {
            return;
        }

        foreach (var spare in speaker.Spares.Where(spare => spare.Due.TotalMilliseconds <= Now))
        {
            Broadcast(name, speaker, spare.Bytes);
            speaker.AnswerUntil = Now + (int)spare.AnswerFor.TotalMilliseconds;
            speaker.Inbox.Add(new NetworkFact.SpareSent(TimeSpan.FromMilliseconds(Now)));
        }

        speaker.Spares.RemoveAll(spare => spare.Due.TotalMilliseconds <= Now);
    }

    private void Broadcast(string from, Speaker sender, ReadOnlyMemory<byte> datagram)
    {
        Sent[from] = Sent.GetValueOrDefault(from) + 1;
        foreach (var (name, receiver) in speakers)
        {
            if (name != from && !sender.IsMute && !receiver.IsDeaf && receiver.Reactor is not null && sender.Side == receiver.Side && Draw() >= Loss)
            {
                wire.Add((Now + 1, name, new NetworkFact.DatagramReceived(Lan, NodeAddress(from), datagram)));
            }
        }
    }

    /// <summary>Everybody who has the address says so, and all others hear that somebody wants it.</summary>
    private void Ask(string from, Speaker sender, Address address)
    {
        Probes[address] = Probes.GetValueOrDefault(address) + 1;
        if (sender.IsMute || sender.IsDeaf)
        {
            return;
        }

        foreach (var (name, other) in speakers.Where(pair => pair.Key != from && pair.Value.Side == sender.Side))
        {
            wire.Add((Now + 1, name, new NetworkFact.AddressSeen(Lan, address, MacOf(from), IsProbe: true)));
            if (other.Answers(address, Now) || other.SecondAnswers.Contains(address))
            {
                wire.Add((Now + 2, from, new NetworkFact.AddressSeen(Lan, address, MacOf(name), IsProbe: false)));
            }
        }

        if (Strangers.TryGetValue(address, out var stranger))
        {
            wire.Add((Now + 2, from, new NetworkFact.AddressSeen(Lan, address, stranger, IsProbe: false)));
        }
    }

    /// <summary>A host that is none of ours says to everybody that it has an address.</summary>
    public void Claim(Address address, MacAddress stranger) => wire.AddRange(
        speakers.Keys.Select(name => (Now, name, (NetworkFact)new NetworkFact.AddressSeen(Lan, address, stranger, IsProbe: false))));

    /// <summary>A node's kernel answers for an address though its speaker does not.</summary>
    public void AnswerToo(string name, Address address) => speakers[name].SecondAnswers.Add(address);

    /// <summary>A node's questions and answers about addresses are filtered, its heartbeats are not.</summary>
    public void FilterAnswers(string name) => speakers[name].IsFiltered = true;

    private void Note()
    {
        foreach (var address in Addresses)
        {
            var answerers = Answerers(address);
            if (answerers.Count == 0)
            {
                Unanswered[address] = Unanswered.GetValueOrDefault(address) + 1;
            }
            else if (answerers.Count > 1)
            {
                AnsweredTwice[address] = AnsweredTwice.GetValueOrDefault(address) + 1;
            }
            else
            {
                OwnerChanges += lastOwner.TryGetValue(address, out var last) && last != answerers[0] ? 1 : 0;
                lastOwner[address] = answerers[0];
            }
        }
    }

    public void ForgetNotes()
    {
        Unanswered.Clear();
        AnsweredTwice.Clear();
        Sent.Clear();
        OwnerChanges = 0;
    }

    private int Draw()
    {
        seed = unchecked((seed * 1664525) + 1013904223);
        return (int)((seed >> 8) % 100);
    }

    private static Address NodeAddress(string name) => Address.V4(0x0a000000u + uint.Parse(name[1..], System.Globalization.CultureInfo.InvariantCulture));

    public static MacAddress MacOf(string name) => new(0x020000000000u + ulong.Parse(name[1..], System.Globalization.CultureInfo.InvariantCulture));

    private static IEnumerable<Fact> ServiceFacts(int number) =>
    [
        new Fact.Seen(new EndpointSliceSnapshot(new("shop", $"web{number}-1")) { ServiceName = $"web{number}", Endpoints = [new("n1", Ready: true, null, null)] }),
        new Fact.Seen(new ServiceSnapshot(new("shop", $"web{number}")) { IngressIps = [AddressOf(number).ToString()] }),
    ];

    private static NetworkFact.LinkSeen LinkFact(string name, bool isUp) => new(new LinkSnapshot(Lan, "eth0", MacOf(name))
    {
        IsUp = isUp,
        HasBroadcast = true,
        Addresses = [new LinkAddress(NodeAddress(name), 20)],
    });

    private sealed class Speaker
    {
        public SpeakerReactor? Reactor { get; set; }

        public byte[] Key { get; set; } = SpeakerCluster.Key;

        public List<Fact> Inbox { get; set; } = [];

        public List<NetworkCommand.SendSpare> Spares { get; } = [];

        public List<(int At, Fact Fact)> Later { get; } = [];

        public AnnouncementTable Table { get; set; } = AnnouncementTable.Empty;

        public int AnswerUntil { get; set; }

        public int? WakeAt { get; set; }

        public int Epoch { get; set; }

        public int Side { get; set; }

        public bool IsPaused { get; set; }

        public bool IsStalled { get; set; }

        public bool IsDeaf { get; set; }

        public bool IsFiltered { get; set; }

        public SortedSet<Address> SecondAnswers { get; } = [];

        public bool IsMute { get; set; }

        public bool IsLeaving { get; set; }

        public bool IsGone { get; set; }

        /// <summary>A node that hears nothing gets no question, one that is mute gives no answer.</summary>
        public bool Answers(Address address, int now) =>
            Reactor is not null && !IsGone && !IsPaused && !IsDeaf && !IsMute && !IsFiltered && now < AnswerUntil && Table.Answers(Lan, address);

        public void Deliver(int now)
        {
            Inbox.AddRange(Later.Where(later => later.At <= now).Select(later => later.Fact));
            Later.RemoveAll(later => later.At <= now);
        }
    }
}
