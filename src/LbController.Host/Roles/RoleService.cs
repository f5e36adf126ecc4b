using LbController.Engine.Facts;
using LbController.Host.Driving;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LbController.Host.Roles;

/// <summary>
/// Runs a role until the process is asked to leave: the sources post facts, the loop turns. The farewell is one more fact, whose
/// commands get a moment to take effect. A broken invariant ends the process, so that it is started anew.
/// </summary>
internal sealed partial class RoleService(
    ReactorLoop loop,
    Mailbox mailbox,
    IReadOnlyList<Func<CancellationToken, Task>> sources,
    IHostApplicationLifetime lifetime,
    ILogger<RoleService> logger) : BackgroundService
{
    private static readonly TimeSpan Farewell = TimeSpan.FromMilliseconds(500);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var sourcesEnd = new CancellationTokenSource();
        var running = sources.Select(source => source(sourcesEnd.Token)).ToList();
        try
        {
            await loop.RunAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            mailbox.Post(new Fact.Leaving());
            loop.Turn();
            await Task.Delay(Farewell, CancellationToken.None);
        }
        catch (Exception defect)
        {
            Defect(defect);
            Environment.ExitCode = 70;
            lifetime.StopApplication();
        }

        await sourcesEnd.CancelAsync();
        await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    [LoggerMessage(EventId = 101, Level = LogLevel.Critical, Message = "a defect of ours; the process ends and is to be started again")]
    private partial void Defect(Exception defect);
}
