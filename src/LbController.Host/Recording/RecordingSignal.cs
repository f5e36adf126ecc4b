using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting;

namespace LbController.Host.Recording;

/// <summary>Writes a recording whenever the process gets SIGUSR1.</summary>
internal sealed class RecordingSignal(RecordingFolder folder) : IHostedService, IDisposable
{
    /// <summary>Of Linux on x86-64 and ARM alike; .NET has no name for it.</summary>
    private const PosixSignal UserSignal1 = (PosixSignal)10;

    private PosixSignalRegistration? registration;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        registration = PosixSignalRegistration.Create(UserSignal1, context =>
        {
            context.Cancel = true;
            folder.Write(RecordingFolder.Asked);
        });
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose() => registration?.Dispose();
}
