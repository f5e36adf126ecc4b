namespace LbController.Protocols.Wire;

public static class ValueSequenceBuilder
{
    /// <summary>Copies the items.</summary>
    public static ValueSequence<T> Create<T>(ReadOnlySpan<T> items) => new(items.ToArray());
}
