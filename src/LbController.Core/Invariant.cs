using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace LbController.Core;

/// <summary>What must hold whatever the world does. A breach is a defect of ours: the process ends and is started again.</summary>
public static class Invariant
{
    /// <exception cref="InvariantException">The condition does not hold.</exception>
    public static void Holds([DoesNotReturnIf(false)] bool condition, [CallerArgumentExpression(nameof(condition))] string what = "")
    {
        if (!condition)
        {
            throw new InvariantException(what);
        }
    }
}
