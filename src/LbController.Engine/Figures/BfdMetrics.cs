namespace LbController.Engine.Figures;

/// <summary>What a speaker shows of each BFD session. <c>peer</c> is the address; <c>vrf</c> is left out for the main one.</summary>
public static class BfdMetrics
{
    public static readonly Metric SessionUp = Of("session_up", MetricKind.Gauge, "1 while the BFD session is Up.");

    public static readonly Metric ControlInput = Of("control_packet_input", MetricKind.Counter, "BFD control packets received.");

    public static readonly Metric ControlOutput = Of("control_packet_output", MetricKind.Counter, "BFD control packets sent.");

    public static readonly Metric EchoInput = Of("echo_packet_input", MetricKind.Counter, "BFD echo packets of ours that came back.");

    public static readonly Metric EchoOutput = Of("echo_packet_output", MetricKind.Counter, "BFD echo packets sent.");

    public static readonly Metric UpEvents = Of("session_up_events", MetricKind.Counter, "How often the BFD session came Up.");

    public static readonly Metric DownEvents = Of("session_down_events", MetricKind.Counter, "How often the BFD session left Up.");

    public static readonly Metric Notifications = Of("zebra_notifications", MetricKind.Counter, "Changes of the BFD session that BGP was told of.");

    public static IReadOnlyList<Metric> All { get; } =
        [SessionUp, ControlInput, ControlOutput, EchoInput, EchoOutput, UpEvents, DownEvents, Notifications];

    private static Metric Of(string name, MetricKind kind, string help) => new($"metallb_bfd_{name}", kind, help, "peer", "vrf");
}
