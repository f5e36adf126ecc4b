using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using LbController.Core.Addresses;
using LbController.Core.Snapshot;
using LbController.Engine.Commands;
using LbController.Engine.Facts;
using LbController.Engine.Leading;
using LbController.Kubernetes.Client;
using LbController.Kubernetes.Leasing;
using LbController.Kubernetes.Tests.Client;
using LbController.Kubernetes.Tests.Watching;

namespace LbController.Kubernetes.Tests.Leasing;

/// <summary>The driver against a Lease that is written only over the version that the writer names.</summary>
public sealed class LeaseDriverTests
{
    private const string Annotation = "lbcontroller.dev/addresses-under-way";

    private static readonly LeaseOptions Times = new() { LeaseDuration = TimeSpan.FromSeconds(9), RenewDeadline = TimeSpan.FromSeconds(6), RetryPeriod = TimeSpan.FromSeconds(3) };

    private readonly ConcurrentQueue<Fact> facts = new();
    private readonly LogLines<LeaseDriver> log = new();
    private readonly Lock gate = new();
    private JsonObject? lease;
    private int version;
    private int writes;
    private int reads;
    private bool hasNoNamespace;

    [Fact]
    public async Task A_promise_stands_in_the_Lease_before_it_is_told_as_done_and_does_not_wait_for_the_next_renewal() => await RunAsync(async driver =>
    {
        await Eventually.Holds(() => facts.Contains(new Fact.Leadership(true)), "it leads");
        var record = new Command.RecordPromises(1, [Promise("web", "7", "192.0.2.1", "2001:db8::1"), Promise("other", "9", "192.0.2.2")], IsUrgent: true);
        Assert.True(driver.TryStart(record));
        await Eventually.Holds(() => facts.Contains(new Fact.Ended(record, Outcome.Done)), "it is recorded");
        Assert.Equal("shop/web 7 192.0.2.1,2001:db8::1\nshop/other 9 192.0.2.2", Recorded);
        Assert.Equal(2, writes);
    });

    [Fact]
    public async Task Who_takes_the_Lease_is_told_what_the_one_before_has_promised_and_keeps_it()
    {
        lease = Lease("gone", "shop/web 7 192.0.2.1,2001:db8::1\nnonsense\nshop/bad 7 192.0.2.one");
        await RunAsync(async _ =>
        {
            await Eventually.Holds(() => facts.OfType<Fact.Leadership>().Any(), "it leads");
            Assert.Equal([Promise("web", "7", "192.0.2.1", "2001:db8::1")], Assert.Single(facts.OfType<Fact.Leadership>()).Promises);
            Assert.Equal("shop/web 7 192.0.2.1,2001:db8::1", Recorded);
        });
    }

    [Fact]
    public async Task Who_was_overtaken_promises_nothing_any_more() => await RunAsync(async driver =>
    {
        await Eventually.Holds(() => facts.Contains(new Fact.Leadership(true)), "it leads");
        lock (gate)
        {
            lease = Lease("somebody else", "");
        }

        var record = new Command.RecordPromises(1, [Promise("web", "7", "192.0.2.1")], IsUrgent: true);
        driver.TryStart(record);
        await Eventually.Holds(() => facts.OfType<Fact.Ended>().Any(), "it has ended");
        Assert.Equal(OutcomeKind.Failed, facts.OfType<Fact.Ended>().Single().Outcome.Kind);
        Assert.Equal("", Recorded);
        Assert.IsType<Fact.Ended>(facts.ElementAt(1));
        Assert.Equal(new Fact.Leadership(false), facts.ElementAt(2));
    });

    [Fact]
    public async Task Who_does_not_lead_records_nothing()
    {
        lease = Lease("somebody else", "");
        lease["spec"]!["leaseDurationSeconds"] = 600;
        await RunAsync(async driver =>
        {
            driver.TryStart(new Command.RecordPromises(1, [Promise("web", "7", "192.0.2.1")], IsUrgent: true));
            await Eventually.Holds(() => facts.OfType<Fact.Ended>().Any(), "it has ended");
            Assert.Equal(OutcomeKind.Failed, facts.OfType<Fact.Ended>().Single().Outcome.Kind);
            Assert.Equal(0, writes);
        });
    }

