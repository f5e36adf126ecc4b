namespace LbController.Lab.Bench.Bgp;

/// <param name="Repetitions">How often each trial is made.</param>
/// <param name="Most">The largest number of Services.</param>
/// <param name="Busy">For how long BFD must stand while the processors are busy.</param>
internal sealed record BgpBenchOptions(int Repetitions, int Most, TimeSpan Busy);
