namespace LbController.Lab.ApiServer.ValidationRules;

/// <summary>What an expression gave: a value, or the error that kept it from having one.</summary>
internal readonly record struct CelOutcome(object? Value, string? Error)
{
    public bool IsTrue => Error is null && Value is true;
}
