using System.Diagnostics.CodeAnalysis;
using LbController.Core.Config;
using LbController.Core.Snapshot;
using LbController.Engine.Commands;
using LbController.Engine.Facts;

namespace LbController.Engine.Recording;

/// <summary>All that a recording is made of: the kinds of facts, of commands, and of objects.</summary>
public static class FactTypes
{
    public static IReadOnlyList<Type> Facts { get; } = [.. Nested(typeof(Fact), typeof(Fact)), .. Nested(typeof(NetworkFact), typeof(Fact))];

    public static IReadOnlyList<Type> Commands { get; } = [.. Nested(typeof(Command), typeof(Command)), .. Nested(typeof(NetworkCommand), typeof(Command))];

    /// <summary>Listed, for a trimmed program does not know what an assembly held.</summary>
    public static IReadOnlyList<Type> Objects { get; } =
    [
        typeof(BfdProfileSpec),
        typeof(BgpAdvertisementSpec),
        typeof(BgpPeerSpec),
        typeof(CommunitySpec),
        typeof(ConfigurationStateSnapshot),
        typeof(EndpointSliceSnapshot),
        typeof(L2AdvertisementSpec),
        typeof(NamespaceSnapshot),
        typeof(NodeSnapshot),
        typeof(PoolSpec),
        typeof(SecretSnapshot),
        typeof(ServiceSnapshot),
    ];

    private static IEnumerable<Type> Nested([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicNestedTypes)] Type parent, Type family) =>
        parent.GetNestedTypes().Where(type => !type.IsAbstract && type.IsSubclassOf(family)).OrderBy(type => type.Name, StringComparer.Ordinal);
}
