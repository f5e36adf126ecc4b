using LbController.Core.Addresses;
using LbController.Core.Announcing;
using LbController.Engine.Facts;
using LbController.Protocols.Arp;
using LbController.Protocols.Ndp;
using LbController.Protocols.Wire;
using LbController.Simulation.Network;
using LbController.Simulation.Running;

namespace LbController.Simulation.Nodes;

/// <summary>A machine with a kernel, one link, and a speaker whose packet loop answers ARP and NDP while the process runs.</summary>
public sealed class SimNode
{
    public const int LinkIndex = 2;
    private const int MostWaiting = 32;
    private static readonly TimeSpan BetweenHosts = TimeSpan.FromMilliseconds(50);

    private readonly World world;
    private readonly List<SimFrame> waiting = [];
    private readonly SortedDictionary<Address, TimeSpan> listedSince = [];
    private IReadOnlyList<Address> listed = [];
    private TimeSpan nextHostSeen;

    public SimNode(World world, int number)
    {
        this.world = world;
        Name = $"n{number}";
        Ip = IpOf(number);
        Ip6 = new Address(IpFamily.V6, new UInt128(0xfd00_0000_0000_0000, (ulong)number));
        Port = new SimPort(world.Lan.SwitchOf(number), new MacAddress(0x020000000000UL + (ulong)number), Receive);
        world.Lan.Attach(Port);
        Speaker = new SimSpeaker(world, this);
    }

    public static Address IpOf(int number) => Address.V4(0x0a000000u + 10 + (uint)number);

    public string Name { get; }

    public Address Ip { get; }

    public Address Ip6 { get; }

    /// <summary>By which of its addresses routers are to reach an address of ours on it.</summary>
    public Address NextHopTo(Address address) => address.Family == IpFamily.V4 ? Ip : Ip6;

    public SimPort Port { get; }

    public SimSpeaker Speaker { get; }

    /// <summary>The machine runs.</summary>
    public bool IsUp { get; private set; } = true;

    /// <summary>The cable is in.</summary>
    public bool HasCarrier { get; private set; } = true;

    /// <summary>What the packet loop answers from; null: there is no packet loop.</summary>
    public AnnouncementTable? Table { get; private set; }

    /// <summary>The packet loop answers until then and no longer.</summary>
    public TimeSpan AnswerUntil { get; set; }

    public IReadOnlyList<Address> Answered => Table is not null && world.Now < AnswerUntil ? listed : [];

    /// <summary>How long the address has been in the table.</summary>
    public TimeSpan AnsweredFor(Address address) => listedSince.TryGetValue(address, out var since) ? world.Now - since : default;

    public LinkSnapshot Link => new(LinkIndex, "eth0", Port.Mac)
    {
        IsUp = HasCarrier,
        HasBroadcast = true,
        Addresses = [new LinkAddress(Ip, 24), new LinkAddress(Ip6, 64)],
    };

    public void Crash()
    {
        if (IsUp)
        {
            world.Tell(Name, "loses its power");
            IsUp = false;
            Port.IsUp = false;
            Speaker.Kill();
            world.Endpoints.NodeChanged();
        }
    }

    public void Boot()
    {
        if (!IsUp)
        {
            world.Tell(Name, "boots");
            IsUp = true;
            Port.IsUp = HasCarrier;
            Speaker.Start();
            world.Endpoints.NodeChanged();
        }
    }

    public void Unplug() => SetCarrier(false);

    public void Plug() => SetCarrier(true);

    public void Publish(AnnouncementTable? table)
    {
        Table = table;
        listed = table is null ? [] : [.. table.Sorted().Select(entry => entry.Address)];
        waiting.Clear();
        listed.ToList().ForEach(address => listedSince.TryAdd(address, world.Now));
        listedSince.Keys.Except(listed).ToList().ForEach(address => listedSince.Remove(address));
        world.Checkers.Published(this);
    }

    public void SendGratuitous(Address address)
    {
        if (address.Family == IpFamily.V6)
        {
            var advertisement = new byte[NdpCodec.MostBytes];
            Send(advertisement[..NdpCodec.Encode(NdpMessage.Unsolicited(address.Value, Port.Mac), advertisement)]);
            return;
        }

        foreach (var operation in (ReadOnlySpan<ArpOperation>)[ArpOperation.Request, ArpOperation.Reply])
        {
            var frame = new byte[ArpCodec.FrameSize];
            ArpCodec.Encode(ArpPacket.Gratuitous(operation, (uint)address.Value, Port.Mac), frame);
            Send(frame);
        }
    }

