using System.CommandLine;
using LbController.Host.Options;

namespace LbController.Host.Tests.Options;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("--port", "x")]
    [InlineData("--port", "65536")]
    [InlineData("--health-probe-port", "-1")]
    public void A_port_that_is_none_is_wrong_usage(string flag, string value)
    {
        var command = new Command("controller");
        new CommonOptions().AddTo(command);

        Assert.Contains(command.Parse([flag, value]).Errors, error => error.Message.Contains(flag, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--tls-cipher-suites=TLS_AES_128_GCM_SHA256")]
    [InlineData("--webhook-http2")]
    [InlineData("--deployment", "controller", "--port", "7472")]
    public void A_flag_of_MetalLB_without_meaning_here_is_taken_and_told(params string[] arguments)
    {
        var command = new Command("controller");
        new CommonOptions().AddTo(command);
        ForeignFlags.AddTo(command, ForeignFlags.Controller);
        var parsed = command.Parse(arguments);
        using var told = new StringWriter();
        ForeignFlags.Tell(parsed, told);

        Assert.Empty(parsed.Errors);
        Assert.Equal($"{arguments[0].Split('=')[0]} has no effect here.{Environment.NewLine}", told.ToString());
    }

    [Fact]
    public void A_flag_that_the_command_has_itself_keeps_its_meaning()
    {
        var own = new Option<string>("--host");
        var command = new Command("speaker") { own };
        ForeignFlags.AddTo(command, ForeignFlags.Speaker);

        Assert.Equal("here", command.Parse(["--host", "here"]).GetValue(own));
    }

    [Fact]
    public void An_unknown_flag_is_wrong_usage()
    {
        var command = new Command("speaker");
        ForeignFlags.AddTo(command, ForeignFlags.Speaker);

        Assert.NotEmpty(command.Parse(["--bogus"]).Errors);
    }
}
