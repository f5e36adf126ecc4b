namespace LbController.Protocols.Bfd;

/// <summary>
/// One BFD session in asynchronous mode as a machine (RFC 5880, section 6.8) without socket, clock or thread: each input returns the signals
/// to act on.
/// <code>
/// state     | input                             | next | what else
/// ----------+-----------------------------------+------+--------------------------------------------
/// Down      | packet says Down                  | Init | packet at once
/// Down      | packet says Init                  | Up   | packet at once, with Poll: the timers are fast now
/// Init      | packet says Init or Up            | Up   | the same
/// Init      | detection time over               | Down | diagnostic 1
/// Up        | packet says Down                  | Down | diagnostic 3: a failure
/// Up        | detection time over               | Down | diagnostic 1: a failure
/// Up        | no echo came back in time         | Down | diagnostic 2: a failure
/// not Down  | packet says AdminDown             | Down | diagnostic 3: no failure (RFC 5882, section 3.2)
/// any       | packet with Poll                  | same | packet with Final at once
/// any       | Leave                             | AdminDown | packet at once; the rest of the world is not heard any more
/// </code>
/// While not Up, a session sends no faster than once a second (section 6.8.3). A change of timers while Up is told by a poll sequence, and what
/// would make the other side see a failure takes effect only at its end. Passive sessions wait for the first packet.
/// </summary>
/// <param name="discriminator">Ours: not zero, unique on the node, hard to guess.</param>
/// <param name="options">What the session shall be like.</param>
public sealed class BfdSession(uint discriminator, BfdOptions options)
{
    /// <summary>The fastest that a session sends that is not Up.</summary>
    public static readonly TimeSpan SlowInterval = TimeSpan.FromSeconds(1);

    /// <summary>Nobody answers the last word, so it is said more than once.</summary>
    private const int FarewellPackets = 3;

    private readonly BfdJitter jitter = new(discriminator);
    private readonly BfdEcho echo = new();
    private readonly List<BfdSignal> signals = [];
    private BfdPacket remote = new(BfdDiagnostic.None, BfdState.Down, BfdFlags.None, 1, 0, 0, 0, 1, 0);
    private uint remoteDiscriminator;
    private bool isPolling;
    private (TimeSpan Tx, TimeSpan Rx)? told;
    private TimeSpan activeTx = SlowInterval;
    private TimeSpan activeRx = options.RequiredMinRx;
    private TimeSpan? sendAt;
    private TimeSpan? detectBy;

    public uint Discriminator => discriminator;

    public BfdOptions Options { get; private set; } = options;

    public BfdState State { get; private set; } = BfdState.Down;

    /// <summary>Why Up was left the last time.</summary>
    public BfdDiagnostic Diagnostic { get; private set; }

    /// <summary>What the other side has last said of itself.</summary>
    public BfdState RemoteState => remote.State;

    /// <summary>The other side's BFD does not share the fate of its control plane (the C bit).</summary>
    public bool IsRemoteIndependent => remote.Has(BfdFlags.ControlPlaneIndependent);

    public BfdCounters Counters { get; } = new();

    /// <summary>The interval between packets that both sides agree on, before jitter.</summary>
    public TimeSpan TransmitInterval => Longer(activeTx, Micro(remote.RequiredMinRx));

    /// <summary>How long nothing may be heard (RFC 5880, section 6.8.4).</summary>
    public TimeSpan DetectionTime => remote.DetectMultiplier * Longer(activeRx, Micro(remote.DesiredMinTx));

    /// <summary>When <see cref="Tick"/> is due; null: only another input can change anything.</summary>
    public TimeSpan? NextDeadline => Earlier(Earlier(sendAt, detectBy), echo.NextDeadline);

    private TimeSpan DesiredMinTx => State == BfdState.Up ? Options.DesiredMinTx : Longer(SlowInterval, Options.DesiredMinTx);

    /// <summary>With echo packets, control packets need not come fast (RFC 5880, section 6.8.9).</summary>
    private TimeSpan RequiredMinRx => echo.IsActive ? Longer(SlowInterval, Options.RequiredMinRx) : Options.RequiredMinRx;

