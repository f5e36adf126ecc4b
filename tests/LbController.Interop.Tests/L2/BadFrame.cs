namespace LbController.Interop.Tests.L2;

/// <summary>What is wrong with a frame of a flood.</summary>
public enum BadFrame
{
    ArpCut,
    ArpOtherHardware,
    ArpUnknownOperation,
    NdpCut,
    NdpChecksum,
    NdpFromAfar,
    HeartbeatCut,
    HeartbeatTooLong,
    HeartbeatNoise,
    HeartbeatSpoofed,
}
