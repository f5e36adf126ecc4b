using LbController.Core.Addresses;
using LbController.Core.Config;
using LbController.Core.Snapshot;
using LbController.Engine.Facts;
using LbController.Host.State;
using Microsoft.Extensions.Logging.Abstractions;

namespace LbController.Host.Tests.State;

public sealed class StateKeeperTests : IDisposable
{
    private static readonly byte[] Key = [1, 2, 3];
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly string folder = Directory.CreateTempSubdirectory("lb-state-").FullName;
    private readonly List<Fact> played = [];
    private readonly SetClock clock = new();
    private TimeSpan sinceConfirmed = TimeSpan.Zero;

    private string Place => Path.Combine(folder, "deep", "last-state");

    private static readonly SnapshotObject[] Objects =
    [
        new ServiceSnapshot(new("shop", "web"))
        {
            Uid = "u1",
            Labels = Labels("tier", "gold"),
            ClusterIps = [Address.Parse("10.96.0.7"), Address.Parse("fd00::7")],
            IpFamilies = [IpFamily.V4, IpFamily.V6],
            ExternalTrafficPolicy = "Local",
            Ports = [new("TCP", 80)],
            IngressIps = ["192.0.2.10"],
            AddressCondition = new("True", "Assigned", "has 192.0.2.10", 3),
        },
        new EndpointSliceSnapshot(new("shop", "web-1")) { ServiceName = "web", Endpoints = [new("n1", true, null, false), new(null, null, true, true)] },
        new NodeSnapshot(new("", "n1")) { InternalIps = [Address.Parse("10.0.0.1")], Taints = ["a"], IsUnschedulable = true },
        new NamespaceSnapshot(new("", "shop"), Labels("team", "a")),
        new PoolSpec(new("lb", "blue")) { Addresses = ["192.0.2.0/24"], AutoAssign = false, ServiceAllocation = new(3, ["shop"], [], [new(Labels("a", "b"), [new("c", "In", ["d"])])]) },
        new L2AdvertisementSpec(new("lb", "all")) { PreferredNodeSelectors = [new(5, new(Labels("a", "b"), []))], Interfaces = ["eth0"] },
    ];

    [Fact]
    public void What_was_kept_is_played_again_as_it_was_when_there_is_no_API_server()
    {
        Keep(Objects);
        Keeper().PlayIfAlone();
        Assert.Equal(Objects, played.OfType<Fact.Seen>().Select(seen => seen.Object));
        Assert.IsType<Fact.InSync>(played[^1]);
    }

    /// <summary><c>UPDATE_GOLDEN=1</c> writes it anew: for new fields, not for those that files already have.</summary>
    [Fact]
    public void The_file_looks_as_ever()
    {
        Keep(Objects);
        var golden = Path.Combine(Root(), "tests", "testdata", "last-state.txt");
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            File.Copy(Place, golden, overwrite: true);
        }

