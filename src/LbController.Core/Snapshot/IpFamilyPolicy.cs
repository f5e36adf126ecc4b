namespace LbController.Core.Snapshot;

/// <summary><c>spec.ipFamilyPolicy</c> of a Service.</summary>
public enum IpFamilyPolicy
{
    SingleStack,
    PreferDualStack,
    RequireDualStack,
}
