using k8s.Models;
using LbController.Core.Config;
using LbController.Core.Snapshot;
using LbController.Kubernetes.Resources;

namespace LbController.Kubernetes.Mapping;

/// <summary>BGPPeer (metallb.io/v1beta2). A port of 0, which v1beta1 allowed, means the usual one.</summary>
public static class BgpPeerMapping
{
    public static Core.Config.BgpPeerSpec ToSnapshot(BgpPeer peer)
    {
        var spec = peer.Spec ?? new Resources.BgpPeerSpec();
        var key = peer.Metadata.ToKey();
        var durations = new DurationFields(MetalLbKinds.BgpPeer.Kind, key);
        return new Core.Config.BgpPeerSpec(key)
        {
            Uid = peer.Metadata?.Uid ?? "",
            CreatedAt = peer.Metadata.ToCreatedAt(),
            MyAsn = spec.MyASN,
            PeerAsn = spec.PeerASN ?? 0,
            DynamicAsn = spec.DynamicASN ?? "",
            LocalAsn = spec.LocalASN ?? 0,
            PeerAddress = spec.PeerAddress ?? "",
            Interface = spec.Interface ?? "",
            SourceAddress = spec.SourceAddress ?? "",
            PeerPort = spec.PeerPort is null or 0 ? 179 : spec.PeerPort.Value,
            HoldTime = durations.Read("spec.holdTime", spec.HoldTime),
            KeepaliveTime = durations.Read("spec.keepaliveTime", spec.KeepaliveTime),
            ConnectTime = durations.Read("spec.connectTime", spec.ConnectTime),
            RouterId = spec.RouterID ?? "",
            NodeSelectors = spec.NodeSelectors.ToSelectors(),
            Password = spec.Password ?? "",
            PasswordSecret = ToSecretKey(spec.PasswordSecret, key),
            BfdProfile = spec.BfdProfile ?? "",
            BfdStrict = spec.BfdStrict ?? false,
            EnableGracefulRestart = spec.EnableGracefulRestart ?? false,
            GracefulRestartTime = durations.Read("spec.gracefulRestartTime", spec.GracefulRestartTime),
            LongLivedStaleTime = durations.Read("spec.longLivedStaleTime", spec.LongLivedStaleTime),
            EbgpMultiHop = spec.EbgpMultiHop ?? false,
            Passive = spec.Passive ?? false,
            FromNode = new NodeFields
            {
                MyAsn = spec.FromNode?.MyASN ?? "",
                PeerAsn = spec.FromNode?.PeerASN ?? "",
                PeerAddress = spec.FromNode?.PeerAddress ?? "",
                SourceAddress = spec.FromNode?.SourceAddress ?? "",
                RouterId = spec.FromNode?.RouterID ?? "",
            },
            Vrf = spec.Vrf ?? "",
            DisableMp = spec.DisableMP ?? false,
            DualStackAddressFamily = spec.DualStackAddressFamily ?? false,
            Malformed = durations.Errors,
        };
    }

    /// <summary>The Secret is looked for beside the peer, whatever namespace the reference names; a reference without a name is none.</summary>
    private static ObjectKey? ToSecretKey(V1SecretReference? reference, ObjectKey peer) =>
        string.IsNullOrEmpty(reference?.Name) ? null : new ObjectKey(peer.Namespace, reference.Name);
}
