using System.Text.RegularExpressions;

namespace LbController.Architecture.Tests.Walls;

/// <summary>Core, Protocols and Engine decide; they touch nothing.</summary>
public sealed partial class PureProjectTests
{
    [Theory]
    [InlineData("LbController.Core")]
    [InlineData("LbController.Protocols")]
    [InlineData("LbController.Engine")]
    public void A_pure_project_knows_no_IO_clock_chance_thread_or_ambient_culture(string assembly)
    {
        var used = UsedTypes.Of(assembly);
        Assert.NotEmpty(used);
        Assert.DoesNotContain(used, name => Forbidden().IsMatch(name));
    }

    /// <summary>One seed, one trace: the simulator may write to its screen and nothing else.</summary>
    [Fact]
    public void The_simulator_knows_no_clock_chance_thread_or_order_that_comes_from_a_hash()
    {
        var used = UsedTypes.Of("LbController.Simulation");
        Assert.DoesNotContain(used, name => Forbidden().IsMatch(name) && !name.StartsWith("System.Console", StringComparison.Ordinal) && !name.StartsWith("System.IO.TextWriter", StringComparison.Ordinal));
        Assert.DoesNotContain(used, name => name.StartsWith("System.Collections.Generic.Dictionary", StringComparison.Ordinal) || name.StartsWith("System.Collections.Generic.HashSet", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("System.IO.File")]
    [InlineData("System.Net.Sockets.Socket")]
    [InlineData("System.Threading.Tasks.Task")]
    [InlineData("System.DateTime")]
    [InlineData("System.Random")]
    [InlineData("System.Guid.NewGuid")]
    [InlineData("System.HashCode")]
    [InlineData("System.Collections.Immutable.ImmutableDictionary`2")]
    [InlineData("System.Globalization.CultureInfo.get_CurrentCulture")]
    public void The_wall_stops(string name) => Assert.Matches(Forbidden(), name);

    [Theory]
    [InlineData("System.Net.IPAddress.TryParse")]
    [InlineData("System.Security.Cryptography.HMACSHA256.HashData")]
    [InlineData("System.TimeSpan")]
    public void The_wall_lets_pass(string name) => Assert.DoesNotMatch(Forbidden(), name);

    // Iterators that the compiler makes ask for the number of the thread.
    [GeneratedRegex(
        @"^(System\.IO\.|System\.Net\.(Sockets\.(?!AddressFamily$)|Http|NetworkInformation)|System\.Threading\.|System\.Diagnostics\.(Process|Stopwatch)|System\.Console|Microsoft\."
        + @"|System\.Environment\.(?!NewLine|get_CurrentManagedThreadId)|System\.(DateTime|DateTimeOffset|TimeProvider|Random|HashCode)(\.|$)|System\.Guid\.NewGuid"
        + @"|System\.Security\.Cryptography\.RandomNumberGenerator|System\.Collections\.Immutable\.Immutable(Dictionary|HashSet)"
        + @"|System\.Globalization\.CultureInfo\.get_Current)",
        RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex Forbidden();
}
