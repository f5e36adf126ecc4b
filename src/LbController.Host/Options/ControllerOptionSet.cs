using System.CommandLine;
using LbController.Engine.Leading;
using LbController.Kubernetes.Mapping;

namespace LbController.Host.Options;

/// <summary>The options that only the controller takes; those of the election are named as those of Kubernetes' own components.</summary>
internal sealed class ControllerOptionSet
{
    private readonly Option<bool> elect = new("--leader-elect")
    {
        Description = "Only the replica that holds the Lease writes; =false: there must be one controller alone.",
        DefaultValueFactory = _ => true,
    };

    private readonly Option<string> leaseName = new("--leader-elect-resource-name")
    {
        Description = "Name of the Lease, in --namespace.",
        DefaultValueFactory = _ => "lb-controller",
    };

    private readonly Option<string> leaseDuration = Duration("--leader-elect-lease-duration", "15s", "A leader that was not seen to renew for this long is replaced.");

    private readonly Option<string> renewDeadline = Duration("--leader-elect-renew-deadline", "10s", "A leader that could not renew for this long stops.");

    private readonly Option<string> retryPeriod = Duration("--leader-elect-retry-period", "2s", "The pause between two tries to hold or to get the Lease.");

    private readonly Option<string> coolDown = Duration("--address-cool-down", "60s", "A freed address is passed over for this long while others are free; 0s: not at all.");

    private readonly Option<bool> sharingNeedsConsent = new("--sharing-needs-consent")
    {
        Description = "Services of different namespaces share an address only if both have the annotation lbcontroller.dev/share-across-namespaces: \"true\".",
    };

    private readonly Option<int> statusPagePort = new("--status-page-port")
    {
        Description = "Port on the Pod's 127.0.0.1 for a read-only web page of pools, addresses and sessions; 0 turns it off.",
        DefaultValueFactory = _ => 0,
    };

    private readonly WebhookOptionSet webhook = new();

    public void AddTo(Command command)
    {
        webhook.AddTo(command);
        foreach (var option in new Option[] { elect, leaseName, leaseDuration, renewDeadline, retryPeriod, coolDown, sharingNeedsConsent, statusPagePort })
        {
            command.Options.Add(option);
        }

        CommonOptions.RequirePort(statusPagePort);
        command.Validators.Add(result =>
        {
            // An option that was not given has no value yet when a command is checked.
            var (lease, deadline, retry) = (Read(result.GetValue(leaseDuration) ?? "15s"), Read(result.GetValue(renewDeadline) ?? "10s"), Read(result.GetValue(retryPeriod) ?? "2s"));
            if (lease <= deadline || deadline <= retry || retry <= TimeSpan.Zero)
            {
                result.AddError($"--leader-elect-lease-duration ({lease.TotalSeconds} s) must be longer than --leader-elect-renew-deadline ({deadline.TotalSeconds} s), and that longer than --leader-elect-retry-period ({retry.TotalSeconds} s).");
            }
        });
    }

    public ControllerSettings Read(ParseResult result, string @namespace) => new(
        result.GetValue(elect)
            ? new LeaseOptions
            {
                LeaseDuration = Read(result.GetValue(leaseDuration)),
                RenewDeadline = Read(result.GetValue(renewDeadline)),
                RetryPeriod = Read(result.GetValue(retryPeriod)),
            }
            : null,
        result.GetValue(leaseName)!,
        webhook.Read(result, @namespace),
        Read(result.GetValue(coolDown)),
        result.GetValue(sharingNeedsConsent),
        result.GetValue(statusPagePort));

    private static TimeSpan Read(string? text) => GoDuration.TryParse(text ?? "", out var duration, out _) ? duration : TimeSpan.Zero;

    private static Option<string> Duration(string name, string otherwise, string description)
    {
        var option = new Option<string>(name) { Description = description, DefaultValueFactory = _ => otherwise };
        option.Validators.Add(result =>
        {
            if (!GoDuration.TryParse(result.GetValueOrDefault<string>() ?? "", out _, out var error))
            {
                result.AddError($"{name}: {error}");
            }
        });
        return option;
    }
}
