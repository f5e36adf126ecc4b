using LbController.Core.Config;
using LbController.Core.Snapshot;
using LbController.Engine.Facts;

namespace LbController.Engine.Configuring;

/// <summary>The rights that the API server has denied, for the ConfigurationState: without them a daemon does half of its work, or none.</summary>
/// <param name="who">Such as <c>controller</c> or <c>speaker of node n1</c>.</param>
internal sealed class MissingRights(string who)
{
    private readonly SortedSet<(string Resource, string Verb)> missing = [];

    public bool AreNone => missing.Count == 0;

    public void Fold(Fact fact)
    {
        switch (fact)
        {
            case Fact.AccessDenied denied:
                missing.Add((denied.Resource, denied.Verb));
                break;
            case Fact.AccessGiven given:
                missing.Remove((given.Resource, given.Verb));
                break;
        }
    }

    /// <summary>The verdict, and a line for each right that is missing.</summary>
    public ConfigurationVerdict AddTo(ConfigurationVerdict verdict) => AreNone
        ? verdict
        : new ConfigurationVerdict(verdict.Errors.Concat(missing.Select(right =>
            $"{who}: missing right: verb '{right.Verb}', resource '{right.Resource}'; give it to the ServiceAccount (helm upgrade restores the chart's roles, kubectl lb check lists what is missing)")).ToValueArray());
}
