using LbController.Protocols.Wire;

namespace LbController.Protocols.Bgp.Messages;

/// <summary>What a speaker says that it can do (RFC 5492).</summary>
public abstract record BgpCapability
{
    public const byte MultiProtocolCode = 1;
    public const byte RouteRefreshCode = 2;
    public const byte ExtendedNextHopCode = 5;
    public const byte ExtendedMessageCode = 6;
    public const byte GracefulRestartCode = 64;
    public const byte FourOctetAsCode = 65;
    public const byte AddPathCode = 69;
    public const byte EnhancedRouteRefreshCode = 70;
    public const byte LongLivedGracefulRestartCode = 71;

    /// <summary>RFC 4760.</summary>
    public sealed record MultiProtocol(BgpFamily Family) : BgpCapability;

    /// <summary>RFC 2918.</summary>
    public sealed record RouteRefresh : BgpCapability;

    /// <summary>RFC 8950: routes of <paramref name="Families"/> may have an IPv6 next hop. Other pairs are not kept.</summary>
    public sealed record ExtendedNextHop(ValueSequence<BgpFamily> Families) : BgpCapability;

    /// <summary>RFC 8654: messages of up to 65535 octets are taken.</summary>
    public sealed record ExtendedMessage : BgpCapability;

    /// <summary>RFC 4724, with the N bit of RFC 8538.</summary>
    /// <param name="IsRestarting">The R bit: the sender has just started anew.</param>
    /// <param name="KeepsOnNotification">The N bit: a NOTIFICATION other than a hard reset does not drop routes.</param>
    /// <param name="Seconds">How long the sender needs to come back, 0 to 4095.</param>
    /// <param name="Families">Families whose routes are to be kept, and whether forwarding went on (the F bit).</param>
    public sealed record GracefulRestart(bool IsRestarting, bool KeepsOnNotification, ushort Seconds, ValueSequence<RestartFamily> Families) : BgpCapability;

    /// <summary>RFC 9494.</summary>
    public sealed record LongLivedGracefulRestart(ValueSequence<RestartFamily> Families) : BgpCapability;

    /// <summary>RFC 6793.</summary>
    public sealed record FourOctetAs(uint As) : BgpCapability;

    /// <summary>RFC 7313: a refresh has a beginning and an end.</summary>
    public sealed record EnhancedRouteRefresh : BgpCapability;

    /// <summary>
    /// One that we do not understand or do not want, such as ADD-PATH (RFC 7911), or a known one of the wrong length: ignored. As we never
    /// offer it ourselves, the peer must not use it.
    /// </summary>
    public sealed record Unknown(byte Code, ValueSequence<byte> Value) : BgpCapability;
}
