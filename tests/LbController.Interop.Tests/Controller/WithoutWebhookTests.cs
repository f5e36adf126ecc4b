using LbController.Interop.Tests.ApiServer;
using LbController.Lab.Processes;

namespace LbController.Interop.Tests.Controller;

/// <summary>
/// Real kubectl, the embedded API, and a controller without a webhook: what the rules of the definitions cannot judge is stored, costs itself, and is told in the
/// ConfigurationState and by an Event on the object.
/// </summary>
public sealed class WithoutWebhookTests : IAsyncLifetime
{
    private readonly ApiServerFixture api = new();
    private ControllerProcess controller = null!;

    public async ValueTask InitializeAsync()
    {
        await api.InitializeAsync();
        await api.KubectlAsync("create", "namespace", "metallb-system");
        await api.KubectlAsync(["apply", "-f", "-"], Pool("older", "{addresses: [192.0.2.0/29]}"));
        controller = ControllerProcess.Start(api.Kubeconfig, "--webhook-mode", "disabled", "--leader-elect=false");
        await SaysAsync("result", "Valid");
    }

    public async ValueTask DisposeAsync()
    {
        await (controller?.DisposeAsync() ?? ValueTask.CompletedTask);
        await api.DisposeAsync();
    }

    [Fact]
    public async Task What_only_the_controller_can_judge_is_told_in_the_state_and_on_the_object()
    {
        foreach (var (name, spec, words) in new[]
        {
            ("overlaps-itself", "{addresses: [203.0.113.0/24, 203.0.113.7/32]}", "spec.addresses[1]: '203.0.113.7/32' overlaps '203.0.113.0/24' of the same pool; remove one of them"),
            ("overlaps-another", "{addresses: [192.0.2.4/32]}", "spec.addresses[0]: '192.0.2.4/32' overlaps '192.0.2.0-192.0.2.7' of pool 'older', which is older and is kept"),
            ("backwards", "{addresses: ['2001:db8::9-2001:db8::3']}", "spec.addresses[0]: '2001:db8::9-2001:db8::3' ends before it begins; write '2001:db8::3-2001:db8::9'"),
            ("label", "{addresses: [198.51.100.0/24], serviceAllocation: {serviceSelectors: [{matchLabels: {'a b': c}}]}}", "spec.serviceAllocation.serviceSelectors[0].matchLabels: 'a b' is no name of a label; use up to 63 letters"),
        })
        {
            await api.KubectlAsync(["apply", "-f", "-"], Pool(name, spec));
            await SaysAsync("errorSummary", $"IPAddressPool {name}: {words}");
            await Eventually.TrueAsync(
                async () => (await api.KubectlAsync("get", "events", "-A", "--field-selector", $"involvedObject.name={name}", "-o", "jsonpath={.items[*].reason} {.items[*].message}"))
                    .StartsWith($"ConfigurationError {words}", StringComparison.Ordinal),
                TimeSpan.FromSeconds(20),
                $"an Event on {name}",
                ApiServerFixture.Cancel);
        }
    }

    private Task SaysAsync(string field, string words) => Eventually.TrueAsync(
        async () => (await api.TryKubectlAsync(["get", "configurationstate", "controller", "-n", "metallb-system", "-o", $"jsonpath={{.status.{field}}}"])).Output.Contains(words, StringComparison.Ordinal),
        TimeSpan.FromSeconds(20),
        $"{field} says {words}",
        ApiServerFixture.Cancel);

    private static string Pool(string name, string spec) =>
        $$$"""{apiVersion: metallb.io/v1beta1, kind: IPAddressPool, metadata: {name: {{{name}}}, namespace: metallb-system}, spec: {{{spec}}} }""";
}
