using System.Text.Json.Nodes;

namespace LbController.Lab.ApiServer.Authorization;

/// <summary>What ServiceAccounts asked for, a line of JSON each, written at once; the administrator is left out.</summary>
internal sealed class AuditLog(string file)
{
    private readonly Lock gate = new();

    public void Write(Caller caller, Access access, bool allowed)
    {
        if (caller.IsAdministrator)
        {
            return;
        }
        var line = new JsonObject
        {
            ["user"] = caller.User,
            ["verb"] = access.Verb,
            ["group"] = access.Group,
            ["resource"] = access.FullResource,
            ["namespace"] = access.Namespace,
            ["name"] = access.Name,
            ["path"] = access.Path,
            ["allowed"] = allowed,
        }.ToJsonString();
        lock (gate)
        {
            File.AppendAllText(file, line + "\n");
        }
    }
}
