using System.Text.Json.Serialization;
using k8s;

namespace LbController.Kubernetes.Resources;

/// <summary>Reads and writes the kinds of <see cref="MetalLbKinds"/> without reflection. Unknown fields are passed over; a field of a wrong type throws.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(KubernetesJson.KubernetesDateTimeConverter), typeof(KubernetesJson.KubernetesDateTimeOffsetConverter)])]
[JsonSerializable(typeof(IPAddressPool))]
[JsonSerializable(typeof(L2Advertisement))]
[JsonSerializable(typeof(BgpAdvertisement))]
[JsonSerializable(typeof(BgpPeer))]
[JsonSerializable(typeof(BfdProfile))]
[JsonSerializable(typeof(Community))]
[JsonSerializable(typeof(ServiceL2Status))]
[JsonSerializable(typeof(ServiceBgpStatus))]
[JsonSerializable(typeof(ConfigurationState))]
[JsonSerializable(typeof(BgpSessionState))]
[JsonSerializable(typeof(MetalLbList<IPAddressPool>), TypeInfoPropertyName = "IPAddressPoolList")]
[JsonSerializable(typeof(MetalLbList<L2Advertisement>), TypeInfoPropertyName = "L2AdvertisementList")]
[JsonSerializable(typeof(MetalLbList<BgpAdvertisement>), TypeInfoPropertyName = "BgpAdvertisementList")]
[JsonSerializable(typeof(MetalLbList<BgpPeer>), TypeInfoPropertyName = "BgpPeerList")]
[JsonSerializable(typeof(MetalLbList<BfdProfile>), TypeInfoPropertyName = "BfdProfileList")]
[JsonSerializable(typeof(MetalLbList<Community>), TypeInfoPropertyName = "CommunityList")]
[JsonSerializable(typeof(MetalLbList<ServiceL2Status>), TypeInfoPropertyName = "ServiceL2StatusList")]
[JsonSerializable(typeof(MetalLbList<ServiceBgpStatus>), TypeInfoPropertyName = "ServiceBgpStatusList")]
[JsonSerializable(typeof(MetalLbList<ConfigurationState>), TypeInfoPropertyName = "ConfigurationStateList")]
public sealed partial class MetalLbJson : JsonSerializerContext;
