using System.Globalization;
using LbController.Core.Addresses;
using LbController.Engine.Commands;
using LbController.Simulation.Network;
using LbController.Simulation.Nodes;
using LbController.Simulation.Running;

namespace LbController.Simulation.Checkers;

/// <summary>
/// Within a bound: what is planned takes no route away that routers were not asked to leave a second before. A route may go at once when the
/// speaker was told that it may not be announced any more, and one that is not there for longer is nobody's yet.
/// </summary>
public sealed class SuddenWithdrawalChecker(World world) : Checker(world, "sudden-withdrawal")
{
    /// <summary>A router has chosen another way within a second; clocks go wrong by a hundredth.</summary>
    private static readonly TimeSpan TimeToMove = TimeSpan.FromSeconds(0.985);
    private static readonly TimeSpan Young = TimeSpan.FromSeconds(1.02);

    private readonly SortedDictionary<(string Node, long Connection), SpokenSession> sessions = [];

    public override void Commanded(SimProcess process, Command command)
    {
        if (process is not SimSpeaker speaker)
        {
            return;
        }

        switch (command)
        {
            case NetworkCommand.Connect connect when World.Routers.FirstOrDefault(router => router.Ip == connect.Remote) is { } router:
                sessions[(speaker.NodeName, connect.Connection)] = new(router);
                break;
            case NetworkCommand.SendTcp send when sessions.TryGetValue((speaker.NodeName, send.Connection), out var session):
                Read(speaker, session, send);
                break;
            case NetworkCommand.CloseTcp close when sessions.Remove((speaker.NodeName, close.Connection), out var session):
                if (speaker.IsLeaving && session.IsSaidToBeShutDown)
                {
                    JudgeAll(speaker, session, "ends the session");
                }
                else if (speaker.IsLeaving && !session.IsEnded && session.Router.HasSessionWith(speaker.Node.Ip) && !IsKept(session))
                {
                    JudgeAll(speaker, session, "closes the connection");
                }

                break;
        }
    }

    /// <summary>The router keeps the routes of one that closes without a word, and expects it back.</summary>
    private static bool IsKept(SpokenSession session) => session.Router.IsGraceful && session.Open is { RestartSeconds: > 0 };

    private void Read(SimSpeaker speaker, SpokenSession session, NetworkCommand.SendTcp send)
    {
        List<byte> bytes = [.. send.Bytes.Span];
        try
        {
            while (StrictBgp.TryTake(bytes, ushort.MaxValue, out var type, out var body))
            {
                switch (type)
                {
                    case 1:
                        session.Open = StrictBgp.ReadOpen(body);
                        break;
                    case 2 when session.Open is not null:
                        Read(speaker, session, StrictBgp.ReadUpdate(body, session.Open, SimRouter.NodeAs, session.Router.IsInternal));
                        break;
                    case 3:
                        session.IsEnded = true;
                        session.IsSaidToBeShutDown = body is [6, 2, ..];
                        break;
                }
            }
        }
        catch (FormatException)
        {
            // The router says so.
            sessions.Remove((speaker.NodeName, send.Connection));
        }
    }

    private void Read(SimSpeaker speaker, SpokenSession session, StrictUpdate update)
    {
        foreach (var prefix in update.Withdrawn)
        {
            if (session.Routes.Remove(prefix, out var route))
            {
                Judge(speaker, session, prefix, route, "withdraws");
            }
        }

        foreach (var (network, length, _) in update.Announced)
        {
            var known = session.Routes.TryGetValue((network, length), out var before);
            session.Routes[(network, length)] = (known ? before.Since : World.Now, update.IsFading ? before.FadingSince ?? World.Now : null);
        }
    }

    private void JudgeAll(SimSpeaker speaker, SpokenSession session, string how)
    {
        foreach (var (prefix, route) in session.Routes)
        {
            Judge(speaker, session, prefix, route, how);
        }
    }

    private void Judge(SimSpeaker speaker, SpokenSession session, (Address Network, int Length) prefix, (TimeSpan Since, TimeSpan? FadingSince) route, string how)
    {
        if (World.Now - route.Since > Young
            && !(World.Now - route.FadingSince >= TimeToMove)
            && Oracle.MayAnnounceBgp(speaker.View, speaker.NodeName, prefix.Network))
        {
            var faded = route.FadingSince is { } since ? string.Create(CultureInfo.InvariantCulture, $"was asked to leave only {(World.Now - since).TotalMilliseconds:0} ms before") : "was not asked to leave";
            Fail($"{speaker.NodeName} {how}, and {session.Router.Name} {faded} its way to {prefix.Network}/{prefix.Length}");
        }
    }

    /// <summary>What a speaker has said on one connection.</summary>
    private sealed class SpokenSession(SimRouter router)
    {
        public SimRouter Router => router;

        public StrictOpen? Open { get; set; }

        /// <summary>It has said why it ends.</summary>
        public bool IsEnded { get; set; }

        /// <summary>By Cease, administrative shutdown (RFC 4486, section 3).</summary>
        public bool IsSaidToBeShutDown { get; set; }

        public SortedDictionary<(Address Network, int Length), (TimeSpan Since, TimeSpan? FadingSince)> Routes { get; } = [];
    }
}
