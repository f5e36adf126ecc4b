using LbController.Core.Addresses;
using LbController.Core.Snapshot;

namespace LbController.Core.Announcing;

/// <summary>An address, who can own it now, and who does.</summary>
/// <param name="Address">The address.</param>
/// <param name="Contenders">Those that live and can, best first.</param>
/// <param name="Owner">Who keeps it; null: it is to be given out.</param>
public sealed record OwnedAddress(Address Address, ValueArray<L2Contender> Contenders, string? Owner)
{
    /// <summary>The contenders of the best class: among these addresses are spread.</summary>
    public IEnumerable<L2Contender> Best => Contenders.TakeWhile(contender => contender.Class == Contenders[0].Class);
}
