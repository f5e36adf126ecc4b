using LbController.Core.Snapshot;

namespace LbController.Core.Config;

/// <summary>An entry of <c>spec.reservations</c> of an IPAddressPool as the user wrote it.</summary>
/// <param name="Addresses">CIDRs, <c>first-last</c> ranges and single addresses.</param>
/// <param name="Service">Null: set aside for nobody in particular.</param>
public sealed record ReservationSpec(ValueArray<string> Addresses, ObjectKey? Service);
