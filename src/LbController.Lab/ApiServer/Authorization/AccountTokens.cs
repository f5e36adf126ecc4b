using System.Security.Cryptography;
using System.Text;
using LbController.Lab.ApiServer.Store;

namespace LbController.Lab.ApiServer.Authorization;

/// <summary>Tokens of ServiceAccounts: namespace, name and uid under a seal of this server; they end with it, or with the account.</summary>
internal sealed class AccountTokens(ObjectStore store)
{
    /// <summary>The token of the administrator, in the kubeconfig.</summary>
    public const string AdministratorToken = "lab";

    private const string Prefix = "lab-sa";

    private readonly byte[] key = RandomNumberGenerator.GetBytes(32);

    /// <summary>The gate is held by the caller.</summary>
    public string Issue(StoredObject account)
    {
        var subject = $"{Prefix}.{account.Key.Namespace}.{account.Key.Name.Replace('.', '/')}.{account.Uid}";
        return $"{subject}.{Seal(subject)}";
    }

    /// <summary>The gate is held by the caller. Null: not one of ours, or its account is gone.</summary>
    public Caller? Read(string token)
    {
        if (token.Split('.') is not [Prefix, var space, var escaped, var uid, var seal] || !CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(seal), Encoding.ASCII.GetBytes(Seal(token[..token.LastIndexOf('.')]))))
        {
            return null;
        }
        var name = escaped.Replace('/', '.');
        return store.Find(new ObjectKey("/serviceaccounts", space, name)) is { } account && string.Equals(account.Uid, uid, StringComparison.Ordinal)
            ? Caller.OfAccount(space, name)
            : null;
    }

    private string Seal(string subject) => Convert.ToHexString(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(subject)));
}
