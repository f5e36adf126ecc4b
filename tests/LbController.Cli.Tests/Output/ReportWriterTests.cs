using LbController.Cli.Options;
using LbController.Cli.Output;

namespace LbController.Cli.Tests.Output;

public sealed class ReportWriterTests
{
    private static readonly Report Example = Make();

    [Fact]
    public void Json_keeps_types_and_names() => Assert.Equal(
        """
        {
          "pools": [
            {
              "pool": "a",
              "ipv4Free": 3,
              "auto": true,
              "names": [
                "x",
                "7"
              ],
              "message": "has many words to say to whoever reads it"
            }
          ]
        }

        """,
        Screen.Show(Example, OutputFormat.Json));

    [Fact]
    public void Yaml_quotes_what_would_read_as_something_else() => Assert.Equal(
        """
        pools:
        - pool: a
          ipv4Free: 3
          auto: true
          names:
          - x
          - "7"
          message: has many words to say to whoever reads it

        """,
        Screen.Show(Example, OutputFormat.Yaml));

    [Fact]
    public void Words_are_broken_on_a_narrow_terminal_and_go_below_on_a_very_narrow_one()
    {
        Assert.Equal(
            """
            POOL  IPV4 FREE  AUTO  NAMES  MESSAGE
            a     3          yes   x, 7   has many words to say to
                                          whoever reads it

            """,
            Screen.Show(Example, width: 56));
        Assert.Equal(
            """
            POOL  IPV4 FREE  AUTO  NAMES  MESSAGE
            a     3          yes   x, 7
                has many words to say to whoever
                reads it

            """,
            Screen.Show(Example, width: 40));
    }

    [Fact]
    public void Colours_are_there_only_when_asked_for()
    {
        Assert.DoesNotContain("\e[", Screen.Show(Example), StringComparison.Ordinal);
        Assert.Contains("\e[", Screen.Show(Example, hasColours: true), StringComparison.Ordinal);
    }

    private static Report Make()
    {
        var table = new ReportTable("pools", "pool", "ipv4Free", "auto", "names", "message");
        table.Add("a", 3, true, ReportTable.List(["x", "7"]), "has many words to say to whoever reads it");
        return new Report(table);
    }
}
