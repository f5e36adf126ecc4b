namespace LbController.Simulation.Cluster;

/// <summary>How the API server misbehaves; each a probability from 0 to 1, or a span.</summary>
public sealed record ApiFaults
{
    /// <summary>A write is answered with an error and has no effect.</summary>
    public double Failure { get; init; }

    /// <summary>Somebody else writes just before a status write, which is refused with 409.</summary>
    public double Conflict { get; init; }

    /// <summary>A write takes effect, and its author hears of a failure.</summary>
    public double LostAnswer { get; init; }

    /// <summary>A controller's write of a Service hangs on its way, for up to half a minute; its author hears of a failure, or has long ended or lost the Lease.</summary>
    public double Late { get; init; }

    /// <summary>The longest that news waits in a watch, in milliseconds.</summary>
    public double MostLag { get; init; } = 10;

    /// <summary>News about one object is united before it is told.</summary>
    public double Coalesce { get; init; }

    /// <summary>A watch begins anew and tells the last few changes again.</summary>
    public double Replay { get; init; }

    /// <summary>410: a watch has to list everything again.</summary>
    public double Expire { get; init; }

    /// <summary>A watch is silent for up to ten seconds.</summary>
    public double Stall { get; init; }

    /// <summary>One more of them, by its name in a scenario.</summary>
    /// <exception cref="FormatException">There is none of that name.</exception>
    public ApiFaults With(string name, double value) => name switch
    {
        "failure" => this with { Failure = value },
        "conflict" => this with { Conflict = value },
        "lost" => this with { LostAnswer = value },
        "late" => this with { Late = value },
        "lag" => this with { MostLag = value },
        "coalesce" => this with { Coalesce = value },
        "replay" => this with { Replay = value },
        "expire" => this with { Expire = value },
        "stall" => this with { Stall = value },
        _ => throw new FormatException($"the API server has no fault '{name}'"),
    };
}
