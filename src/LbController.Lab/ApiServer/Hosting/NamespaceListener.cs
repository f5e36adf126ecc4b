using System.Net;

namespace LbController.Lab.ApiServer.Hosting;

/// <summary>An address to listen on inside a named network namespace, written NETNS=ADDR:PORT.</summary>
public sealed record NamespaceListener(string Namespace, IPEndPoint EndPoint)
{
    public static NamespaceListener? TryParse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var at = text.IndexOf('=', StringComparison.Ordinal);
        return at > 0 && IPEndPoint.TryParse(text[(at + 1)..], out var endPoint) && endPoint.Port > 0
            ? new NamespaceListener(text[..at], endPoint)
            : null;
    }
}
