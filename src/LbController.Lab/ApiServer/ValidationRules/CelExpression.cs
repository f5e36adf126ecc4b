using System.Collections.Concurrent;
using Cel;

namespace LbController.Lab.ApiServer.ValidationRules;

/// <summary>
/// One compiled expression of the Common Expression Language. The only place that knows the library, which has the language
/// itself; Kubernetes' string functions are added here.
/// </summary>
internal sealed class CelExpression
{
    private static readonly ConcurrentDictionary<string, CelExpression> Compiled = new(StringComparer.Ordinal);

    private readonly CelProgramDelegate program;

    private CelExpression(CelProgramDelegate program) => this.program = program;

    /// <exception cref="CelException">The text is not a valid expression; the message says where.</exception>
    public static CelExpression Compile(string text) => Compiled.GetOrAdd(text, CompileAnew);

    /// <param name="self">Text, long, double, bool, lists and dictionaries of them.</param>
    /// <param name="oldSelf">The same before the write; null when there was nothing.</param>
    public CelOutcome Evaluate(object? self, object? oldSelf)
    {
        try
        {
            var value = program(new Dictionary<string, object?>(StringComparer.Ordinal) { ["self"] = self, ["oldSelf"] = oldSelf });
            return value is bool or string ? new CelOutcome(value, null) : new CelOutcome(null, "no such overload");
        }
        catch (Exception wrong) when (wrong is not OutOfMemoryException)
        {
            return new CelOutcome(null, wrong.Message);
        }
    }

    private static CelExpression CompileAnew(string text)
    {
        try
        {
            var environment = new CelEnvironment(null, null);
            foreach (var (name, arguments, body) in StringFunctions.All)
            {
                environment.RegisterFunction(name, arguments, given => body(given));
            }
            return new CelExpression(environment.Compile(text));
        }
        catch (Exception wrong) when (wrong is not OutOfMemoryException)
        {
            throw new CelException(wrong.Message);
        }
    }
}
