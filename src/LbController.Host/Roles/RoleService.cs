using LbController.Engine.Facts;
using LbController.Host.Driving;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LbController.Host.Roles;

/// <summary>
/// Runs a role until the process is asked to leave: the sources post facts, the loop turns. The farewell is one more fact; the loop
/// turns on until the reactor is through with it. A broken invariant ends the process, so that it is started anew.
/// </summary>
internal sealed partial class RoleService(
    ReactorLoop loop,
    Mailbox mailbox,
    IReadOnlyList<Func<CancellationToken, Task>> sources,
    IHostApplicationLifetime lifetime,
    Action record,
    ILogger<RoleService> logger) : BackgroundService
{
    /// <summary>Longer than any reactor takes to leave; shorter than the grace that Kubernetes gives.</summary>
    private static readonly TimeSpan LongestFarewell = TimeSpan.FromSeconds(12);

    /// <summary>For writes to the API that are on their way.</summary>
    private static readonly TimeSpan LastWrites = TimeSpan.FromMilliseconds(500);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var sourcesEnd = new CancellationTokenSource();
        var running = sources.Select(source => source(sourcesEnd.Token)).ToList();
        try
        {
            await OnOwnThread(() => loop.Run(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            mailbox.Post(new Fact.Leaving());
            await OnOwnThread(() => loop.Leave(LongestFarewell));
            await Task.Delay(LastWrites, CancellationToken.None);
        }
        catch (Exception defect)
        {
            Defect(defect);
            record();
            Environment.ExitCode = 70;
            lifetime.StopApplication();
        }

        await sourcesEnd.CancelAsync();
        await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static Task OnOwnThread(Action work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    [LoggerMessage(EventId = 101, Level = LogLevel.Critical, Message = "a defect of ours; the process ends and is to be started again")]
    private partial void Defect(Exception defect);
}