    public IReadOnlyList<BfdSignal> Start(TimeSpan now) => Collect(() =>
    {
        if (!Options.IsPassive)
        {
            SendNow(now);
        }
    });

    /// <summary>Takes other timers; a session that is Up stays so.</summary>
    public IReadOnlyList<BfdSignal> Adjust(BfdOptions next, TimeSpan now) => Collect(() =>
    {
        Options = next;
        FollowEcho(now);
        Negotiate(now);
    });

    /// <summary>Ends the session on purpose: the other side takes it for no failure.</summary>
    public IReadOnlyList<BfdSignal> Leave(TimeSpan now) => Collect(() =>
    {
        Diagnostic = BfdDiagnostic.AdministrativelyDown;
        Go(BfdState.AdminDown, isFailure: false, now);
        for (var repeat = 1; repeat < FarewellPackets && CanSend; repeat++)
        {
            Emit(BfdFlags.None);
        }

        (sendAt, detectBy) = (null, null);
    });

    /// <param name="packet">Decoded, and meant for this session.</param>
    /// <param name="timeToLive">Of the datagram that carried it.</param>
    /// <param name="now">When it came.</param>
    public IReadOnlyList<BfdSignal> Received(BfdPacket packet, int timeToLive, TimeSpan now) => Collect(() =>
    {
        if (timeToLive < Options.MinimumTimeToLive)
        {
            Counters.TooFar++;
        }
        else if (State != BfdState.AdminDown)
        {
            Counters.ControlReceived++;
            Take(packet, now);
        }
    });

    /// <summary>One of our echo packets has come back.</summary>
    public void EchoReturned(TimeSpan now)
    {
        Counters.EchoReceived++;
        echo.Returned(Options.DetectMultiplier, now);
    }

    /// <summary>To be called when <see cref="NextDeadline"/> has come; sooner does nothing.</summary>
    public IReadOnlyList<BfdSignal> Tick(TimeSpan now) => Collect(() =>
    {
        if (detectBy <= now)
        {
            Forget(now);
        }

        if (echo.IsLost(now))
        {
            Fail(BfdDiagnostic.EchoFunctionFailed, now);
        }

        if (echo.IsDue(now))
        {
            echo.Sent(Options.DetectMultiplier, jitter, now);
            Counters.EchoSent++;
            signals.Add(new BfdSignal.SendEcho());
        }

        if (sendAt <= now)
        {
            SendNow(now);
        }
    });

    private void Take(in BfdPacket packet, TimeSpan now)
    {
        remote = packet;
        remoteDiscriminator = packet.MyDiscriminator;
        if (packet.Has(BfdFlags.Final) && isPolling)
        {
            isPolling = false;
        }

        Follow(packet.State, now);
        FollowEcho(now);
        Negotiate(now);
        if (packet.Has(BfdFlags.Poll))
        {
            Emit(BfdFlags.Final);
        }

        detectBy = now + DetectionTime;
        Reschedule(now);
    }

    /// <summary>RFC 5880, section 6.8.6, the state machine.</summary>
    private void Follow(BfdState heard, TimeSpan now)
    {
        switch (State, heard)
        {
            case (BfdState.Init or BfdState.Up, BfdState.AdminDown):
                Diagnostic = BfdDiagnostic.NeighborSignaledSessionDown;
                Go(BfdState.Down, isFailure: false, now);
                break;
            case (BfdState.Down, BfdState.Down):
                Go(BfdState.Init, isFailure: false, now);
                break;
            case (BfdState.Down, BfdState.Init):
            case (BfdState.Init, BfdState.Init or BfdState.Up):
                Diagnostic = BfdDiagnostic.None;
                Go(BfdState.Up, isFailure: false, now);
                break;
            case (BfdState.Up, BfdState.Down):
                Fail(BfdDiagnostic.NeighborSignaledSessionDown, now);
                break;
        }
    }