    [Fact]
    public async Task A_namespace_that_is_missing_is_told()
    {
        hasNoNamespace = true;
        await RunAsync(async _ => await Eventually.Holds(() => log.Lines.Any(line => line.Contains("the Lease lb/lb-controller cannot be read or written: 404", StringComparison.Ordinal)), "it is told"));
        Assert.Empty(facts);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(-400)]
    public async Task A_wall_clock_that_jumps_changes_no_leader(int days)
    {
        var clock = new JumpingClock();
        var times = new LeaseOptions { LeaseDuration = TimeSpan.FromSeconds(60), RenewDeadline = TimeSpan.FromSeconds(40), RetryPeriod = TimeSpan.FromMilliseconds(20) };
        await RunAsync(
            async _ =>
            {
                await Eventually.Holds(() => facts.Contains(new Fact.Leadership(true)), "it leads");
                clock.Offset = TimeSpan.FromDays(days);
                var before = writes;
                await Eventually.Holds(() => writes > before + 3, "it renews");
                Assert.Equal([new Fact.Leadership(true)], facts);
            },
            times,
            clock);
        facts.Clear();
        lease = Lease("somebody else", "");
        lease["spec"]!["leaseDurationSeconds"] = 600;
        clock.Offset = TimeSpan.Zero;
        await RunAsync(
            async _ =>
            {
                await Eventually.Holds(() => reads > 2, "it looks");
                clock.Offset = TimeSpan.FromDays(days);
                var before = reads;
                await Eventually.Holds(() => reads > before + 3, "it looks on");
                Assert.Equal("somebody else", (string?)lease["spec"]!["holderIdentity"]);
            },
            times,
            clock);
    }

    private string Recorded
    {
        get
        {
            lock (gate)
            {
                return (string?)lease!["metadata"]!["annotations"]?[Annotation] ?? "";
            }
        }
    }

    private static AddressPromise Promise(string service, string version, params string[] addresses) =>
        new(new ObjectKey("shop", service), version, addresses.Select(Address.Parse).ToValueArray());

    private Task RunAsync(Func<LeaseDriver, Task> test) => RunAsync(test, Times, TimeProvider.System);

    private async Task RunAsync(Func<LeaseDriver, Task> test, LeaseOptions times, TimeProvider time)
    {
        using var api = ScriptedApi.Answering(Answer);
        using var client = api.Client(time);
        using var stop = new CancellationTokenSource();
        var driver = new LeaseDriver(
            new LeaseMachine("me", times, holder => holder == "gone"), times, client, "lb", "lb-controller", facts.Enqueue, time, log);
        var running = driver.RunAsync(stop.Token);
        await test(driver);
        await stop.CancelAsync();
        await running;
    }

    private JsonObject Lease(string holder, string promises) => new()
    {
        ["metadata"] = new JsonObject { ["resourceVersion"] = NextVersion(), ["annotations"] = new JsonObject { [Annotation] = promises } },
        ["spec"] = new JsonObject { ["holderIdentity"] = holder, ["leaseDurationSeconds"] = 9 },
    };

    private string NextVersion() => (++version).ToString(CultureInfo.InvariantCulture);

    private HttpResponseMessage Answer(SeenRequest request)
    {
        lock (gate)
        {
            if (request.Method == "GET")
            {
                reads++;
                return lease is null ? ScriptedApi.Failure(HttpStatusCode.NotFound) : ScriptedApi.Json(lease.ToJsonString());
            }

            if (hasNoNamespace)
            {
                return ScriptedApi.Failure(HttpStatusCode.NotFound);
            }

            var written = JsonNode.Parse(request.Body)!.AsObject();
            if ((string?)written["metadata"]!["resourceVersion"] != (string?)lease?["metadata"]!["resourceVersion"])
            {
                return ScriptedApi.Failure(HttpStatusCode.Conflict);
            }

            writes++;
            written["metadata"]!["resourceVersion"] = NextVersion();
            lease = written;
            return ScriptedApi.Json(lease.ToJsonString());
        }
    }

    /// <summary>Its timers and timestamps run on; what people take for the time jumps.</summary>
    private sealed class JumpingClock : TimeProvider
    {
        public TimeSpan Offset { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Offset;
    }
}
