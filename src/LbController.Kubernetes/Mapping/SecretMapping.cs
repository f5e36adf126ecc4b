using System.Text;
using k8s.Models;
using LbController.Core.Snapshot;

namespace LbController.Kubernetes.Mapping;

/// <summary>Secret (v1) of type <c>kubernetes.io/basic-auth</c>, of which only the key <c>password</c> is read.</summary>
public static class SecretMapping
{
    /// <summary>The type that a Secret with a BGP password must have.</summary>
    public const string BasicAuthType = "kubernetes.io/basic-auth";

    /// <summary>The key of the password in <c>data</c>.</summary>
    public const string PasswordKey = "password";

    /// <summary>The password of a Secret of another type is not taken over: it is not meant for routers.</summary>
    public static SecretSnapshot ToSnapshot(V1Secret secret) =>
        new(secret.Metadata.ToKey(), secret.Type ?? "", secret.Type == BasicAuthType ? PasswordOf(secret) : null);

    private static string? PasswordOf(V1Secret secret) =>
        secret.Data is not null && secret.Data.TryGetValue(PasswordKey, out var bytes) && bytes is not null
            ? Encoding.UTF8.GetString(bytes)
            : null;
}
