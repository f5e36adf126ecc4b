using LbController.Core.Snapshot;
using LbController.Engine.Commands;
using LbController.Engine.Leading;

namespace LbController.Engine.Facts;

/// <summary>
/// Something that happened, as plain data: the only input of a reactor besides the time. Facts about the cluster are here;
/// those about the node's own network are in <see cref="NetworkFact"/>.
/// </summary>
public abstract record Fact
{
    /// <summary>An object exists and now looks like this. Repeats and stale repeats do no harm.</summary>
    public sealed record Seen(SnapshotObject Object) : Fact;

    /// <summary>An object of this kind is gone.</summary>
    /// <param name="Kind">The type of the <see cref="SnapshotObject"/> that stood for it.</param>
    /// <param name="Key">Its name.</param>
    public sealed record Gone(Type Kind, ObjectKey Key) : Fact;

    /// <summary>Every watch has delivered its first complete list; no command may be issued before this.</summary>
    public sealed record InSync : Fact;

    /// <summary>A command came to its end.</summary>
    public sealed record Ended(Command Command, Outcome Outcome) : Fact;

    /// <summary>The Services that this node's status objects are about, as <see cref="Command.ListNodeStatuses"/> found them.</summary>
    public sealed record NodeStatusesListed(ValueArray<ObjectKey> L2, ValueArray<ObjectKey> Bgp) : Fact;

    /// <summary>This process leads from now on, or no more; without leadership a controller that elects writes nothing.</summary>
    public sealed record Leadership(bool IsLeader) : Fact
    {
        /// <summary>What those who led before may still have under way.</summary>
        public ValueArray<AddressPromise> Promises { get; init; } = [];
    }

    /// <summary>The API server denied a right: the roles of the program lack it.</summary>
    /// <param name="Verb">Such as <c>list</c>.</param>
    /// <param name="Resource">Such as <c>bgppeers.metallb.io</c>.</param>
    public sealed record AccessDenied(string Verb, string Resource) : Fact;

    /// <summary>A right that was denied before is there.</summary>
    public sealed record AccessGiven(string Verb, string Resource) : Fact;

    /// <summary>The process is asked to leave; what the reactor then commands is its farewell.</summary>
    public sealed record Leaving : Fact;
}
