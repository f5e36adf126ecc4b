using LbController.Protocols.Wire;

namespace LbController.Protocols.Bgp.Messages;

/// <summary>What a speaker says that it can do (RFC 5492).</summary>
public abstract record BgpCapability
{
    public const byte MultiProtocolCode = 1;
    public const byte RouteRefreshCode = 2;
    public const byte FourOctetAsCode = 65;

    /// <summary>RFC 4760.</summary>
    public sealed record MultiProtocol(BgpFamily Family) : BgpCapability;

    /// <summary>RFC 2918.</summary>
    public sealed record RouteRefresh : BgpCapability;

    /// <summary>RFC 6793.</summary>
    public sealed record FourOctetAs(uint As) : BgpCapability;

    /// <summary>One that we do not understand, or a known one of the wrong length: ignored.</summary>
    public sealed record Unknown(byte Code, ValueSequence<byte> Value) : BgpCapability;
}
