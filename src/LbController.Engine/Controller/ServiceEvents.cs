using LbController.Core.Allocation;
using LbController.Core.Config;
using LbController.Core.Reasons;
using LbController.Core.Snapshot;
using LbController.Engine.Commands;
using LbController.Engine.Facts;

namespace LbController.Engine.Controller;

/// <summary>
/// The Events of Services, with the reasons that users of MetalLB know. Each is recorded when something changes, never again while
/// it lasts. A lost Event is not repeated: status holds the truth.
/// </summary>
internal sealed class ServiceEvents
{
    private readonly Dictionary<ObjectKey, Reason> lastReasons = [];
    private readonly Dictionary<ObjectKey, string> lastDeprecated = [];
    private readonly HashSet<ObjectKey> odd = [];

    public void Forget(ObjectKey service)
    {
        lastReasons.Remove(service);
        lastDeprecated.Remove(service);
        odd.Remove(service);
    }

    /// <summary>Says what a decision leaves unmet, if that is news: to us, and to whoever wrote the condition in the status.</summary>
    public IEnumerable<Command> Decided(ServiceSnapshot service, AllocationDecision decision)
    {
        var reason = decision.Reason;
        if (lastReasons.TryGetValue(service.Key, out var last) && last == reason)
        {
            yield break;
        }

        lastReasons[service.Key] = reason;
        var isTold = service.AddressCondition is { } shown && shown.Reason == reason.Code.ToString() && shown.Message == reason.Message;
        if (!isTold && NameOf(decision) is var (isWarning, name))
        {
            yield return Event(service, isWarning, name, reason.Message);
        }
    }

    /// <summary>Says what a write has given and taken, or that the API server does not take it.</summary>
    public static IEnumerable<Command> Ended(StatusWrite write, Outcome outcome)
    {
        var subject = SubjectOf(write.Command.Service, write.Command.Uid);
        if (outcome.Kind == OutcomeKind.Refused && write.Failures == 1)
        {
            yield return new Command.RecordEvent(subject, IsWarning: true, "InternalError", $"the API server refuses the status of this Service: {outcome.Message}");
        }

        if (outcome.Kind != OutcomeKind.Done)
        {
            yield break;
        }

        if (write.Loss is { } loss)
        {
            yield return new Command.RecordEvent(subject, IsWarning: false, "ClearAssignment", loss.Message);
        }

        if (!write.Gained.IsEmpty)
        {
            yield return new Command.RecordEvent(subject, IsWarning: false, "IPAllocated", $"assigned {write.Gained} from pool {write.GainedFrom}");
        }
    }

    /// <summary>Warns of what is odd about a Service, when it begins to be.</summary>
    public IEnumerable<Command> Seen(ServiceSnapshot service) => [.. SeenDeprecated(service), .. SeenOdd(service)];

    private IEnumerable<Command> SeenOdd(ServiceSnapshot service)
    {
        if (!ServiceStatus.IsOdd(service))
        {
            odd.Remove(service.Key);
        }
        else if (odd.Add(service.Key))
        {
            yield return Event(
                service,
                isWarning: true,
                "nolbIPsIPFamily",
                $"status.loadBalancer.ingress lists {service.IngressIps}, two addresses of one family; one of them is taken out");
        }
    }

    /// <summary>Warns of annotations under the deprecated prefix, when a Service begins to have them.</summary>
    private IEnumerable<Command> SeenDeprecated(ServiceSnapshot service)
    {
        var message = DeprecatedIn(service);
        if (message == lastDeprecated.GetValueOrDefault(service.Key, ""))
        {
            yield break;
        }

        lastDeprecated.Remove(service.Key);
        if (message.Length > 0)
        {
            lastDeprecated[service.Key] = message;
            yield return Event(service, isWarning: true, "deprecatedAnnotation", message);
        }
    }

    private static string DeprecatedIn(ServiceSnapshot service)
    {
        if (!ServiceAnnotations.HasDeprecated(service))
        {
            return "";
        }

        var inUse = string.Join(", ", ServiceAnnotations.DeprecatedInUse(service));
        var without = string.Join(", ", ServiceAnnotations.PassedOver(service));
        return string.Join("; ", ((string[])
        [
            inUse.Length > 0 ? $"{inUse} is deprecated; use the prefix {ServiceAnnotations.Prefix}" : "",
            without.Length > 0 ? $"{without} has no effect beside the annotation with the prefix {ServiceAnnotations.Prefix}; remove it" : "",
        ]).Where(text => text.Length > 0));
    }

    private static (bool IsWarning, string Name)? NameOf(AllocationDecision decision) => decision.Reason.Code switch
    {
        ReasonCode.Assigned or ReasonCode.NoClusterIp or ReasonCode.NoPools or ReasonCode.GivenUpForExchange => null,
        ReasonCode.NotEnoughClusterIps => (true, "not enough clusterips"),
        ReasonCode.ClusterIpsOfOneFamily => (true, "noclusterIPsIPFamily"),
        ReasonCode.SecondFamilyMissing => (false, "AdditionalAssignFailed"),
        ReasonCode.InvalidRequest when !decision.Addresses.IsEmpty => (true, "LoadBalancerFailed"),
        _ => (true, "AllocationFailed"),
    };

    private static Command.RecordEvent Event(ServiceSnapshot service, bool isWarning, string reason, string message) =>
        new(SubjectOf(service.Key, service.Uid), isWarning, reason, message);

    private static EventSubject SubjectOf(ObjectKey service, string uid) => new("v1", "Service", service, uid);
}
