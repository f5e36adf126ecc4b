using LbController.Core.Config;
using LbController.Core.Snapshot;
using LbController.Engine.Commands;
using LbController.Engine.Controller;
using LbController.Engine.Facts;
using LbController.Engine.Recording;
using LbController.Engine.Speaker;
using LbController.Engine.Tests.Controller;
using LbController.Engine.Tests.Speaker;

namespace LbController.Engine.Tests.Recording;

/// <summary>A recording that went through its text gives the decisions that were recorded, without the secrets.</summary>
public sealed class ReplayTests
{
    [Fact]
    public void Speakers_that_elect_fail_over_and_drain_decide_the_same_again()
    {
        var cluster = new SpeakerCluster(nodes: 3, services: 8);
        cluster.Recorders["n1"] = new StepRing(1_000_000, long.MaxValue);
        cluster.Start();
        cluster.Run(15_000);
        cluster.Kill("n2");
        cluster.Run(5_000);

        var recording = new FlightRecording { Speaker = cluster.OptionsOf("n1", epoch: 1), Steps = cluster.Recorders["n1"].Steps };
        var played = Replay.Run(RecordingText.Read(RecordingText.Write(recording))).ToList();
        Assert.NotEmpty(played.SelectMany(step => step.Commands).OfType<NetworkCommand.PublishTable>());
        Assert.Contains(played, step => step.Step.Facts.OfType<NetworkFact.DatagramReceived>().Any());
        Assert.All(played, step => Assert.True(step.IsSame, $"at {step.Step.At}: then {string.Join("; ", step.Missing.Select(Replay.TextOf))}, now {string.Join("; ", step.Added.Select(Replay.TextOf))} {step.Defect}"));
    }

    [Fact]
    public void A_controller_that_assigns_and_is_refused_decides_the_same_again()
    {
        var sim = Recorded();
        var played = Replay.Run(RecordingText.Read(RecordingText.Write(RecordingOf(sim)))).ToList();
        Assert.NotEmpty(played.SelectMany(step => step.Commands).OfType<Command.WriteServiceStatus>());
        Assert.All(played, step => Assert.True(step.IsSame));
    }

    [Fact]
    public void A_decision_that_was_another_one_is_shown()
    {
        var recording = RecordingOf(Recorded());
        var wrong = recording with { Steps = [.. recording.Steps.Select(step => step with { Commands = [.. step.Commands.Where(command => command is not Command.WriteServiceStatus)] })] };
        Assert.Contains(Replay.Run(wrong), step => step.Added.OfType<Command.WriteServiceStatus>().Any());
    }

    [Fact]
    public void A_ring_that_forgot_its_beginning_still_knows_the_cluster()
    {
        var ring = new StepRing(mostSteps: 1, long.MaxValue);
        ring.Add(new RecordedStep(TimeSpan.Zero, [new Fact.Seen(ClusterSim.Service("gone")), new Fact.Seen(ClusterSim.Service("web")), new Fact.InSync()], []));
        ring.Add(new RecordedStep(TimeSpan.FromSeconds(1), [new Fact.Gone(typeof(ServiceSnapshot), ClusterSim.Key("gone")), new Fact.Seen(Pool)], []));
        ring.Add(new RecordedStep(TimeSpan.FromSeconds(2), [], []));
        Assert.Equal(2, ring.Forgotten);

        var played = Assert.Single(Replay.Run(new FlightRecording { Controller = new ControllerOptions(null, "lb"), Forgotten = 2, Before = ring.Before, Steps = [new RecordedStep(TimeSpan.FromSeconds(2), [new Fact.Seen(ClusterSim.Service("next"))], [])] }));
        var write = Assert.Single(played.Added.OfType<Command.WriteServiceStatus>());
        Assert.Equal((ClusterSim.Key("next"), "192.0.2.2"), (write.Service, write.Ingress[0].ToString()));
    }

