namespace LbController.Lab.Proxy;

/// <summary>One ready endpoint of a Service port.</summary>
internal sealed record ProxyEndpoint(string Address, int Port, string NodeName);
