using LbController.Core.Addresses;

namespace LbController.Core.Config;

/// <summary>Validates BGPPeers. A bad peer costs only itself.</summary>
public static class BgpPeerParser
{
    public const string Kind = "BGPPeer";

    /// <summary>TCP_MD5SIG_MAXKEYLEN.</summary>
    private const int MostPasswordBytes = 80;

    /// <summary>IFNAMSIZ without its zero.</summary>
    private const int LongestDeviceName = 15;

    private static readonly TimeSpan ShortestHold = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan LongestHold = TimeSpan.FromSeconds(ushort.MaxValue);

    /// <summary>Time enough to pull an image and start.</summary>
    private static readonly TimeSpan RestartTime = TimeSpan.FromSeconds(120);

    /// <summary>12 bits (RFC 4724, section 3).</summary>
    private static readonly TimeSpan LongestRestartTime = TimeSpan.FromSeconds(0xfff);

    /// <summary>24 bits (RFC 9494, section 3).</summary>
    private static readonly TimeSpan LongestStaleTime = TimeSpan.FromSeconds(0xffffff);

    /// <summary>The valid peers sorted by name, and every error of the others.</summary>
    public static (IReadOnlyList<ConfiguredPeer> Peers, IReadOnlyList<ConfigError> Errors) Parse(IEnumerable<BgpPeerSpec> specs)
    {
        var peers = new List<ConfiguredPeer>();
        var all = new List<ConfigError>();
        foreach (var spec in specs.OrderBy(spec => spec.Key))
        {
            var errors = new ObjectErrors(Kind, spec.Key);
            var peer = Parse(spec, errors);
            if (errors.IsEmpty && spec.Malformed.IsEmpty)
            {
                peers.Add(peer);
            }

            all.AddRange(spec.Malformed);
            all.AddRange(errors.All);
        }

        return (peers, all);
    }

    private static ConfiguredPeer Parse(BgpPeerSpec spec, ObjectErrors errors)
    {
        errors.Require(spec.MyAsn != 0, "spec.myASN", "is missing; give this cluster's AS number, 1 to 4294967295");
        var localAsn = spec.LocalAsn != 0 ? spec.LocalAsn : spec.MyAsn;
        RequireTimes(spec, errors);
        errors.Require(spec.PeerPort is > 0 and <= 65535, "spec.peerPort", $"'{spec.PeerPort}' is not a port; use 1 to 65535");
        errors.Require(spec.Password.Length == 0 || spec.PasswordSecret is null, "spec.passwordSecret", "is set beside spec.password; keep one of them");
        errors.Require(
            System.Text.Encoding.UTF8.GetByteCount(spec.Password) <= MostPasswordBytes,
            "spec.password",
            $"is longer than the {MostPasswordBytes} bytes that TCP MD5 takes; shorten it here and on the router");
        errors.Require(!spec.EbgpMultiHop || spec.PeerAsn != localAsn, "spec.ebgpMultiHop", $"is for external peers, and peerASN {spec.PeerAsn} is our own; leave it out");
        errors.Require(!spec.BfdStrict || spec.BfdProfile.Length > 0, "spec.bfdStrict", "waits for BFD, and there is none: name a BFDProfile in spec.bfdProfile");
        RequireRestartTime(spec.GracefulRestartTime, "spec.gracefulRestartTime", LongestRestartTime, spec, errors);
        RequireRestartTime(spec.LongLivedStaleTime, "spec.longLivedStaleTime", LongestStaleTime, spec, errors);
        errors.RequireValid(spec.NodeSelectors, "spec.nodeSelectors");
        return new ConfiguredPeer(spec.Key.Name, spec.Key, localAsn, PeerAsn(spec, localAsn, errors), PeerAddress(spec, errors), spec.PeerPort)
        {
            Source = Source(spec, errors),
            HoldTime = Hold(spec),
            KeepaliveTime = spec.KeepaliveTime,
            ConnectTime = spec.ConnectTime ?? TimeSpan.FromSeconds(120),
            RouterId = RouterId(spec, errors),
            NodeSelectors = spec.NodeSelectors,
            Password = spec.Password,
            PasswordSecret = spec.PasswordSecret,
            EbgpMultiHop = spec.EbgpMultiHop,
            IsDualStack = spec.DualStackAddressFamily || spec.Interface.Length > 0,
            Interface = Device(spec.Interface, "spec.interface", "that of an interface on the node", errors),
            IsPassive = spec.Passive,
            Vrf = Device(spec.Vrf, "spec.vrf", "that of the VRF on the node", errors),
            RestartTime = spec.EnableGracefulRestart ? WholeSeconds(spec.GracefulRestartTime ?? RestartTime) : null,
            LongLivedStaleTime = WholeSeconds(spec.LongLivedStaleTime ?? TimeSpan.Zero),
            BfdProfile = spec.BfdProfile,
            IsBfdStrict = spec.BfdStrict,
            FollowsLocalAsn = spec.DynamicAsn == "internal",
            FromNode = spec.FromNode,
        };
    }

