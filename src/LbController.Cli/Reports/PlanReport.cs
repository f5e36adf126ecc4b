using LbController.Cli.Output;
using LbController.Core.Config;
using LbController.Engine.Planning;

namespace LbController.Cli.Reports;

/// <summary>What a change would do.</summary>
internal static class PlanReport
{
    public static Report Of(Forecast forecast)
    {
        var services = new ReportTable("services", "service", "effect", "before", "after", "reason", "message") { WhenEmpty = "no Service's address changes" };
        foreach (var service in forecast.Services)
        {
            services.Add(service.Service.ToString(), service.Kind.ToString().ToLowerInvariant(), ReportTable.List(service.Before), ReportTable.List(service.After), service.Reason, service.Message);
        }

        var pools = new ReportTable("pools", "pool", "ipv4Free", "ipv6Free", "runsDry") { WhenEmpty = "no pool changes" };
        foreach (var pool in forecast.Pools)
        {
            pools.Add(pool.Pool, Change(pool, counters => counters.AvailableIPv4), Change(pool, counters => counters.AvailableIPv6), pool.RunsDry);
        }

        var errors = new ReportTable("errors", "message") { WhenEmpty = "none", IsBad = true };
        foreach (var error in forecast.Errors)
        {
            errors.Add(error);
        }

        return new Report(services, pools, errors) { ExitCode = forecast.IsHarmful || !forecast.Errors.IsEmpty ? ExitCodes.Found : ExitCodes.Fine };
    }

    private static string Change(PoolForecast pool, Func<PoolCounters, long> count) =>
        $"{(pool.Before is { } before ? count(before) : "none")} -> {(pool.After is { } after ? count(after) : "none")}";
}
