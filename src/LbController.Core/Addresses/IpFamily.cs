namespace LbController.Core.Addresses;

/// <summary>The two address families. The order (v4 first) is the order in which addresses are listed.</summary>
public enum IpFamily
{
    V4,
    V6,
}
