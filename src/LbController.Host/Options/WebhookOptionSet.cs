using System.CommandLine;
using LbController.Kubernetes.Certificates;

namespace LbController.Host.Options;

/// <summary>The options of the webhook; most names are MetalLB's.</summary>
internal sealed class WebhookOptionSet
{
    private readonly Option<string> mode = new("--webhook-mode")
    {
        Description = "enabled: the controller also judges changes of the configuration; disabled: it does not; onlywebhook: it does nothing else.",
        DefaultValueFactory = _ => "enabled",
    };

    private readonly Option<int> port = new("--webhook-port") { Description = "Port of the webhook.", DefaultValueFactory = _ => 9443 };

    private readonly Option<string> service = new("--cert-service-name")
    {
        Description = "The Service by which the API server calls the webhook.",
        DefaultValueFactory = _ => "metallb-webhook-service",
    };

    private readonly Option<string> secret = new("--webhook-secret")
    {
        Description = "The Secret that keeps the webhook's certificates; made if it is missing.",
        DefaultValueFactory = _ => "metallb-webhook-cert",
    };

    private readonly Option<string> configuration = new("--webhook-configuration")
    {
        Description = "The ValidatingWebhookConfiguration that is told whom to trust.",
        DefaultValueFactory = _ => "metallb-webhook-configuration",
    };

    private readonly Option<bool> isRotationOff = new("--disable-cert-rotation")
    {
        Description = "Serve with the certificate in --cert-dir, which somebody else keeps and renews.",
    };

    private readonly Option<DirectoryInfo?> certificates = new("--cert-dir") { Description = "Folder with tls.crt and tls.key for the webhook, with --disable-cert-rotation." };

    public WebhookOptionSet()
    {
        mode.AcceptOnlyFromAmong("enabled", "disabled", "onlywebhook");
        CommonOptions.RequirePort(port);
    }

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { mode, port, service, secret, configuration, isRotationOff, certificates })
        {
            command.Options.Add(option);
        }

        command.Validators.Add(result =>
        {
            if (result.GetValue(isRotationOff) && result.GetValue(certificates) is null && result.GetValue(mode) != "disabled")
            {
                result.AddError("--disable-cert-rotation needs --cert-dir: a folder with tls.crt and tls.key.");
            }
        });
    }

    /// <returns>Null: no webhook.</returns>
    public WebhookSettings? Read(ParseResult result, string @namespace) => result.GetValue(mode) == "disabled"
        ? null
        : new WebhookSettings(
            result.GetValue(port),
            result.GetValue(mode) == "onlywebhook",
            new WebhookNames(@namespace, result.GetValue(service)!, result.GetValue(secret)!, result.GetValue(configuration)!),
            result.GetValue(isRotationOff) ? result.GetValue(certificates)!.FullName : null);
}
