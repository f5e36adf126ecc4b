using LbController.Lab.ApiServer.Store;

namespace LbController.Lab.ApiServer.Requests;

/// <summary>One run of a write: the trial that the webhooks are shown, or the write itself after it.</summary>
/// <param name="Options">How to write.</param>
/// <param name="Trial">What the trial made; null: this is the trial, or there is none.</param>
internal sealed record TriedWrite(WriteOptions Options, StoredObject? Trial);
