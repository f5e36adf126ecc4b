using LbController.Core.Addresses;
using LbController.Core.Config;
using LbController.Core.Snapshot;
using LbController.Engine.Paths;
using LbController.Protocols.Bfd;

namespace LbController.Engine.Speaker;

/// <summary>Which BFD sessions this node shall have: one for each peer that names a profile.</summary>
internal static class PathTargets
{
    private const int SingleHopTimeToLive = 255;

    /// <summary>One router between, as FRR has it when nothing else is asked for.</summary>
    private const int MultihopTimeToLive = 254;

    private static readonly TimeSpan DefaultInterval = TimeSpan.FromMilliseconds(300);

    /// <param name="peers">The sessions of this node.</param>
    /// <param name="state">Profiles, and the links that say who is on them.</param>
    public static ValueArray<PathTarget> Of(IEnumerable<PeerSettings> peers, SpeakerState state)
    {
        var targets = new List<PathTarget>();
        foreach (var settings in peers.Where(settings => settings.Peer.BfdProfile.Length > 0 && settings.Problem.Length == 0))
        {
            var profile = state.Config.BfdProfiles.FirstOrDefault(profile => profile.Key.Name == settings.Peer.BfdProfile);
            if (profile is not null && TargetOf(settings, profile, state) is var target && !targets.Exists(target.IsSamePath))
            {
                targets.Add(target);
            }
        }

        return targets.ToValueArray();
    }

    private static PathTarget TargetOf(PeerSettings settings, BfdProfileSpec profile, SpeakerState state)
    {
        var peer = settings.Peer;
        var isMultihop = peer.EbgpMultiHop || (settings.LinkIndex == 0 && !IsBeside(peer.Address, state));
        return new(peer.Address, peer.Vrf, peer.Source, isMultihop, new BfdOptions
        {
            DesiredMinTx = Milliseconds(profile.TransmitInterval),
            RequiredMinRx = Milliseconds(profile.ReceiveInterval),
            DetectMultiplier = (byte)(profile.DetectMultiplier ?? 3),
            IsPassive = profile.PassiveMode,
            MinimumTimeToLive = (byte)(isMultihop ? profile.MinimumTtl ?? MultihopTimeToLive : SingleHopTimeToLive),
        })
        {
            LinkIndex = settings.LinkIndex,
        };
    }

    /// <summary>The address is on a link of this node, or it is not known which links there are.</summary>
    private static bool IsBeside(Address peer, SpeakerState state)
    {
        var links = state.Links.Values.Where(link => !link.IsLoopback).SelectMany(link => link.Addresses).ToList();
        return links.Count == 0 || links.Exists(own => own.Address.Family == peer.Family && Prefix.Of(own.Address, own.PrefixLength).Contains(peer));
    }

    private static TimeSpan Milliseconds(int? interval) => interval is { } given ? TimeSpan.FromMilliseconds(given) : DefaultInterval;
}