    /// <summary>Addresses of which the speaker wants to hear who else has them.</summary>
    public SortedSet<Address> Watched { get; set; } = [];

    public void SendProbe(Address address)
    {
        if (address.Family == IpFamily.V6)
        {
            var solicitation = new byte[NdpCodec.MostBytes];
            Send(solicitation[..NdpCodec.Encode(NdpMessage.Probe(address.Value, Port.Mac), solicitation)]);
            return;
        }

        var frame = new byte[ArpCodec.FrameSize];
        ArpCodec.Encode(ArpPacket.Probe((uint)address.Value, Port.Mac), frame);
        Send(frame);
    }

    /// <summary>A paused process finds the questions of its pause in the buffer when it wakes, and answers them from the table of before.</summary>
    public void AnswerWhatWaited()
    {
        foreach (var frame in waiting.ToList())
        {
            Answer(frame);
        }

        waiting.Clear();
    }

    private void SetCarrier(bool isUp)
    {
        if (HasCarrier != isUp)
        {
            world.Tell(Name, isUp ? "is plugged in" : "is unplugged");
            HasCarrier = isUp;
            Port.IsUp = IsUp && isUp;
            Speaker.Post(Speaker.Run, new NetworkFact.LinkSeen(Link));
            world.Endpoints.NodeChanged();
        }
    }

    private void Receive(SimFrame frame)
    {
        if (!IsUp)
        {
            return;
        }

        if (frame.Probe is { } probe)
        {
            if (frame.To == Port.Mac)
            {
                world.Endpoints.Serve(this, probe);
            }
        }
        else if (Speaker.IsRunning)
        {
            if (!Speaker.IsPaused)
            {
                Sight(frame);
                Answer(frame);
            }
            else if (waiting.Count < MostWaiting)
            {
                waiting.Add(frame);
            }
        }
    }

    private void Sight(SimFrame frame)
    {
        if (ArpCodec.TryDecode(frame.Packet.Span, out var packet, out _) && ArpClaim.Of(packet) is var claim)
        {
            Sighted(Address.V4(claim.Ip), claim.Mac, claim.IsProbe);
        }
        else if (NdpCodec.TryDecode(frame.Packet.Span, out var message, out _) && NdpClaim.Of(message) is { } told)
        {
            Sighted(new Address(IpFamily.V6, told.Address), told.Mac, told.IsProbe);
        }
    }

    private void Sighted(Address address, MacAddress mac, bool isProbe)
    {
        if (Watched.Contains(address))
        {
            Speaker.Post(Speaker.Run, new NetworkFact.AddressSeen(LinkIndex, address, mac, isProbe));
        }
        else if (!isProbe && world.Now >= nextHostSeen)
        {
            nextHostSeen = world.Now + BetweenHosts;
            Speaker.Post(Speaker.Run, new NetworkFact.HostSeen(LinkIndex, address, mac));
            Speaker.HasHeardHost |= world.Nodes.All(node => node.Port.Mac != mac);
        }
    }

    private void Answer(SimFrame frame)
    {
        if (Table is null || world.Now >= AnswerUntil)
        {
            return;
        }

        var answer = new byte[NdpCodec.MostBytes];
        var length = AnswerTo(frame.Packet.Span, new AnsweredOnLink(Table), answer);
        if (length > 0)
        {
            Send(answer[..length]);
        }
    }

    private int AnswerTo(ReadOnlySpan<byte> question, AnsweredOnLink answered, byte[] answer)
    {
        if (ArpCodec.TryDecode(question, out var packet, out _))
        {
            return ArpResponder.Respond(packet, Port.Mac, answered, answer) == ArpVerdict.Answered ? ArpCodec.FrameSize : 0;
        }

        if (NdpCodec.TryDecode(question, out var message, out _))
        {
            NdpResponder.Respond(message, Port.Mac, answered, answer, out var length);
            return length;
        }

        return 0;
    }

    private void Send(byte[] frame)
    {
        if (world.Bug.Tamper(frame) is { } sent)
        {
            world.Checkers.Sent(this, sent);
            world.Lan.Send(Port, SimFrame.Of(sent));
        }
    }

    private readonly struct AnsweredOnLink(AnnouncementTable table) : IAnsweredAddresses, IAnsweredTargets
    {
        public bool Answers(uint ip) => table.Answers(LinkIndex, Address.V4(ip));

        public bool Answers(UInt128 target) => table.Answers(LinkIndex, new Address(IpFamily.V6, target));
    }
}
