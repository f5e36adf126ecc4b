using System.Text.Json.Nodes;
using LbController.Lab.ApiServer.Json;

namespace LbController.Lab.ApiServer.Authorization;

/// <summary>Who sent a request.</summary>
internal sealed record Caller(string User, IReadOnlyList<string> Groups)
{
    private const string AccountPrefix = "system:serviceaccount:";

    /// <summary>May do everything.</summary>
    public static readonly Caller Administrator = new("lab-admin", ["system:masters", "system:authenticated"]);

    public bool IsAdministrator => Groups.Contains("system:masters", StringComparer.Ordinal);

    public static Caller OfAccount(string space, string name) =>
        new($"{AccountPrefix}{space}:{name}", ["system:serviceaccounts", $"system:serviceaccounts:{space}", "system:authenticated"]);

    /// <summary>A user by name, with the groups that follow from the name.</summary>
    public static Caller Named(string user, IEnumerable<string> groups) =>
        user.StartsWith(AccountPrefix, StringComparison.Ordinal) && user[AccountPrefix.Length..].Split(':') is [var space, var name]
            ? OfAccount(space, name)
            : new Caller(user, [.. groups, "system:authenticated"]);

    public JsonObject ToJson() => new() { ["username"] = User, ["groups"] = JsonReading.ArrayOf(Groups) };
}
