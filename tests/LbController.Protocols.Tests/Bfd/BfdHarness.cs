using LbController.Protocols.Bfd;

namespace LbController.Protocols.Tests.Bfd;

/// <summary>A session and its virtual clock; plays the other side.</summary>
internal sealed class BfdHarness
{
    public const uint Ours = 7;
    public const uint Theirs = 9;

    public BfdHarness(BfdOptions? options = null)
    {
        Session = new(Ours, options ?? new BfdOptions());
        Last = [.. Session.Start(Now)];
    }

    public BfdSession Session { get; }

    public TimeSpan Now { get; private set; } = TimeSpan.FromHours(1);

    public List<BfdSignal> Last { get; private set; }

    public List<BfdPacket> Sent => [.. Last.OfType<BfdSignal.Send>().Select(send => send.Packet)];

    public BfdSignal.Changed? Change => Last.OfType<BfdSignal.Changed>().SingleOrDefault();

    /// <summary>What the other side says next; change it for another.</summary>
    public BfdPacket Remote { get; set; } = new(BfdDiagnostic.None, BfdState.Down, BfdFlags.None, 3, Theirs, Ours, 300_000, 300_000, 0);

    public BfdHarness Receive(BfdState state, BfdFlags flags = BfdFlags.None, int timeToLive = 255)
    {
        Remote = Remote with { State = state };
        Last = [.. Session.Received(Remote with { Flags = flags }, timeToLive, Now)];
        return this;
    }

    public BfdHarness Leave()
    {
        Last = [.. Session.Leave(Now)];
        return this;
    }

    public BfdHarness Adjust(BfdOptions options)
    {
        Last = [.. Session.Adjust(options, Now)];
        return this;
    }

    /// <summary>Lets time go by, doing all that is due at its moment.</summary>
    public BfdHarness After(TimeSpan time)
    {
        var (until, all) = (Now + time, new List<BfdSignal>());
        while (Session.NextDeadline <= until)
        {
            Now = Session.NextDeadline.Value;
            all.AddRange(Session.Tick(Now));
        }

        (Now, Last) = (until, all);
        return this;
    }

    public BfdHarness To(BfdState state) => state switch
    {
        BfdState.Init => Receive(BfdState.Down),
        BfdState.Up => Receive(BfdState.Down).Receive(BfdState.Up).Receive(BfdState.Up, BfdFlags.Final),
        BfdState.AdminDown => Leave(),
        _ => this,
    };
}
