using System.Text.Json.Nodes;
using LbController.Interop.Tests.ApiServer;
using LbController.Lab.Processes;

namespace LbController.Interop.Tests.Controller;

/// <summary>Several real controllers on one Lease, over HTTP, while Services are made: leaders die or hang in the middle of it.</summary>
public sealed class FailoverTests(ApiServerFixture fixture) : IClassFixture<ApiServerFixture>, IAsyncLifetime
{
    /// <summary>A machine that is busy takes long to start a process.</summary>
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(90);

    private static readonly string[] ShortLease =
    [
        "--webhook-mode", "disabled", "--leader-elect-lease-duration", "2s", "--leader-elect-renew-deadline", "1500ms", "--leader-elect-retry-period", "200ms",
    ];

    private readonly List<ControllerProcess> controllers = [];
    private int made;

    public async ValueTask InitializeAsync()
    {
        await fixture.TryKubectlAsync(["create", "namespace", "metallb-system"]);
        await fixture.KubectlAsync(
            ["apply", "-f", "-"],
            "{apiVersion: metallb.io/v1beta1, kind: IPAddressPool, metadata: {name: blue, namespace: metallb-system}, spec: {addresses: [10.9.0.0/16]}}");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var controller in controllers)
        {
            await controller.DisposeAsync();
        }
    }

    [Fact]
    public async Task Leaders_that_are_killed_give_no_address_twice_and_move_none()
    {
        await using var observer = new AddressObserver(fixture.Kubeconfig);
        Start();
        Start();
        for (var kill = 0; kill < 3; kill++)
        {
            var leader = await LeaderAsync();
            var creating = CreateAsync(100);
            var some = observer.Assigned + 20;
            await Eventually.TrueAsync(() => Task.FromResult(observer.Assigned >= some), Bound, "some of them have addresses", ApiServerFixture.Cancel);
            await leader.KillAsync();
            Start();
            await creating;
        }

        await AllAssignedAsync(observer);
        Assert.Empty(observer.Wrong);
    }

    [Fact]
    public async Task A_leader_that_hangs_beyond_its_Lease_and_wakes_up_does_no_harm()
    {
        await using var observer = new AddressObserver(fixture.Kubeconfig);
        Start();
        Start();
        var leader = await LeaderAsync();
        var creating = CreateAsync(60);
        await leader.SignalAsync("STOP", ApiServerFixture.Cancel);
        await creating;
        var heir = await Eventually.ValueAsync(
            async () => await LeaderAsync() is { } now && now != leader ? now : null, Bound, "another leads", ApiServerFixture.Cancel);
        await CreateAsync(60);
        await leader.SignalAsync("CONT", ApiServerFixture.Cancel);
        await CreateAsync(60);
        await AllAssignedAsync(observer);
        Assert.Same(heir, await LeaderAsync());
        Assert.Empty(observer.Wrong);
    }

    /// <summary>
    /// The write of the old leader is on its way when it dies, and arrives long after: the new one has read of it in the Lease, and gives the address
    /// to nobody else, although it was asked for. Its own write of that Service hangs too, so the version is still the old one.
    /// </summary>
    [Fact]
    public async Task A_write_that_arrives_when_another_leads_gives_no_address_twice()
    {
        await using var observer = new AddressObserver(fixture.Kubeconfig);
        await using var first = new HoldingProxy(fixture.Kubeconfig, "late");
        await using var second = new HoldingProxy(fixture.Kubeconfig, "late");
        controllers.Add(ControllerProcess.Start(first.Kubeconfig, ShortLease));
        var old = await LeaderAsync();
        await CreateAsync("late", "");
        await Eventually.TrueAsync(() => Task.FromResult(first.Holding == 1), Bound, "the write of the old leader hangs", ApiServerFixture.Cancel);
        var promised = await PromisedAsync();

        await old.KillAsync();
        await CreateAsync("wish", $",\"loadBalancerIP\":\"{promised}\"");
        controllers.Add(ControllerProcess.Start(second.Kubeconfig, ShortLease));
        await Eventually.TrueAsync(() => Task.FromResult(second.Holding == 1), Bound, "the write of the new leader hangs", ApiServerFixture.Cancel);
        await Eventually.TrueAsync(async () => await ReasonAsync("wish") is not null, Bound, "the new leader has decided", ApiServerFixture.Cancel);

        first.LetGo();
        await Eventually.TrueAsync(() => Task.FromResult(observer.AddressOf("late") == promised), Bound, "the late write has arrived", ApiServerFixture.Cancel);
        Assert.Equal("AddressInUse", await ReasonAsync("wish"));
        second.LetGo();
        Assert.Empty(observer.Wrong);
        await fixture.KubectlAsync("delete", "service", "late", "wish");
    }

    private async Task<string> PromisedAsync()
    {
        var lease = await fixture.Api.GetAsync("/apis/coordination.k8s.io/v1/namespaces/metallb-system/leases/lb-controller", ApiServerFixture.Cancel);
        return ((string)lease!["metadata"]!["annotations"]!["lbcontroller.dev/addresses-under-way"]!).Split(' ')[^1];
    }

    private async Task<string?> ReasonAsync(string service)
    {
        var json = await fixture.Api.GetAsync($"/api/v1/namespaces/default/services/{service}", ApiServerFixture.Cancel);
        return (string?)(json?["status"]?["conditions"] as JsonArray)?.FirstOrDefault(condition => (string?)condition!["status"] == "False")?["reason"];
    }

    private Task CreateAsync(string name, string more) => fixture.Api.CreateAsync(
        "/api/v1/namespaces/default/services",
        JsonNode.Parse($$$"""{"apiVersion":"v1","kind":"Service","metadata":{"name":"{{{name}}}"},"spec":{"type":"LoadBalancer","ports":[{"port":80}]{{{more}}}}}""")!,
        ApiServerFixture.Cancel);

    private void Start() => controllers.Add(ControllerProcess.Start(fixture.Kubeconfig, ShortLease));

    private async Task<ControllerProcess> LeaderAsync() => await Eventually.ValueAsync(
        async () =>
        {
            var lease = await fixture.Api.GetAsync("/apis/coordination.k8s.io/v1/namespaces/metallb-system/leases/lb-controller", ApiServerFixture.Cancel);
            var holder = (string?)lease?["spec"]?["holderIdentity"] ?? "";
            return controllers.Find(controller => holder.Contains($"_{controller.Pid}_", StringComparison.Ordinal));
        },
        Bound,
        "one of the controllers holds the Lease",
        ApiServerFixture.Cancel);

    private Task CreateAsync(int count) => Parallel.ForEachAsync(
        Enumerable.Range(0, count),
        new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = ApiServerFixture.Cancel },
        async (_, cancel) => await fixture.Api.CreateAsync(
            "/api/v1/namespaces/default/services",
            JsonNode.Parse($$$"""{"apiVersion":"v1","kind":"Service","metadata":{"name":"s{{{Interlocked.Increment(ref made)}}}-{{{Environment.TickCount64}}}"},"spec":{"type":"LoadBalancer","ports":[{"port":80}]}}""")!,
            cancel));

    private async Task AllAssignedAsync(AddressObserver observer)
    {
        var all = (await fixture.Api.ListAsync("/api/v1/services", ApiServerFixture.Cancel)).Count(service => (string?)service["spec"]?["type"] == "LoadBalancer");
        await Eventually.TrueAsync(() => Task.FromResult(observer.Assigned == all), Bound, $"all of {all} Services have addresses", ApiServerFixture.Cancel);
    }
}
