using LbController.Engine.Leading;

namespace LbController.Host.Options;

/// <summary>What the controller was told beyond the common settings.</summary>
/// <param name="Election">The times of leader election; null: there is only this one controller.</param>
/// <param name="LeaseName">The Lease that the replicas share, in the namespace of the configuration.</param>
/// <param name="Webhook">Null: none.</param>
/// <param name="StatusPagePort">0: no status page.</param>
/// <param name="AddressCoolDown">How long a freed address is passed over while others are free.</param>
/// <param name="SharingNeedsConsent">Only Services that say so share an address with Services of other namespaces.</param>
internal sealed record ControllerSettings(LeaseOptions? Election, string LeaseName, WebhookSettings? Webhook, TimeSpan AddressCoolDown, bool SharingNeedsConsent, int StatusPagePort);
