namespace LbController.Kubernetes.Client;

/// <summary>The user gave no usable way to the API server; the message says what to mend.</summary>
public sealed class ClusterConfigurationException(string message, Exception inner) : Exception(message, inner);
