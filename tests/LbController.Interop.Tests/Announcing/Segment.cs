using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using LbController.Core.Addresses;
using LbController.Core.Announcing;
using LbController.Engine.Facts;
using LbController.Lab.Network;
using LbController.Lab.Processes;
using LbController.Linux.Capture;
using LbController.Protocols.Wire;
using Microsoft.Extensions.Logging.Abstractions;

namespace LbController.Interop.Tests.Announcing;

/// <summary>A cable between two network namespaces: <c>lba-node</c>, where our links answer, and <c>lba-peer</c>, a plain Linux.</summary>
internal sealed class Segment : IAsyncDisposable
{
    public const string Node = "lba-node";
    public const string Peer = "lba-peer";
    public const string NodeMac = "02:00:00:00:00:01";
    public const string PeerMac = "02:00:00:00:00:02";

    private readonly AnnouncingLinks announcing;

    private Segment(AnnouncingLinks announcing, ConcurrentQueue<NetworkFact.AddressSeen> seen) => (this.announcing, Claims) = (announcing, seen);

    public AnnouncingLinks Announcing => announcing;

    /// <summary>What was heard about who has the addresses that are watched.</summary>
    public ConcurrentQueue<NetworkFact.AddressSeen> Claims { get; }

    public int LinkIndex { get; private set; }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Both ends are up, with addresses of 192.0.2.0/24 and 2001:db8::/64: the node's end in 1, the peer's in 2.</summary>
    public static async Task<Segment> CreateAsync()
    {
        await LabNetwork.RemoveAsync([Node, Peer], Cancel);
        await Tool.RunAsync("ip", ["-batch", "-"], Cancel, $"netns add {Node}\nnetns add {Peer}\n");
        await BatchAsync(Node, $"link add eth0 address {NodeMac} type veth peer name eth0 address {PeerMac} netns {Peer}", "link set lo up");
        await BatchAsync(Node, "link set eth0 up", "addr add 192.0.2.1/24 dev eth0", "addr add 2001:db8::1/64 dev eth0 nodad");
        await BatchAsync(Peer, "link set lo up", "link set eth0 up", "addr add 192.0.2.2/24 dev eth0", "addr add 2001:db8::2/64 dev eth0 nodad");
        var seen = new ConcurrentQueue<NetworkFact.AddressSeen>();
        var segment = new Segment(InsideNamespace.Run(Node, () => new AnnouncingLinks(fact => Keep(seen, fact), NullLogger<AnnouncingLinks>.Instance)), seen);
        segment.Announcing.AnswerUntil(TimeSpan.MaxValue);
        await segment.LookAgainAsync();
        return segment;
    }

    /// <summary>Hosts that nobody asked about are of no concern here.</summary>
    private static void Keep(ConcurrentQueue<NetworkFact.AddressSeen> seen, Fact fact)
    {
        if (fact is NetworkFact.AddressSeen claim)
        {
            seen.Enqueue(claim);
        }
    }

    /// <summary>Finds eth0 as it is now and tells of it.</summary>
    public async Task LookAgainAsync()
    {
        LinkIndex = await IndexAsync("eth0");
        Seen(Link());
    }

    public LinkSnapshot Link() => new(LinkIndex, "eth0", new MacAddress(0x0200_0000_0001)) { IsUp = true, HasBroadcast = true };

    public void Seen(LinkSnapshot link) => InsideNamespace.Run(Node, () =>
    {
        announcing.Seen(link);
        return 0;
    });

    /// <summary>From now on the node's end answers for these addresses and no others.</summary>
    public void Answer(params string[] addresses) => InsideNamespace.Run(Node, () =>
    {
        announcing.Publish(new AnnouncementTable(addresses.Select(text => (LinkIndex, Address.Parse(text)))));
        return 0;
    });

    public void SendGratuitous(string address) => Assert.True(announcing.SendGratuitous(LinkIndex, Address.Parse(address)));

    public void SendProbe(string address) => Assert.True(announcing.SendProbe(LinkIndex, Address.Parse(address)));

    /// <summary>From now on <see cref="Claims"/> tells who has one of these addresses.</summary>
    public void Watch(params string[] addresses) => announcing.Watch(addresses.Select(Address.Parse));

    public static Task<string> RunAsync(string name, string program, params string[] arguments) =>
        Tool.RunAsync("ip", ["netns", "exec", name, program, .. arguments], Cancel);

    /// <summary>As <see cref="RunAsync"/>, but a failure is a result like another.</summary>
    public static Task<ToolResult> TryAsync(string name, string program, params string[] arguments) =>
        Tool.TryRunAsync("ip", ["netns", "exec", name, program, .. arguments], Cancel);

    public static Task BatchAsync(string name, params string[] lines) => Tool.RunAsync("ip", ["-n", name, "-batch", "-"], Cancel, string.Join('\n', lines) + "\n");

    /// <summary>What the peer's neighbour table says of an address, for example <c>lladdr 02:… REACHABLE</c>.</summary>
    public static async Task<string> NeighbourAsync(string address) => await Tool.RunAsync("ip", ["-n", Peer, "neigh", "show", IPAddress.Parse(address).ToString()], Cancel);

    public static async Task<int> IndexAsync(string link) =>
        int.Parse(await RunAsync(Node, "cat", $"/sys/class/net/{link}/ifindex"), CultureInfo.InvariantCulture);

    public async ValueTask DisposeAsync()
    {
        announcing.Dispose();
        await LabNetwork.RemoveAsync([Node, Peer], CancellationToken.None);
    }
}
