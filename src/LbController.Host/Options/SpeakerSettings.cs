namespace LbController.Host.Options;

/// <summary>What the speaker was told beyond the common settings.</summary>
/// <param name="NodeName">The node it runs on.</param>
/// <param name="IgnoreExcludeLabel">Announce also from nodes with the exclude label.</param>
/// <param name="LivenessAddress">The address of the link on which speakers watch each other; empty: all links.</param>
/// <param name="LivenessPort">0: speakers do not watch each other, and every node counts as alive.</param>
/// <param name="LivenessKeyPath">A file, or a folder with a file <c>secretkey</c>, that holds the key; empty: none.</param>
/// <param name="ExcludedInterfacesPath">The file with the interfaces that never announce.</param>
internal sealed record SpeakerSettings(
    string NodeName,
    bool IgnoreExcludeLabel,
    string LivenessAddress,
    int LivenessPort,
    string LivenessKeyPath,
    string ExcludedInterfacesPath)
{
    /// <summary>A cordoned node hands over as if it were drained.</summary>
    public bool CordonDrains { get; init; }

    /// <summary>The TCP port on which routers may open BGP sessions, too; 0: none.</summary>
    public int BgpListenPort { get; init; }

    /// <summary>How long the same nodes must have been there before addresses move for balance.</summary>
    public TimeSpan RebalanceAfter { get; init; }

    /// <summary>Where the last state is kept; empty: nowhere.</summary>
    public string StateFolder { get; init; } = "";

    /// <summary>How old a last state may be.</summary>
    public TimeSpan StateMostAge { get; init; }

    /// <summary>How often the wire is asked before an address that is new is answered.</summary>
    public int Probes { get; init; }

    /// <summary>How often an address is announced unasked when it is taken over.</summary>
    public int GratuitousBurst { get; init; }

    /// <summary>Between two unasked announcements while an address stays; zero: none.</summary>
    public TimeSpan GratuitousRefresh { get; init; }

    /// <summary>Between two checks by another node of who answers for an address; zero: none.</summary>
    public TimeSpan CheckAnswersEvery { get; init; }
}
