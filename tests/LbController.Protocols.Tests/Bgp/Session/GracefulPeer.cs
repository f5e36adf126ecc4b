using LbController.Protocols.Bgp.Messages;
using LbController.Protocols.Bgp.Session;

namespace LbController.Protocols.Tests.Bgp.Session;

/// <summary>A peer that offers graceful restart.</summary>
internal static class GracefulPeer
{
    public static OpenMessage Open(SessionHarness harness) =>
        OpenNegotiation.OurOpen(new(64513, 64512, 0x0a000001) { Families = harness.Session.Options.Families, RestartTime = TimeSpan.FromSeconds(60) });
}
