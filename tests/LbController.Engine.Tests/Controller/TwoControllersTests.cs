using CsCheck;
using static LbController.Engine.Tests.Controller.ClusterSim;

namespace LbController.Engine.Tests.Controller;

/// <summary>Two controllers fight over one lease, on watches that lag.</summary>
public sealed class TwoControllersTests
{
    private static readonly Gen<(int Move, int Which)[]> Moves = Gen.Select(Gen.Int[0, 6], Gen.Int[0, 5]).Array[1, 80];

    [Fact]
    public void One_after_the_other_they_give_no_address_twice_and_move_none() => Moves.Sample(
        moves =>
        {
            var cluster = new SharedCluster(2);
            var leader = 0;
            cluster.Lead(leader);
            foreach (var (move, which) in moves)
            {
                if (move == 6)
                {
                    cluster.Depose(leader);
                    leader = 1 - leader;
                    cluster.Lead(leader);
                }
                else
                {
                    Play(cluster, move, which);
                }

                AssertNoDoubles(cluster);
            }

            cluster.Settle();
            AssertAllIsWell(cluster);
            Assert.All(cluster.History.Values, shown => Assert.True(shown.Count == 1, string.Join(" then ", shown)));
        },
        iter: 3000);

    /// <summary>The old leader does not know that it leads no more, and its writes arrive late: there is no moment at which an address is at two Services.</summary>
    [Fact]
    public void Both_at_once_for_a_moment_they_give_no_address_twice() => Moves.Sample(
        moves =>
        {
            var cluster = new SharedCluster(2) { AreWritesSlow = true };
            cluster.Lead(0);
            foreach (var (move, which) in moves)
            {
                if (move == 6)
                {
                    cluster.Lead(which % 2);
                }
                else
                {
                    Play(cluster, move, which);
                }

                if (move is 3 or 5)
                {
                    cluster.Arrive(which);
                }

                AssertNoDoubles(cluster);
            }

            cluster.Depose(0);
            cluster.Lead(1);
            cluster.Settle();
            AssertAllIsWell(cluster);
        },
        iter: 3000);

    private static void Play(SharedCluster cluster, int move, int which)
    {
        var name = $"s{which}";
        var exists = cluster.Services.Any(service => service.Key.Name == name);
        switch (move)
        {
            case 0 or 1 when !exists:
                cluster.Put(Service(name, 10 - which) with { Uid = $"{name}-{cluster.History.Values.Sum(shown => shown.Count)}" });
                break;
            case 1 when exists && which < 2:
                cluster.History.Remove(name);
                cluster.Delete(Key(name));
                break;
            case 2 or 3:
                cluster.Deliver(which % 2, 1 + which);
                break;
            case 4 or 5:
                cluster.Deliver(which % 2, int.MaxValue);
                break;
        }
    }

    private static void AssertAllIsWell(SharedCluster cluster)
    {
        Assert.All(cluster.Services, service => Assert.False(service.IngressIps.IsEmpty, $"{service.Key} has an address"));
        AssertNoDoubles(cluster);
    }

    private static void AssertNoDoubles(SharedCluster cluster)
    {
        var shown = cluster.Services.SelectMany(service => service.IngressIps).ToList();
        Assert.True(shown.Count == shown.Distinct().Count(), string.Join(' ', shown));
    }
}
