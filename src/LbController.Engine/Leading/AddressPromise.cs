using LbController.Core.Addresses;
using LbController.Core.Snapshot;

namespace LbController.Engine.Leading;

/// <summary>
/// Addresses that a write under way may yet put on a Service. It stands in the Lease before the write begins, and until the Service has shown
/// another version, so whoever leads next knows of it: the write can take effect on this version alone.
/// </summary>
/// <param name="Service">On which Service.</param>
/// <param name="ResourceVersion">The version that the write rests on.</param>
/// <param name="Addresses">What it may give; of several writes on one version, all of them.</param>
public sealed record AddressPromise(ObjectKey Service, string ResourceVersion, ValueArray<Address> Addresses);
