using System.Net;
using LbController.Host.Tls;

namespace LbController.Host.Web;

/// <summary>Where and how a web server listens.</summary>
/// <param name="Serves">What is missed when the port is taken, such as <c>metrics</c>.</param>
/// <param name="Option">The option that gives another port.</param>
/// <param name="Number">0: a free one.</param>
/// <param name="Address">Null: every address of the machine.</param>
/// <param name="Tls">Null: in the open.</param>
internal sealed record WebPort(string Serves, string Option, int Number, IPAddress? Address = null, ServedTls? Tls = null)
{
    /// <summary>The longest body of a request, in bytes.</summary>
    public long LargestRequest { get; init; } = 64 * 1024;

    /// <summary>Without it the program must not run.</summary>
    public bool IsVital { get; init; }
}
