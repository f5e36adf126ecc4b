using LbController.Engine;
using LbController.Engine.Commands;
using LbController.Engine.Controller;
using LbController.Engine.Facts;
using LbController.Engine.Speaker;
using LbController.Simulation.Nodes;

namespace LbController.Simulation.Bugs;

/// <summary>A mistake that is made on purpose between a reactor and its world, to see that a checker notices. Programs know nothing of it.</summary>
/// <param name="Name">A sentence.</param>
/// <param name="Checker">Who has to notice.</param>
public sealed record PlantedBug(string Name, string Checker)
{
    public static readonly PlantedBug None = new("none", "");

    /// <summary>Where it is found first, no other checker would have noticed.</summary>
    public bool IsNoticedAlone { get; init; }

    /// <summary>What becomes of a fact on its way to the reactor; the last argument counts the facts of this process.</summary>
    public Func<SimProcess, Fact, IEnumerable<Fact>>? Facts { get; init; }

    /// <summary>What becomes of a command; one that is swallowed is reported as done.</summary>
    public Func<SimProcess, Command, IEnumerable<Command>>? Commands { get; init; }

    /// <summary>When a reactor is woken, of its time now and of when it asked for.</summary>
    public Func<SimProcess, TimeSpan, TimeSpan?, TimeSpan?>? Wake { get; init; }

    /// <summary>What becomes of an ARP packet; null: it is lost.</summary>
    public Func<byte[], byte[]?>? Frames { get; init; }

    /// <summary>What becomes of a BFD packet of a speaker.</summary>
    public Func<byte[], byte[]>? Paths { get; init; }

    public Func<SpeakerOptions, SpeakerOptions>? Speaker { get; init; }

    public Func<ControllerOptions, ControllerOptions>? Controller { get; init; }

    public IReactor Wrap(SimProcess process, IReactor reactor) => Facts is null && Commands is null && Wake is null ? reactor : new TamperedReactor(process, reactor, this);

    public byte[]? Tamper(byte[] frame) => Frames is null ? frame : Frames(frame);

    public byte[] TamperPath(byte[] packet) => Paths?.Invoke(packet) ?? packet;

    public SpeakerOptions Tamper(SpeakerOptions options) => Speaker?.Invoke(options) ?? options;

    public ControllerOptions Tamper(ControllerOptions options) => Controller?.Invoke(options) ?? options;
}