    [Fact]
    public void A_ring_keeps_within_its_bound_of_memory()
    {
        var ring = new StepRing(1_000_000, mostBytes: 10_000);
        for (var second = 0; second < 1000; second++)
        {
            ring.Add(new RecordedStep(TimeSpan.FromSeconds(second), [new NetworkFact.TcpReceived(1, new byte[900])], []));
        }

        Assert.InRange(ring.Steps.Count, 5, 10);
        Assert.Equal(TimeSpan.FromSeconds(999), ring.Steps[^1].At);
    }

    [Fact]
    public void No_secret_is_in_the_text()
    {
        var key = "liveness-secret"u8.ToArray();
        var recording = new FlightRecording
        {
            Speaker = new SpeakerOptions("n1", null, IgnoreExcludeLabel: false, key, Epoch: 1),
            Before = [new NetworkFact.LivenessKeysRead([key, "older-secret"u8.ToArray()]), new Fact.Seen(new SecretSnapshot(new("lb", "tor"), "kubernetes.io/basic-auth", "bgp-secret"))],
            Steps =
            [
                new RecordedStep(TimeSpan.Zero, [new Fact.Seen(new BgpPeerSpec(new("lb", "tor")) { Password = "bgp-secret" })], [Connect("bgp-secret"), Connect("other-secret")]),
                new RecordedStep(TimeSpan.Zero, [new Fact.Ended(Connect("other-secret"), Outcome.Done)], []),
            ],
        };
        var text = string.Join('\n', RecordingText.Write(recording));
        Assert.DoesNotContain("secret\"", text, StringComparison.Ordinal);
        Assert.All(new[] { key, "older-secret"u8.ToArray() }, secret => Assert.DoesNotContain(Convert.ToBase64String(secret), text, StringComparison.Ordinal));
        Assert.Equal(["password-1", "password-2"], RecordingText.Read(text.Split('\n')).Steps[0].Commands.OfType<NetworkCommand.Connect>().Select(command => command.Password));
    }

    /// <summary>Whatever kinds there will be: a field of this name is a secret.</summary>
    [Fact]
    public void No_kind_of_fact_command_or_object_keeps_its_password()
    {
        var samples = new Samples();
        var recording = new FlightRecording
        {
            Speaker = new SpeakerOptions("n1", null, IgnoreExcludeLabel: false, LivenessKey: null, Epoch: 1),
            Steps =
            [
                new RecordedStep(
                    TimeSpan.Zero,
                    [.. FactTypes.Facts.Select(type => (Fact)samples.Of(type)), .. FactTypes.Objects.Select(type => new Fact.Seen((SnapshotObject)samples.Of(type)))],
                    [.. FactTypes.Commands.Select(type => (Command)samples.Of(type))]),
            ],
        };
        var text = string.Join('\n', RecordingText.Write(recording));
        Assert.Contains("\"Password\":\"password-", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\"Password\":\"text-", text, StringComparison.Ordinal);
    }

    private static PoolSpec Pool => new(new("lb", "blue")) { Addresses = ["192.0.2.1-192.0.2.9"] };

    private static NetworkCommand.Connect Connect(string password) => new(1, Core.Addresses.Address.Parse("192.0.2.1"), 179, null, password, 255);

    private static ClusterSim Recorded()
    {
        var sim = new ClusterSim { Recorder = new StepRing(1_000_000, long.MaxValue), Fault = command => command is Command.WriteServiceStatus { Service.Name: "b" } ? new Outcome(OutcomeKind.Refused, "422") : null }
            .Pool("blue", "192.0.2.0/30").Sync();
        sim.Put(ClusterSim.Service("a"));
        sim.Put(ClusterSim.Service("b"));
        return sim.Run();
    }

    private static FlightRecording RecordingOf(ClusterSim sim) => new() { Controller = new ControllerOptions(null, "lb"), Steps = sim.Recorder!.Steps };
}
