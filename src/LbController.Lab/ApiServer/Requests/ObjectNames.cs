using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace LbController.Lab.ApiServer.Requests;

/// <summary>Names of objects: what is allowed, and what generateName makes.</summary>
internal static partial class ObjectNames
{
    private const string SuffixLetters = "bcdfghjklmnpqrstvwxz2456789";

    public static string Generate(string prefix) => prefix + RandomNumberGenerator.GetString(SuffixLetters, 5);

    /// <summary>RFC 1123 subdomain; RBAC names may be any path segment.</summary>
    public static bool IsValid(string name, string group) => group is "rbac.authorization.k8s.io"
        ? name is not ("." or "..") && !name.Contains('/', StringComparison.Ordinal) && !name.Contains('%', StringComparison.Ordinal)
        : name.Length <= 253 && Subdomain().IsMatch(name);

    [GeneratedRegex("^[a-z0-9]([-a-z0-9]*[a-z0-9])?([.][a-z0-9]([-a-z0-9]*[a-z0-9])?)*$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Subdomain();
}
