using LbController.Core.Snapshot;
using LbController.Engine.Commands;
using LbController.Engine.Facts;

namespace LbController.Engine.Speaker;

/// <summary>
/// Keeps the BGPSessionStates of this node. A change of state is written at once; anything else, such as the number of prefixes, once in a
/// while. A write that failed is tried again.
/// </summary>
internal sealed class SessionReporter
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly SortedDictionary<string, SessionReport> written = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, TimeSpan> writtenAt = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> lastState = new(StringComparer.Ordinal);
    private ValueArray<string>? kept;
    private TimeSpan? dueAt;

    public TimeSpan? NextDeadline => dueAt;

    /// <summary>Forgets what a failed command was to have written.</summary>
    public void Fold(Fact.Ended ended, TimeSpan now)
    {
        if (ended.Outcome.Kind is OutcomeKind.Done or OutcomeKind.Refused)
        {
            return;
        }

        switch (ended.Command)
        {
            case Command.WriteSessionState write when written.GetValueOrDefault(write.Session.Peer) == write.Session:
                written.Remove(write.Session.Peer);
                writtenAt[write.Session.Peer] = now;
                dueAt = now + Pause;
                break;
            case Command.KeepSessionStates:
                kept = null;
                dueAt = now + Pause;
                break;
        }
    }

    public IEnumerable<Command> Report(IReadOnlyCollection<SessionReport> sessions, TimeSpan now)
    {
        var commands = new List<Command>();
        var peers = sessions.Select(session => session.Peer).ToValueArray();
        dueAt = null;
        if (kept != peers)
        {
            kept = peers;
            commands.Add(new Command.KeepSessionStates(peers));
            foreach (var gone in written.Keys.Except(peers, StringComparer.Ordinal).ToList())
            {
                written.Remove(gone);
                writtenAt.Remove(gone);
                lastState.Remove(gone);
            }
        }

        foreach (var session in sessions)
        {
            var old = written.GetValueOrDefault(session.Peer);
            if (old == session)
            {
                continue;
            }

            var isTransition = lastState.GetValueOrDefault(session.Peer) != session.State;
            var allowedAt = writtenAt.TryGetValue(session.Peer, out var last) ? last + Pause : now;
            if (isTransition || allowedAt <= now)
            {
                commands.Add(new Command.WriteSessionState(session, isTransition));
                written[session.Peer] = session;
                writtenAt[session.Peer] = now;
                lastState[session.Peer] = session.State;
            }
            else if (!(dueAt < allowedAt))
            {
                dueAt = allowedAt;
            }
        }

        return commands;
    }
}
