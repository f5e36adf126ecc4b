using LbController.Core.Snapshot;

namespace LbController.Core.Config;

/// <summary>What BGPPeers refer to must be there: a valid BFDProfile, and a Secret with the password.</summary>
internal sealed class PeerReferences
{
    private const string BasicAuth = "kubernetes.io/basic-auth";

    private readonly List<ConfiguredPeer> valid = [];
    private readonly List<ConfigError> errors = [];
    private readonly HashSet<string> known;
    private readonly HashSet<string> usable;
    private readonly Dictionary<ObjectKey, SecretSnapshot>? secrets;

    public PeerReferences(IEnumerable<ConfiguredPeer> peers, ConfigObjects objects, IEnumerable<BfdProfileSpec> profiles)
    {
        known = [.. objects.BfdProfiles.Select(profile => profile.Key.Name)];
        usable = [.. profiles.Select(profile => profile.Key.Name)];
        secrets = objects.Secrets?.ToDictionary(secret => secret.Key);
        foreach (var peer in peers)
        {
            var found = new ObjectErrors(BgpPeerParser.Kind, peer.Key);
            RequireProfile(peer, found);
            if (found.IsEmpty)
            {
                valid.Add(peer);
            }

            // A peer whose Secret is missing is kept: its session says what it waits for, and starts as soon as the Secret is there.
            RequireSecret(peer, found);
            errors.AddRange(found.All);
        }
    }

    public IReadOnlyList<ConfiguredPeer> Valid => valid;

    public IReadOnlyList<ConfigError> Errors => errors;

    private void RequireProfile(ConfiguredPeer peer, ObjectErrors found)
    {
        if (peer.BfdProfile.Length > 0 && !usable.Contains(peer.BfdProfile))
        {
            var mend = known.Contains(peer.BfdProfile)
                ? $"'{peer.BfdProfile}' is a BFDProfile with errors; mend that one"
                : $"'{peer.BfdProfile}' is no BFDProfile of this namespace; make it, or leave this out";
            found.AddReference("spec.bfdProfile", mend);
        }
    }

    private void RequireSecret(ConfiguredPeer peer, ObjectErrors found)
    {
        if (secrets is null || peer.PasswordSecret is not { } key)
        {
            return;
        }

        const string field = "spec.passwordSecret";
        if (!secrets.TryGetValue(key, out var secret))
        {
            found.AddReference(field, $"'{key.Name}' is no Secret of namespace '{key.Namespace}'; make it, of type {BasicAuth}, with the key 'password'");
        }
        else if (secret.Type != BasicAuth)
        {
            found.AddReference(field, $"Secret '{key.Name}' is of type '{secret.Type}'; make it again with type {BasicAuth}");
        }
        else if (secret.Password is not { Length: > 0 })
        {
            found.AddReference(field, $"Secret '{key.Name}' has no password; put it under the key 'password'");
        }
    }
}