        Assert.Equal(File.ReadAllText(golden), File.ReadAllText(Place));
    }

    [Fact]
    public void Nothing_is_played_when_the_API_server_was_there_in_time()
    {
        Keep(Objects);
        var keeper = Keeper();
        keeper.Witness(new Fact.InSync());
        keeper.PlayIfAlone();
        Assert.Empty(played);
    }

    [Fact]
    public void When_the_API_server_returns_only_what_it_has_not_is_gone()
    {
        Keep(Objects);
        var keeper = Keeper();
        keeper.PlayIfAlone();
        foreach (var item in Objects.Skip(1))
        {
            Assert.Empty(keeper.Witness(new Fact.Seen(item)));
        }

        Assert.Equal([new Fact.Gone(typeof(ServiceSnapshot), new("shop", "web"))], keeper.Witness(new Fact.InSync()));
        Assert.Empty(keeper.Witness(new Fact.InSync()));
    }

    [Fact]
    public void Secrets_are_never_kept()
    {
        Keep([.. Objects, new SecretSnapshot(new("lb", "peer"), "kubernetes.io/basic-auth", "pass-word")]);
        Assert.DoesNotContain("pass-word", File.ReadAllText(Place), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("another key")]
    [InlineData("too old")]
    [InlineData("damaged")]
    [InlineData("another version")]
    [InlineData("empty")]
    public void A_file_that_cannot_be_trusted_is_not_used(string what)
    {
        Keep(Objects);
        var text = File.ReadAllText(Place);
        File.WriteAllText(Place, what switch
        {
            "damaged" => text.Replace("192.0.2.10", "192.0.2.11", StringComparison.Ordinal),
            "another version" => text.Replace("state 1 ", "state 2 ", StringComparison.Ordinal),
            "empty" => "",
            _ => text,
        });
        var file = new StateFile(Place, what == "another key" ? new byte[] { 9 } : Key, TimeSpan.FromHours(24));
        Assert.Null(file.Read(what == "too old" ? Now.AddHours(25) : Now, out var why));
        Assert.NotEmpty(why);
    }

    [Fact]
    public void What_the_API_server_confirms_stays_young_though_nothing_changes()
    {
        var keeper = Keep(Objects);
        for (var hour = 0; hour < 30; hour++)
        {
            clock.Now += TimeSpan.FromHours(1);
            keeper.WriteIfDue();
        }

        Assert.NotNull(Read(out _));
    }

    [Fact]
    public void What_the_API_server_does_not_confirm_any_more_ages()
    {
        var keeper = Keep(Objects);
        for (sinceConfirmed = TimeSpan.FromHours(1); sinceConfirmed <= TimeSpan.FromHours(25); sinceConfirmed += TimeSpan.FromHours(1))
        {
            clock.Now += TimeSpan.FromHours(1);
            keeper.WriteIfDue();
        }

        Assert.Null(Read(out var why));
        Assert.Contains("hours old", why, StringComparison.Ordinal);
    }

    [Fact]
    public void Between_two_refreshes_the_disk_is_left_alone()
    {
        var keeper = Keep(Objects);
        File.Delete(Place);
        clock.Now += TimeSpan.FromMinutes(59);
        keeper.WriteIfDue();
        Assert.False(File.Exists(Place));
        clock.Now += TimeSpan.FromMinutes(1);
        keeper.WriteIfDue();
        Assert.True(File.Exists(Place));
    }

    [Fact]
    public void A_write_that_failed_is_tried_again()
    {
        var keeper = Keep(Objects);
        var obstacle = Path.Combine(folder, "deep");
        Directory.Delete(obstacle, recursive: true);
        File.WriteAllText(obstacle, "a file where the folder should be");
        keeper.Witness(new Fact.Gone(typeof(ServiceSnapshot), new ObjectKey("shop", "web")));
        keeper.WriteIfDue();
        File.Delete(obstacle);
        keeper.WriteIfDue();
        Assert.True(File.Exists(Place));
    }

    [Fact]
    public void A_folder_that_cannot_be_written_to_stops_nothing()
    {
        File.WriteAllText(Path.Combine(folder, "deep"), "a file where the folder should be");
        Keep(Objects);
        Assert.False(File.Exists(Place));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private LastState? Read(out string why) => new StateFile(Place, Key, TimeSpan.FromHours(24)).Read(clock.Now, out why);

    private StateKeeper Keep(IEnumerable<SnapshotObject> objects)
    {
        var keeper = Keeper();
        foreach (var item in objects)
        {
            keeper.Witness(new Fact.Seen(item));
        }

        keeper.Witness(new Fact.InSync());
        keeper.WriteIfDue();
        return keeper;
    }

    private StateKeeper Keeper() => new(new StateFile(Place, Key, TimeSpan.FromHours(24)), played.Add, () => sinceConfirmed, clock, NullLogger<StateKeeper>.Instance);

    private static string Root()
    {
        var place = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(place.FullName, "LbController.sln")))
        {
            place = place.Parent!;
        }

        return place.FullName;
    }

    private static LabelSet Labels(string key, string value) => LabelSet.From([KeyValuePair.Create(key, value)]);

    private sealed class SetClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = StateKeeperTests.Now;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
