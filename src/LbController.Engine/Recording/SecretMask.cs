using System.Text;
using LbController.Core.Config;
using LbController.Core.Snapshot;
using LbController.Engine.Commands;
using LbController.Engine.Facts;
using LbController.Protocols.Liveness;

namespace LbController.Engine.Recording;

/// <summary>
/// Takes the secrets out of a recording: passwords become <c>password-1</c> and so on, keys become others of no worth, and what they had sealed is
/// sealed anew. Equal secrets stay equal and different ones different, so a reactor decides as it did.
/// </summary>
public sealed class SecretMask
{
    private readonly SortedDictionary<string, string> passwords = new(StringComparer.Ordinal);
    private readonly List<(ReadOnlyMemory<byte> Secret, ReadOnlyMemory<byte> Worthless)> keys = [];

    public static FlightRecording Apply(FlightRecording recording)
    {
        var mask = new SecretMask();
        var speaker = recording.Speaker is { LivenessKey: { } key } told ? told with { LivenessKey = mask.Key(key) } : recording.Speaker;

        // All keys first: a datagram may be sealed with one that was read later.
        foreach (var read in recording.Before.Concat(recording.Steps.SelectMany(step => step.Facts)).OfType<NetworkFact.LivenessKeysRead>())
        {
            _ = read.Keys.Select(mask.Key).ToList();
        }

        return recording with
        {
            Speaker = speaker,
            Before = [.. recording.Before.Select(mask.Mask)],
            Steps = [.. recording.Steps.Select(step => new RecordedStep(step.At, [.. step.Facts.Select(mask.Mask)], [.. step.Commands.Select(mask.Mask)]))],
        };
    }

    private Fact Mask(Fact fact) => fact switch
    {
        Fact.Seen { Object: SecretSnapshot { Password: { } password } secret } => new Fact.Seen(secret with { Password = Password(password) }),
        Fact.Seen { Object: BgpPeerSpec peer } => new Fact.Seen(peer with { Password = Password(peer.Password) }),
        Fact.Ended ended => ended with { Command = Mask(ended.Command) },
        NetworkFact.LivenessKeysRead read => new NetworkFact.LivenessKeysRead([.. read.Keys.Select(Key)]),
        NetworkFact.DatagramReceived datagram => datagram with { Bytes = SealAnew(datagram.Bytes) },
        _ => fact,
    };

    private Command Mask(Command command) => command switch
    {
        NetworkCommand.Connect connect => connect with { Password = Password(connect.Password) },
        NetworkCommand.ListenTcp listen => listen with { Peers = listen.Peers.Select(peer => peer with { Password = Password(peer.Password) }).ToValueArray() },
        NetworkCommand.SendDatagram datagram => datagram with { Bytes = SealAnew(datagram.Bytes) },
        NetworkCommand.SendSpare spare => spare with { Bytes = SealAnew(spare.Bytes) },
        _ => command,
    };

    private string Password(string secret)
    {
        if (secret.Length == 0)
        {
            return "";
        }

        if (!passwords.TryGetValue(secret, out var masked))
        {
            passwords[secret] = masked = $"password-{passwords.Count + 1}";
        }

        return masked;
    }

    private ReadOnlyMemory<byte> Key(ReadOnlyMemory<byte> secret)
    {
        if (secret.IsEmpty)
        {
            return secret;
        }

        foreach (var (known, worthless) in keys)
        {
            if (known.Span.SequenceEqual(secret.Span))
            {
                return worthless;
            }
        }

        keys.Add((secret, Encoding.ASCII.GetBytes($"key-{keys.Count + 1}")));
        return keys[^1].Worthless;
    }

    private ReadOnlyMemory<byte> SealAnew(ReadOnlyMemory<byte> datagram)
    {
        foreach (var (secret, worthless) in keys)
        {
            if (HeartbeatCodec.TryReseal(datagram.Span, secret, worthless.Span, out var resealed))
            {
                return resealed;
            }
        }

        return datagram;
    }
}
