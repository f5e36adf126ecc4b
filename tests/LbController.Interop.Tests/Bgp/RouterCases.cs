namespace LbController.Interop.Tests.Bgp;

/// <summary>
/// The matrix, as far as each daemon can follow. <c>make test</c> runs a part in which every daemon, family, kind and extra occurs;
/// <c>make interop</c> (INTEROP=all) runs every combination.
/// </summary>
internal static class RouterCases
{
    private const string Key = "s3cret-of-the-two";

    public static bool IsWhole { get; } = Environment.GetEnvironmentVariable("INTEROP") == "all";

    private static readonly IReadOnlyList<RouterCase> Few =
    [
        new(1, "frr", "v4", "ibgp", "", ""),
        new(2, "frr", "v4", "ebgp", Key, "gtsm"),
        new(3, "frr", "v6", "ebgp", "", "gr"),
        new(4, "frr", "dual", "ibgp", Key, ""),
        new(5, "frr", "v4over6", "ebgp", "", "as4"),
        new(6, "frr", "v4", "multihop", "", "dynamic"),
        new(7, "bird", "v4", "ebgp", "", "hold3"),
        new(8, "bird", "v6", "ibgp", Key, ""),
        new(9, "bird", "dual", "ebgp", Key, "gr"),
        new(10, "bird", "v4over6", "ibgp", "", ""),
        new(11, "bird", "v4", "multihop", "", "as4"),
        new(12, "gobgp", "v4", "ibgp", "", ""),
        new(13, "gobgp", "v6", "ebgp", "", ""),
        new(14, "gobgp", "dual", "ebgp", Key, "as4"),
        new(15, "gobgp", "v4", "multihop", "", ""),
        new(16, "exabgp", "v4", "ebgp", "", ""),
        new(17, "exabgp", "v6", "ibgp", "", ""),
        new(18, "exabgp", "dual", "ebgp", "", ""),
        new(19, "frr", "v4", "ebgp", "", "bfd"),
        new(20, "frr", "v4", "multihop", "", "bfd"),
        new(21, "bird", "v4", "ebgp", "", "bfd"),
        new(22, "bird", "v4", "multihop", "", "bfd"),
        new(23, "frr", "dual", "ebgp", "", "llgr"),
        new(24, "bird", "v4", "ibgp", "", "llgr"),
        new(25, "gobgp", "v4", "ebgp", "", "llgr"),
        new(26, "frr", "v4over6", "ebgp", "", "unnumbered"),
        new(27, "frr", "v4", "ebgp", Key, "passive"),
        new(28, "bird", "v6", "ebgp", "", "passive"),
        new(29, "frr", "v4", "ibgp", "", "both"),
        new(30, "gobgp", "v4", "ebgp", "", "both"),
        new(31, "frr", "v4", "ebgp", "", "beside"),
    ];

    public static IReadOnlyList<RouterCase> All { get; } = IsWhole ? [.. Few, .. Rest()] : Few;

    /// <summary>Every combination that is not among the few.</summary>
    private static IEnumerable<RouterCase> Rest()
    {
        var number = Few.Count;
        foreach (var daemon in new[] { "frr", "bird", "gobgp", "exabgp" })
        {
            foreach (var families in new[] { "v4", "v6", "dual", "v4over6" })
            {
                foreach (var kind in new[] { "ibgp", "ebgp", "multihop" })
                {
                    foreach (var password in new[] { "", Key })
                    {
                        var at = new RouterCase(number + 1, daemon, families, kind, password, "");
                        if (Can(at) && !Few.Any(few => few with { Number = at.Number } == at))
                        {
                            number++;
                            yield return at;
                        }
                    }
                }
            }
        }

        yield return new(++number, "bird", "v4", "ebgp", "", "gtsm");
        yield return new(++number, "frr", "v4", "ebgp", "", "hold3");
        yield return new(++number, "frr", "v6", "ebgp", "", "bfd");
        yield return new(++number, "bird", "v6", "ebgp", "", "bfd");
    }

    /// <summary>ExaBGP 4 sends no IPv6 next hop for IPv4 in a passive session.</summary>
    private static bool Can(RouterCase at) => at is not { Daemon: "exabgp", Families: "v4over6" };
}
