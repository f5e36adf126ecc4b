namespace LbController.Interop.Tests.Bgp;

/// <summary>One session of the matrix: who is on the other side, and how the two speak.</summary>
/// <param name="Number">1 to 254: names and addresses come from it.</param>
/// <param name="Daemon">frr, bird, gobgp or exabgp.</param>
/// <param name="Families">v4, v6, dual, or v4over6: both families over IPv6, with an IPv6 next hop for IPv4 (RFC 8950).</param>
/// <param name="Kind">ibgp, ebgp or multihop.</param>
/// <param name="Password">TCP MD5; empty: none.</param>
/// <param name="Extra">gtsm, gr, llgr, as4, dynamic, hold3, bfd, strict, unnumbered, passive (only the router dials), both (both sides dial), beside (another daemon of the node has a session with the router already), weight, or empty.</param>
public sealed record RouterCase(int Number, string Daemon, string Families, string Kind, string Password, string Extra)
{
    public const uint OurAs = 64513;

    public string Name => $"{Daemon}{Number}";

    public uint As => Kind == "ibgp" ? OurAs : Extra == "as4" ? 4200000000 : 65000 + (uint)Number;

    public bool IsOverIpv6 => Families is "v6" or "v4over6";

    /// <summary>The router waits for us to dial.</summary>
    public bool Waits => Extra is not ("unnumbered" or "passive" or "both");

    public bool HasIpv4 => Families is not "v6";

    public bool HasIpv6 => Families is not "v4";

    public bool HasBfd => Extra is "bfd" or "strict";

    /// <summary>Our end of the cable, by family.</summary>
    public string Ours(bool ipv6) => ipv6 ? $"fd88:{Number}::1" : $"10.88.{Number}.1";

    /// <summary>The router's end of the cable.</summary>
    public string Theirs(bool ipv6) => ipv6 ? $"fd88:{Number}::2" : $"10.88.{Number}.2";

    /// <summary>The router's address behind its end, for multihop.</summary>
    public string Far(bool ipv6) => ipv6 ? $"fd89::{Number}" : $"10.89.0.{Number}";

    /// <summary>Where the router listens.</summary>
    public string Listen => Kind == "multihop" ? Far(IsOverIpv6) : Theirs(IsOverIpv6);

    /// <summary>A second IPv4 address of our end, for a session beside that of another daemon.</summary>
    public string Second => $"10.88.{Number}.101";

    /// <summary>The address that we come from.</summary>
    public string Source => Extra == "beside" ? Second : Ours(IsOverIpv6);

    /// <summary>The next hop that routes of a family must have.</summary>
    public string NextHop(bool ipv6) => Extra == "unnumbered" ? "fe80::" : ipv6 || Families == "v4over6" ? Ours(true) : Extra == "beside" ? Second : Ours(false);

    public override string ToString() => $"{Daemon} {Families} {Kind}{(Password.Length > 0 ? " md5" : "")}{(Extra.Length > 0 ? " " + Extra : "")}";
}
