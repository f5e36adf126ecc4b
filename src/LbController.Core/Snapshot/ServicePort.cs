namespace LbController.Core.Snapshot;

/// <summary>A port of a Service: protocol <c>TCP</c>, <c>UDP</c> or <c>SCTP</c>, and its number as clients see it.</summary>
public readonly record struct ServicePort(string Protocol, int Port);
