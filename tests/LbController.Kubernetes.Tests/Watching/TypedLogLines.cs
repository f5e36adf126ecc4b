using Microsoft.Extensions.Logging;

namespace LbController.Kubernetes.Tests.Watching;

/// <summary>Keeps what one type logs.</summary>
internal sealed class LogLines<T> : LogLines, ILogger<T>;
