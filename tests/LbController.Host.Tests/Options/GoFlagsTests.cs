using System.CommandLine;
using LbController.Host.Options;

namespace LbController.Host.Tests.Options;

public sealed class GoFlagsTests
{
    private static readonly RootCommand Root = new() { Controller() };

    [Theory]
    [InlineData("-port=7472")]
    [InlineData("--port=7472")]
    [InlineData("-port", "7472")]
    [InlineData("--port", "7472")]
    public void A_long_name_is_taken_with_one_dash_and_with_two(params string[] arguments)
    {
        var parsed = Root.Parse(GoFlags.Normalize(Root, ["controller", .. arguments]));

        Assert.Empty(parsed.Errors);
        Assert.Equal(7472, parsed.GetValue<int>("--port"));
    }

    [Theory]
    [InlineData("-h")]
    [InlineData("-1")]
    [InlineData("-bogus")]
    [InlineData("x-port")]
    public void Anything_else_stays_as_it_is(string argument) => Assert.Equal([argument], GoFlags.Normalize(Root, [argument]));

    private static Command Controller()
    {
        var command = new Command("controller");
        new CommonOptions().AddTo(command);
        return command;
    }
}
