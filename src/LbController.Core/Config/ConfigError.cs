using LbController.Core.Snapshot;

namespace LbController.Core.Config;

/// <summary>Why an object of the configuration is refused, or a part of it passed over.</summary>
/// <param name="Kind">Such as <c>IPAddressPool</c>.</param>
/// <param name="Key">The object.</param>
/// <param name="Field">The path of the field, such as <c>spec.addresses[1]</c>.</param>
/// <param name="Message">The value, what is wrong with it, and how to mend it.</param>
public sealed record ConfigError(string Kind, ObjectKey Key, string Field, string Message)
{
    /// <summary>The object refers to something that is not there, and is right as soon as that is made.</summary>
    public bool IsOfReference { get; init; }

    public override string ToString() => $"{Kind} {Key.Name}: {Field}: {Message}";
}