    private static uint PeerAsn(BgpPeerSpec spec, uint localAsn, ObjectErrors errors)
    {
        switch (spec.PeerAsn, spec.DynamicAsn)
        {
            case (0, ""):
                errors.Add("spec.peerASN", "is missing; give the router's AS number, 1 to 4294967295");
                break;
            case ( > 0, not ""):
                errors.Add("spec.dynamicASN", $"'{spec.DynamicAsn}' is set beside spec.peerASN {spec.PeerAsn}; keep one of them");
                break;
            case (0, "internal"):
                return localAsn;
            case (0, "external"):
                return ConfiguredPeer.AnyExternalAsn;
            case (0, _):
                errors.Add("spec.dynamicASN", $"'{spec.DynamicAsn}' is unknown; use internal or external, or give the AS number in spec.peerASN");
                break;
        }

        return spec.PeerAsn;
    }

    private static Address PeerAddress(BgpPeerSpec spec, ObjectErrors errors)
    {
        errors.Require(spec.Interface.Length == 0 || spec.PeerAddress.Length == 0, "spec.interface", $"'{spec.Interface}' is set beside spec.peerAddress; keep one of them");
        errors.Require(spec.Interface.Length == 0 || !spec.EbgpMultiHop, "spec.ebgpMultiHop", "cannot be with spec.interface: the router is on that link; leave it out");
        errors.Require(spec.Interface.Length == 0 || spec.SourceAddress.Length == 0, "spec.sourceAddress", "cannot be with spec.interface: the session is between link-local addresses; leave it out");
        if (!Address.TryParse(spec.PeerAddress, out var address) && spec.Interface.Length == 0)
        {
            errors.Add("spec.peerAddress", $"'{spec.PeerAddress}' is not an IP address; give the router's, such as 192.0.2.1");
        }

        return address;
    }

    /// <summary>A name that the kernel can give to a link: dev_valid_name of Linux.</summary>
    private static string Device(string name, string field, string which, ObjectErrors errors)
    {
        var isPossible = name.Length <= LongestDeviceName && name is not ("." or "..") && !name.AsSpan().ContainsAny("/: \t\n");
        errors.Require(isPossible, field, $"'{name}' cannot be a link's name; give {which}, at most {LongestDeviceName} characters");
        return name;
    }

    private static Address? RouterId(BgpPeerSpec spec, ObjectErrors errors)
    {
        if (spec.RouterId.Length == 0)
        {
            return null;
        }

        var isRead = Address.TryParse(spec.RouterId, out var id);
        errors.Require(isRead && id.Family == IpFamily.V4 && id.Value != 0, "spec.routerID", $"'{spec.RouterId}' is not an IPv4 address other than 0.0.0.0; give one, or leave this out");
        return id;
    }

    private static Address? Source(BgpPeerSpec spec, ObjectErrors errors)
    {
        var source = Optional(spec.SourceAddress, "spec.sourceAddress", errors);
        if (source is { } from && Address.TryParse(spec.PeerAddress, out var peer))
        {
            errors.Require(from.Family == peer.Family, "spec.sourceAddress", $"'{from}' is not of the family of spec.peerAddress {peer}; give one that is");
        }

        return source;
    }

    private static Address? Optional(string text, string field, ObjectErrors errors)
    {
        if (text.Length == 0)
        {
            return null;
        }

        if (!Address.TryParse(text, out var address))
        {
            errors.Add(field, $"'{text}' is not an IP address; give one of the node's, or leave this out");
        }

        return address;
    }

    /// <summary>In whole seconds, as OPEN carries them; of a keepalive time alone, three times that.</summary>
    private static TimeSpan Hold(BgpPeerSpec spec)
    {
        var hold = spec.HoldTime ?? spec.KeepaliveTime * 3 ?? TimeSpan.Zero;
        return spec.HoldTime is null && hold < ShortestHold ? TimeSpan.FromSeconds(90) : WholeSeconds(hold);
    }

    private static void RequireRestartTime(TimeSpan? time, string field, TimeSpan longest, BgpPeerSpec spec, ObjectErrors errors)
    {
        if (time is { } given)
        {
            errors.Require(given >= TimeSpan.FromSeconds(1) && given <= longest, field, $"'{given.TotalSeconds}s' is not possible; use 1s to {longest.TotalSeconds}s");
            errors.Require(spec.EnableGracefulRestart, field, "is about a graceful restart; set spec.enableGracefulRestart, too, or leave this out");
        }
    }

    private static TimeSpan WholeSeconds(TimeSpan time) => TimeSpan.FromSeconds(Math.Floor(time.TotalSeconds));

    /// <summary>RFC 4271, section 4.2: the hold time is zero or at least three seconds, in 16 bits.</summary>
    private static void RequireTimes(BgpPeerSpec spec, ObjectErrors errors)
    {
        var hold = Hold(spec);
        errors.Require(
            hold == TimeSpan.Zero || (hold >= ShortestHold && hold <= LongestHold),
            "spec.holdTime",
            $"'{spec.HoldTime?.TotalSeconds ?? hold.TotalSeconds}s' is not possible; use 0s, or 3s to 65535s");
        errors.Require(
            spec.KeepaliveTime is not { } keepalive || (keepalive >= TimeSpan.Zero && keepalive <= hold),
            "spec.keepaliveTime",
            $"'{spec.KeepaliveTime?.TotalSeconds}s' is longer than the hold time of {hold.TotalSeconds}s; use a third of it");
        errors.Require(
            spec.ConnectTime is not { } connect || (connect >= TimeSpan.FromSeconds(1) && connect <= LongestHold && connect.Ticks % TimeSpan.TicksPerSecond == 0),
            "spec.connectTime",
            $"'{spec.ConnectTime?.TotalSeconds}s' is not possible; use whole seconds, 1s to 65535s");
    }
}
