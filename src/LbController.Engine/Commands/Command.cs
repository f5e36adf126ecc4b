using LbController.Core.Addresses;
using LbController.Core.Config;
using LbController.Core.Snapshot;
using LbController.Engine.Leading;

namespace LbController.Engine.Commands;

/// <summary>
/// Something to be done in the world, as plain data. Commands to the Kubernetes API are here, those to the node's own
/// network are in <see cref="NetworkCommand"/>. Each comes back as <see cref="Facts.Fact.Ended"/>.
/// </summary>
public abstract record Command
{
    /// <summary>
    /// Writes <c>status.loadBalancer.ingress</c> (with ipMode VIP), the annotation with the pool's name and our condition, all in one
    /// write; no addresses clears the first two. Conditions of others stay as they are. Refused with <see cref="Facts.OutcomeKind.Conflict"/> when the object's version is not
    /// <paramref name="ResourceVersion"/> any more.
    /// </summary>
    public sealed record WriteServiceStatus(
        ObjectKey Service,
        string Uid,
        string ResourceVersion,
        ValueArray<Address> Ingress,
        string Pool) : Command
    {
        /// <summary>Null: there is to be none.</summary>
        public ServiceCondition? Condition { get; init; }

        /// <summary>The condition changes between true and false, or is new: the moment is noted with it.</summary>
        public bool IsTransition { get; init; }
    }

    /// <summary>
    /// Says in the Lease which addresses may be given by writes that are under way or are to begin: the whole set. Done when it stands there, which
    /// only the leader can achieve.
    /// </summary>
    /// <param name="Number">Grows with each; tells the answers apart.</param>
    /// <param name="Promises">Ordered by Service.</param>
    /// <param name="IsUrgent">Writes wait for it; else it goes with the next renewal.</param>
    public sealed record RecordPromises(long Number, ValueArray<AddressPromise> Promises, bool IsUrgent) : Command;

    /// <summary>
    /// Writes the condition <see cref="ServiceCondition.Announced"/> of a Service, and nothing else of its status.
    /// Null removes it. With <paramref name="IsTransition"/> it changes between true and false, or is new: the moment is noted with it.
    /// </summary>
    public sealed record WriteAnnouncedCondition(ObjectKey Service, ServiceCondition? Condition, bool IsTransition) : Command;

    /// <summary>Writes the counters of an IPAddressPool's status.</summary>
    public sealed record WritePoolStatus(ObjectKey Pool, PoolCounters Counters) : Command;

    /// <summary>Says in the daemon's own ConfigurationState what it makes of the configuration.</summary>
    public sealed record WriteConfigurationState(ConfigurationVerdict Verdict) : Command;

    /// <summary>Records a Kubernetes Event.</summary>
    public sealed record RecordEvent(EventSubject Subject, bool IsWarning, string Reason, string Message) : Command;

    /// <summary>Says in a ServiceL2Status that this node announces a Service by ARP or NDP; no interfaces: on all of them. Says which addresses, too.</summary>
    public sealed record WriteServiceL2Status(ObjectKey Service, ValueArray<string> Interfaces, ValueArray<Address> Addresses) : Command;

    /// <summary>Removes this node's ServiceL2Status of a Service.</summary>
    public sealed record RemoveServiceL2Status(ObjectKey Service) : Command;

    /// <summary>Says in a ServiceBGPStatus to which peers this node announces a Service.</summary>
    public sealed record WriteServiceBgpStatus(ObjectKey Service, ValueArray<string> Peers) : Command;

    /// <summary>Removes this node's ServiceBGPStatus of a Service.</summary>
    public sealed record RemoveServiceBgpStatus(ObjectKey Service) : Command;

    /// <summary>Says in a BGPSessionState how a session of this node stands.</summary>
    /// <param name="Session">What to say.</param>
    /// <param name="IsTransition">The state is another one than before: the moment is noted with it.</param>
    public sealed record WriteSessionState(SessionReport Session, bool IsTransition) : Command;

    /// <summary>Removes this node's BGPSessionStates of all other peers.</summary>
    public sealed record KeepSessionStates(ValueArray<string> Peers) : Command;

    /// <summary>
    /// Reads which Services this node's ServiceL2Status and ServiceBGPStatus objects are about, left by an earlier run;
    /// <see cref="Facts.Fact.NodeStatusesListed"/> answers, and then the end.
    /// </summary>
    public sealed record ListNodeStatuses : Command;
}
