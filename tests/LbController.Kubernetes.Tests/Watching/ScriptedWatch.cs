using System.IO.Pipelines;
using System.Net;
using System.Text;

namespace LbController.Kubernetes.Tests.Watching;

/// <summary>The server's end of one watch.</summary>
internal sealed class ScriptedWatch
{
    private readonly Pipe pipe = new();

    public HttpResponseMessage Answer() => new(HttpStatusCode.OK) { Content = new StreamContent(pipe.Reader.AsStream()) };

    public async Task SendAsync(string type, string json) => await SendTextAsync($$"""{"type":"{{type}}","object":{{json}}}""" + "\n");

    public async Task SendTextAsync(string text) => await pipe.Writer.WriteAsync(Encoding.UTF8.GetBytes(text));

    public async Task EndAsync() => await pipe.Writer.CompleteAsync();
}
