using LbController.Core.Allocation;
using LbController.Core.Config;
using LbController.Core.Reasons;
using LbController.Core.Snapshot;
using LbController.Engine.Commands;

namespace LbController.Engine.Controller;

/// <summary>
/// The Events of Services, with the reasons that users of MetalLB know. Each is recorded when something changes, never again while
/// it lasts. A lost Event is not repeated: status holds the truth.
/// </summary>
internal sealed class ServiceEvents
{
    private readonly Dictionary<ObjectKey, Reason> lastReasons = [];
    private readonly Dictionary<ObjectKey, string> lastDeprecated = [];

    public void Forget(ObjectKey service)
    {
        lastReasons.Remove(service);
        lastDeprecated.Remove(service);
    }

    /// <summary>Says what a decision leaves unmet, if that is news.</summary>
    public IEnumerable<Command> Decided(ServiceSnapshot service, AllocationDecision decision)
    {
        if (lastReasons.TryGetValue(service.Key, out var last) && last == decision.Reason)
        {
            yield break;
        }

        lastReasons[service.Key] = decision.Reason;
        if (NameOf(decision) is var (isWarning, name))
        {
            yield return new Command.RecordEvent(SubjectOf(service.Key, service.Uid), isWarning, name, decision.Reason.Message);
        }
    }

    /// <summary>Says what a write has given and taken.</summary>
    public static IEnumerable<Command> Written(StatusWrite write)
    {
        var subject = SubjectOf(write.Command.Service, write.Command.Uid);
        if (write.Loss is { } loss)
        {
            yield return new Command.RecordEvent(subject, IsWarning: false, "ClearAssignment", loss.Message);
        }

        if (!write.Gained.IsEmpty)
        {
            yield return new Command.RecordEvent(subject, IsWarning: false, "IPAllocated", $"assigned {write.Gained} from pool {write.Command.Pool}");
        }
    }

    /// <summary>Warns of annotations under the deprecated prefix, when a Service begins to use them.</summary>
    public IEnumerable<Command> Seen(ServiceSnapshot service)
    {
        var deprecated = string.Join(", ", ServiceAnnotations.DeprecatedInUse(service));
        if (deprecated == lastDeprecated.GetValueOrDefault(service.Key, ""))
        {
            yield break;
        }

        lastDeprecated[service.Key] = deprecated;
        if (deprecated.Length > 0)
        {
            var message = $"{deprecated} is deprecated; use the prefix {ServiceAnnotations.Prefix}";
            yield return new Command.RecordEvent(SubjectOf(service.Key, service.Uid), IsWarning: true, "deprecatedAnnotation", message);
        }
    }

    private static (bool IsWarning, string Name)? NameOf(AllocationDecision decision) => decision.Reason.Code switch
    {
        ReasonCode.Assigned or ReasonCode.NoClusterIp => null,
        ReasonCode.NotEnoughClusterIps => (true, "not enough clusterips"),
        ReasonCode.SecondFamilyMissing => (false, "AdditionalAssignFailed"),
        _ when decision.Addresses.IsEmpty => (true, "AllocationFailed"),
        _ => (true, "LoadBalancerFailed"),
    };

    private static EventSubject SubjectOf(ObjectKey service, string uid) => new("v1", "Service", service, uid);
}
