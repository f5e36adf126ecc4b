using System.Net;
using System.Net.Sockets;
using LbController.Interop.Tests.ApiServer;
using LbController.Lab.Processes;

namespace LbController.Interop.Tests.Controller;

/// <summary>An embedded API that calls the webhook of a real controller, which makes its certificates itself. Without an answer every change is refused.</summary>
public sealed class AdmissionFixture : IAsyncLifetime
{
    private ControllerProcess controller = null!;

    internal ApiServerFixture Api { get; } = new();

    public async ValueTask InitializeAsync()
    {
        await Api.InitializeAsync();
        var port = FreePort();
        await Api.TryKubectlAsync(["create", "namespace", "metallb-system"]);
        await ApplyAsync(Cluster(port));
        controller = ControllerProcess.Start(Api.Kubeconfig, "--webhook-port", $"{port}", "--leader-elect=false");
        await Eventually.TrueAsync(
            async () => (await TryApplyAsync(First)).ExitCode == 0, TimeSpan.FromSeconds(30), "the webhook lets a good pool through", ApiServerFixture.Cancel);
        await ApplyAsync(Configuration);
        await Eventually.TrueAsync(
            async () => (await Api.KubectlAsync("get", "services", "-n", "shop", "-o", "jsonpath={.items[*].status.loadBalancer.ingress[*].ip}")).Split(' ', StringSplitOptions.RemoveEmptyEntries).Length == 3,
            TimeSpan.FromSeconds(30),
            "three Services have addresses",
            ApiServerFixture.Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await (controller?.DisposeAsync() ?? ValueTask.CompletedTask);
        await Api.DisposeAsync();
    }

    internal Task<string> ApplyAsync(string manifest) => Api.KubectlAsync(["apply", "-f", "-"], manifest);

    internal Task<ToolResult> TryApplyAsync(string manifest) => Api.TryKubectlAsync(["apply", "-f", "-"], manifest);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private const string First = """
        apiVersion: metallb.io/v1beta1
        kind: IPAddressPool
        metadata: {name: blue, namespace: metallb-system}
        spec: {addresses: [192.0.2.0/29]}
        """;

    private const string Configuration = """
        {apiVersion: metallb.io/v1beta1, kind: L2Advertisement, metadata: {name: arp, namespace: metallb-system}, spec: {ipAddressPools: [blue]}}
        ---
        {apiVersion: metallb.io/v1beta1, kind: BFDProfile, metadata: {name: fast, namespace: metallb-system}, spec: {}}
        ---
        {apiVersion: metallb.io/v1beta2, kind: BGPPeer, metadata: {name: router, namespace: metallb-system}, spec: {myASN: 64512, peerASN: 64513, peerAddress: 198.51.100.1, bfdProfile: fast}}
        ---
        {apiVersion: metallb.io/v1beta1, kind: BGPAdvertisement, metadata: {name: adv, namespace: metallb-system}, spec: {ipAddressPools: [other], localPref: 100}}
        ---
        {apiVersion: metallb.io/v1beta1, kind: Community, metadata: {name: names, namespace: metallb-system}, spec: {communities: [{name: gold, value: "65000:1"}]}}
        ---
        {apiVersion: v1, kind: Namespace, metadata: {name: shop}}
        ---
        {apiVersion: v1, kind: Service, metadata: {name: a, namespace: shop}, spec: {type: LoadBalancer, ports: [{port: 80}]}}
        ---
        {apiVersion: v1, kind: Service, metadata: {name: b, namespace: shop}, spec: {type: LoadBalancer, ports: [{port: 80}]}}
        ---
        {apiVersion: v1, kind: Service, metadata: {name: c, namespace: shop}, spec: {type: LoadBalancer, ports: [{port: 80}]}}
        """;

    private static string Cluster(int port) => $$$"""
        apiVersion: v1
        kind: Node
        metadata: {name: n1, labels: {rack: one}}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: metallb-webhook-service, namespace: metallb-system}
        spec: {ports: [{port: 443}]}
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {name: webhook, namespace: metallb-system, labels: {kubernetes.io/service-name: metallb-webhook-service}}
        addressType: IPv4
        ports: [{port: {{{port}}}, name: ""}]
        endpoints: [{addresses: [127.0.0.1]}]
        ---
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingWebhookConfiguration
        metadata: {name: metallb-webhook-configuration}
        webhooks:
          - name: validate.lbcontroller.dev
            admissionReviewVersions: [v1]
            sideEffects: None
            failurePolicy: Fail
            timeoutSeconds: 5
            clientConfig: {service: {name: metallb-webhook-service, namespace: metallb-system, path: /validate, port: 443}}
            rules:
              - apiGroups: [metallb.io]
                apiVersions: ["*"]
                operations: [CREATE, UPDATE, DELETE]
                resources: [ipaddresspools, l2advertisements, bgpadvertisements, bgppeers, communities, bfdprofiles]
        """;
}