    /// <summary>Nothing was heard for the detection time: the other side's discriminator is void, too (RFC 5880, section 6.8.1).</summary>
    private void Forget(TimeSpan now)
    {
        detectBy = null;
        remoteDiscriminator = 0;
        remote = remote with { State = BfdState.Down, RequiredMinRx = 1, Flags = remote.Flags & BfdFlags.ControlPlaneIndependent };
        Fail(BfdDiagnostic.ControlDetectionTimeExpired, now);
    }

    private void Fail(BfdDiagnostic why, TimeSpan now)
    {
        if (State is BfdState.Init or BfdState.Up)
        {
            Diagnostic = why;
            Go(BfdState.Down, isFailure: State == BfdState.Up, now);
        }
    }

    private void Go(BfdState next, bool isFailure, TimeSpan now)
    {
        if (State == next)
        {
            return;
        }

        var from = State;
        State = next;
        Counters.Ups += next == BfdState.Up ? 1 : 0;
        Counters.Downs += from == BfdState.Up ? 1 : 0;
        signals.Add(new BfdSignal.Changed(from, next, isFailure));
        FollowEcho(now);
        Negotiate(now);
        // The other side is to hear of it at once (RFC 5880, section 6.8.7).
        SendNow(now);
    }

    private void FollowEcho(TimeSpan now)
    {
        var wanted = State == BfdState.Up && remote.RequiredMinEchoRx > 0 ? Options.EchoInterval : null;
        echo.Follow(wanted is { } interval ? Longer(interval, Micro(remote.RequiredMinEchoRx)) : null, now);
    }

    /// <summary>
    /// RFC 5880, section 6.8.3: while Up, sending slower and expecting faster wait for the end of the poll sequence; all else holds at once.
    /// </summary>
    private void Negotiate(TimeSpan now)
    {
        if (State == BfdState.Up && told is { } last && last != (DesiredMinTx, RequiredMinRx))
        {
            isPolling = true;
            told = (DesiredMinTx, RequiredMinRx);
            sendAt = now;
        }

        told = (DesiredMinTx, RequiredMinRx);
        var isWaiting = State == BfdState.Up && isPolling;
        activeTx = isWaiting && DesiredMinTx > activeTx ? activeTx : DesiredMinTx;
        activeRx = isWaiting && RequiredMinRx < activeRx ? activeRx : RequiredMinRx;
        isPolling &= State == BfdState.Up;
    }

    private void SendNow(TimeSpan now)
    {
        if (CanSend)
        {
            Emit(isPolling ? BfdFlags.Poll : BfdFlags.None);
        }

        sendAt = CanSend ? now + jitter.Apply(TransmitInterval, Options.DetectMultiplier) : null;
    }

    private void Reschedule(TimeSpan now)
    {
        var latest = now + TransmitInterval;
        sendAt = !CanSend ? null : sendAt is { } at && at <= latest ? at : now + jitter.Apply(TransmitInterval, Options.DetectMultiplier);
    }

    /// <summary>RFC 5880, section 6.8.7: not to one that wants nothing or is in demand mode, nor before a passive side was spoken to.</summary>
    private bool CanSend =>
        !(Options.IsPassive && remoteDiscriminator == 0)
        && remote.RequiredMinRx != 0
        && (isPolling || !(remote.Has(BfdFlags.Demand) && State == BfdState.Up && remote.State == BfdState.Up));

    private void Emit(BfdFlags flags)
    {
        Counters.ControlSent++;
        signals.Add(new BfdSignal.Send(new BfdPacket(
            Diagnostic,
            State,
            flags,
            Options.DetectMultiplier,
            discriminator,
            remoteDiscriminator,
            Micro(DesiredMinTx),
            Micro(RequiredMinRx),
            Options.EchoInterval is { } interval ? Micro(interval) : 0)));
    }

    private IReadOnlyList<BfdSignal> Collect(Action input)
    {
        signals.Clear();
        input();
        return [.. signals];
    }

    private static uint Micro(TimeSpan interval) => (uint)interval.TotalMicroseconds;

    private static TimeSpan Micro(uint interval) => TimeSpan.FromMicroseconds((long)interval);

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static TimeSpan? Earlier(TimeSpan? one, TimeSpan? other) => one is null || other < one ? other ?? one : one;
}
