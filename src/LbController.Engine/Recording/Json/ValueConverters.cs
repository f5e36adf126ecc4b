using System.Text.Json.Serialization;
using LbController.Core.Addresses;
using LbController.Core.Config;
using LbController.Core.Snapshot;
using LbController.Engine.Commands;
using LbController.Engine.Facts;
using LbController.Engine.Leading;
using LbController.Engine.Paths;

namespace LbController.Engine.Recording.Json;

/// <summary>How values that facts, commands and objects are made of are written as JSON; a compiled program makes no generic type while it runs, so all are here.</summary>
public static class ValueConverters
{
    public static IReadOnlyList<JsonConverter> All { get; } =
    [
        new AddressConverter(),
        new LabelSetConverter(),
        new PairConverter(),
        new ValueArrayConverter<Address>(),
        new ValueArrayConverter<AddressPromise>(),
        new ValueArrayConverter<ConfigError>(),
        new ValueArrayConverter<EndpointSnapshot>(),
        new ValueArrayConverter<int>(),
        new ValueArrayConverter<IpFamily>(),
        new ValueArrayConverter<KeyValuePair<string, string>>(),
        new ValueArrayConverter<LabelRequirement>(),
        new ValueArrayConverter<LabelSelector>(),
        new ValueArrayConverter<LinkAddress>(),
        new ValueArrayConverter<ListenTarget>(),
        new ValueArrayConverter<ObjectKey>(),
        new ValueArrayConverter<PathTarget>(),
        new ValueArrayConverter<PreferredNodeSelector>(),
        new ValueArrayConverter<ReservationSpec>(),
        new ValueArrayConverter<ServicePort>(),
        new ValueArrayConverter<string>(),
    ];
}
