using LbController.Protocols.Bgp;
using LbController.Protocols.Bgp.Messages;
using LbController.Protocols.Bgp.Session;

namespace LbController.Protocols.Tests.Bgp.Session;

/// <summary>A session and its virtual clock; plays the peer.</summary>
internal sealed class SessionHarness
{
    public static readonly UpdateWire Wire = new(FourOctetAs: true, IsInternal: false);
    public static readonly LocalEnds Ours = LocalEnds.Of(BgpAddress.Ipv4(0x0a000002));
    private const uint PeerRouterId = 0x0a000001;

    public SessionHarness(SessionOptions? options = null) => Session = new(options ?? new(64512, 64513, 0x0a000002));

    public BgpSession Session { get; }

    public TimeSpan Now { get; private set; } = TimeSpan.FromHours(1);

    public List<SessionAction> Last { get; private set; } = [];

    public IEnumerable<BgpMessage> SentMessages => Last.OfType<SessionAction.Send>().Select(send => Decode(send.Bytes));

    public SessionAction.WentDown? Down => Last.OfType<SessionAction.WentDown>().SingleOrDefault();

    public OpenMessage PeerOpen => OpenNegotiation.OurOpen(new(64513, 64512, PeerRouterId) { Families = Session.Options.Families });

    public SessionHarness Do(Func<BgpSession, TimeSpan, IReadOnlyList<SessionAction>> input)
    {
        Last = [.. input(Session, Now)];
        return this;
    }

    public SessionHarness Receive(params BgpMessage[] messages) =>
        Do((s, now) => s.Received(messages.SelectMany(m => BgpMessageCodec.Encode(m, Wire)).ToArray(), now));

    public SessionHarness After(TimeSpan time)
    {
        Now += time;
        return Do((s, now) => s.Tick(now));
    }

    public SessionHarness ToOpenSent() => Do((s, now) => s.Start(now)).Do((s, now) => s.TransportOpened(Ours, now));

    public SessionHarness ToOpenConfirm() => ToOpenSent().Receive(PeerOpen);

    public SessionHarness ToEstablished() => ToOpenConfirm().Receive(new KeepaliveMessage());

    public SessionHarness To(SessionState state) => state switch
    {
        SessionState.OpenSent => ToOpenSent(),
        SessionState.OpenConfirm => ToOpenConfirm(),
        _ => ToEstablished(),
    };

    private static BgpMessage Decode(ReadOnlyMemory<byte> bytes)
    {
        Assert.True(BgpMessageCodec.TryDecode(bytes.Span, Wire, out var message, out var error), error?.Explanation);
        return message!;
    }
}
