using LbController.Engine.Leading;

namespace LbController.Engine.Tests.Leading;

/// <summary>One Lease and its candidates in virtual time. A candidate may be cut off, or die without a word.</summary>
internal sealed class LeaseSim
{
    private readonly Dictionary<string, LeaseMachine> machines = [];
    private readonly HashSet<string> cutOff = [];
    private int version;

    public LeaseRecord? Lease { get; private set; }

    public TimeSpan Now { get; private set; }

    public IEnumerable<string> Leaders => machines.Where(pair => pair.Value.IsLeader(Now)).Select(pair => pair.Key).Order(StringComparer.Ordinal);

    /// <summary>Everyone who led at some moment of the last <see cref="Run"/>, in order, with the second.</summary>
    public List<(string Leader, double Second)> History { get; } = [];

    public LeaseSim Join(string name, Func<string, bool>? hasEnded = null)
    {
        machines[name] = new LeaseMachine(name, new LeaseOptions(), hasEnded ?? (_ => false));
        return this;
    }

    public void Die(string name) => machines.Remove(name);

    public void CutOff(string name) => cutOff.Add(name);

    public void Reconnect(string name) => cutOff.Remove(name);

    public void Leave(string name)
    {
        if (machines[name].Release(Now) is { } released)
        {
            Lease = released with { Version = $"{++version}" };
        }

        machines.Remove(name);
    }

    /// <summary>Turns the candidates every 100 ms; two leaders at once fail the test.</summary>
    public LeaseSim Run(double seconds)
    {
        for (var end = Now + TimeSpan.FromSeconds(seconds); Now < end; Now += TimeSpan.FromMilliseconds(100))
        {
            foreach (var (name, machine) in machines.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                Turn(name, machine);
            }

            Assert.True(Leaders.Count() <= 1, $"{string.Join(" and ", Leaders)} lead at {Now}");
            if (Leaders.SingleOrDefault() is { } leader && (History.Count == 0 || History[^1].Leader != leader))
            {
                History.Add((leader, Now.TotalSeconds));
            }
        }

        return this;
    }

    private void Turn(string name, LeaseMachine machine)
    {
        for (var action = machine.Next(Now); action is not LeaseAction.Wait; action = machine.Next(Now))
        {
            if (cutOff.Contains(name))
            {
                machine.Failed(Now);
            }
            else if (action is not LeaseAction.Write write)
            {
                machine.Read(Lease, Now);
            }
            else if (write.Lease.Version == (Lease?.Version ?? ""))
            {
                Lease = write.Lease with { Version = $"{++version}", RenewTime = $"{Now}" };
                machine.Written(Lease, Now);
            }
            else
            {
                machine.Failed(Now);
            }
        }
    }
}
