using System.Net.Http.Headers;
using System.Text.Json;
using k8s;
using k8s.Authentication;
using k8s.KubeConfigModels;

namespace LbController.Kubernetes.Client;

/// <summary>A program that a kubeconfig names to say who the user is (client.authentication.k8s.io, ExecCredential). It is asked anew shortly before its answer ends.</summary>
/// <param name="command">What the kubeconfig says.</param>
/// <param name="time">Tells when an answer ends.</param>
internal sealed class CredentialPlugin(ExternalExecution command, TimeProvider time) : ITokenProvider
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Early = TimeSpan.FromSeconds(30);

    private readonly Lock gate = new();
    private CredentialAnswer? last;

    public Task<AuthenticationHeaderValue> GetAuthenticationHeaderAsync(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            try
            {
                return Task.FromResult(new AuthenticationHeaderValue("Bearer", Ask().Token ?? throw new FormatException($"its credential plugin {command.Command} gives no token any more")));
            }
            catch (FormatException failure)
            {
                throw new HttpRequestException($"kubeconfig: {failure.Message}", failure);
            }
        }
    }

    /// <summary>The answer that holds, or a new one.</summary>
    /// <exception cref="FormatException">The program cannot be run, or says nothing of use.</exception>
    public CredentialAnswer Ask()
    {
        if (last is null || last.Ends - Early <= time.GetUtcNow())
        {
            last = Parse(Run());
        }

        return last;
    }

    private string Run()
    {
        if (string.IsNullOrWhiteSpace(command.Command))
        {
            throw new FormatException("its credential plugin has no command");
        }

        try
        {
            using var process = KubernetesClientConfiguration.CreateRunnableExternalProcess(command);
            process.Start();
            var output = process.StandardOutput.ReadToEndAsync();
            if (!process.WaitForExit(Patience))
            {
                process.Kill(entireProcessTree: true);
                throw new FormatException($"its credential plugin {command.Command} does not end within {Patience.TotalMinutes:0} minutes");
            }

            return process.ExitCode == 0
                ? output.GetAwaiter().GetResult()
                : throw new FormatException($"its credential plugin {command.Command} ended with {process.ExitCode}; run it by hand to see why");
        }
        catch (Exception failure) when (failure is not FormatException)
        {
            throw new FormatException($"its credential plugin {command.Command} cannot be run: {failure.Message}", failure);
        }
    }

    private CredentialAnswer Parse(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            var version = TextOf(json.RootElement, "apiVersion");
            if (version != command.ApiVersion)
            {
                throw new FormatException($"its credential plugin {command.Command} answers in '{version}', not in '{command.ApiVersion}'");
            }

            var status = json.RootElement.TryGetProperty("status", out var found) ? found : default;
            var answer = new CredentialAnswer(
                TextOf(status, "token"),
                TextOf(status, "clientCertificateData"),
                TextOf(status, "clientKeyData"),
                status.ValueKind == JsonValueKind.Object && status.TryGetProperty("expirationTimestamp", out var end) && end.TryGetDateTimeOffset(out var moment) ? moment : null);
            return answer.Token is not null || (answer.CertificatePem is not null && answer.KeyPem is not null)
                ? answer
                : throw new FormatException($"its credential plugin {command.Command} gives neither a token nor a certificate with its key");
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            throw new FormatException($"its credential plugin {command.Command} answers nonsense: {failure.Message}", failure);
        }
    }

    private static string? TextOf(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var field) && field.ValueKind == JsonValueKind.String ? field.GetString() : null;
}
