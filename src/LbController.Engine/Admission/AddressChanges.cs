using LbController.Core.Config;
using LbController.Core.Snapshot;
using LbController.Engine.Controller;
using LbController.Engine.Planning;

namespace LbController.Engine.Admission;

/// <summary>What a change of a pool does to the addresses of Services, in a few sentences.</summary>
internal static class AddressChanges
{
    /// <summary>Beyond that a forecast takes longer than an API server waits.</summary>
    public const int MostServices = 20_000;

    /// <param name="wanted">The pool as it is to be; null: it goes.</param>
    /// <param name="key">Its name.</param>
    /// <param name="options">Those of the controller.</param>
    /// <param name="cluster">As it is.</param>
    public static IEnumerable<string> Of(ConfigObject? wanted, ObjectKey key, ControllerOptions options, IReadOnlyCollection<SnapshotObject> cluster)
    {
        if (cluster.OfType<ServiceSnapshot>().Skip(MostServices).Any())
        {
            return [$"there are more than {MostServices} Services: 'kubectl lb plan' tells what this does to their addresses"];
        }

        var whatIf = new WhatIf(options with { ElectsLeader = false }, cluster);
        if (wanted is null)
        {
            whatIf.Remove(typeof(PoolSpec), key);
        }
        else
        {
            whatIf.Put(wanted);
        }

        var forecast = whatIf.Forecast();
        return
        [
            .. Sentence(forecast, ForecastKind.Loses, "will lose", service => $"{service.Before} of {service.Service}"),
            .. Sentence(forecast, ForecastKind.Moves, "will move", service => $"{service.Service} from {service.Before} to {service.After}"),
            .. Sentence(forecast, ForecastKind.Gets, "will get", service => $"{service.Service} {service.After}"),
            .. forecast.Pools.Where(pool => pool.RunsDry).Select(pool => $"IPAddressPool '{pool.Pool}' will have no address left"),
        ];
    }

    private static IEnumerable<string> Sentence(Forecast forecast, ForecastKind kind, string verb, Func<ServiceForecast, string> item)
    {
        var services = forecast.Services.Where(service => service.Kind == kind).ToList();
        return services.Count == 0 ? [] : [Enumeration.Of(services.Count, verb, services.Select(item))];
    }
}
