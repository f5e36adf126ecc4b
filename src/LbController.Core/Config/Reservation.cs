using LbController.Core.Addresses;
using LbController.Core.Snapshot;

namespace LbController.Core.Config;

/// <summary>Addresses of a pool that are set aside.</summary>
/// <param name="Ranges">Which.</param>
/// <param name="Service">The only Service that may have them, whether it exists or not; null: whoever asks for the very address.</param>
public sealed record Reservation(ValueArray<AddressRange> Ranges, ObjectKey? Service);
