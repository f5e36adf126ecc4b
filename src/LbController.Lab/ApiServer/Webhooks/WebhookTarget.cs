using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using LbController.Lab.ApiServer.Json;
using LbController.Lab.ApiServer.Store;

namespace LbController.Lab.ApiServer.Webhooks;

/// <summary>Where a webhook is called.</summary>
/// <param name="Address">The address, with the name that the certificate must have.</param>
/// <param name="EndPoint">Where to connect to instead of what the name resolves to; null: resolve it.</param>
internal sealed record WebhookTarget(Uri Address, IPEndPoint? EndPoint)
{
    /// <summary>Through Service and EndpointSlices of the store, whose gate the caller holds.</summary>
    /// <exception cref="InvalidOperationException">There is no way to it; the message says what is missing.</exception>
    public static WebhookTarget Find(ConfiguredWebhook webhook, ObjectStore store)
    {
        if (webhook.Url is { } url)
        {
            return new WebhookTarget(new Uri(url), null);
        }
        var (space, name) = (webhook.Service.Text("namespace") ?? string.Empty, webhook.Service.Text("name") ?? string.Empty);
        var service = store.Find(new ObjectKey("/services", space, name)) ?? throw new InvalidOperationException($"service \"{name}\" not found");
        var port = webhook.Service.Number("port") ?? 443;
        var entry = service.Body.Objects("spec", "ports").FirstOrDefault(one => one.Number("port") == port)
            ?? throw new InvalidOperationException($"service \"{name}\" has no port {port}");
        var endPoint = EndPoints(store, space, name, entry).FirstOrDefault() ?? throw new InvalidOperationException($"no endpoints available for service \"{name}\"");
        var path = webhook.Service.Text("path") ?? string.Empty;
        return new WebhookTarget(new Uri($"https://{name}.{space}.svc:{port}/{path.TrimStart('/')}"), endPoint);
    }

    private static IEnumerable<IPEndPoint> EndPoints(ObjectStore store, string space, string service, JsonObject port) =>
        from slice in store.List("discovery.k8s.io/endpointslices", space)
        where slice.Body.Text("metadata", "labels", "kubernetes.io/service-name") == service
        from slicePort in slice.Body.Objects("ports")
        where (slicePort.Text("name") ?? string.Empty) == (port.Text("name") ?? string.Empty)
        from endpoint in slice.Body.Objects("endpoints")
        where endpoint.Bool("conditions", "ready") ?? true
        from address in endpoint.Texts("addresses")
        select IPEndPoint.Parse(string.Create(CultureInfo.InvariantCulture, $"{(address.Contains(':') ? $"[{address}]" : address)}:{slicePort.Number("port")}"));
}
