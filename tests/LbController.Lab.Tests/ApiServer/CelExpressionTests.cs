using LbController.Lab.ApiServer.ValidationRules;

namespace LbController.Lab.Tests.ApiServer;

/// <summary>What rules may say, and what becomes of those that cannot be worked out.</summary>
public sealed class CelExpressionTests
{
    private static readonly Dictionary<string, object?> Self = new(StringComparer.Ordinal)
    {
        ["text"] = "10.0.0.0/24",
        ["number"] = 5L,
        ["part"] = 1.5,
        ["hold"] = "1m30s",
        ["list"] = new object?[] { "x", "y", "x" },
        ["empty"] = Array.Empty<object?>(),
        ["inner"] = new Dictionary<string, object?>(StringComparer.Ordinal) { ["flag"] = true },
    };

    [Theory]
    [InlineData("has(self.text) && !has(self.nothing) && has(self.inner.flag)")]
    [InlineData("!has(self.nothing) || self.nothing > 3")]
    [InlineData("size(self.list) == 3 && self.list.size() == 3 && 'ü'.size() == 1 && size(self.empty) == 0")]
    [InlineData("self.list.all(item, item == 'x' || item == 'y') && self.empty.all(item, false)")]
    [InlineData("self.list.exists(item, item == 'y') && !self.empty.exists(item, true)")]
    [InlineData("self.list.exists_one(item, item == 'y') && !self.list.exists_one(item, item == 'x')")]
    [InlineData("!self.list.all(one, self.list.exists_one(other, one == other))")]
    [InlineData("self.list.filter(item, item == 'x').size() == 2 && self.list.map(item, item + '!') == ['x!', 'y!', 'x!']")]
    [InlineData("'y' in self.list && !('z' in self.list) && self.number in [1, 5] && 'flag' in self.inner")]
    [InlineData("self.text.matches('^[0-9.]+/[0-9]+$') && !self.text.matches('^[0-9]+$') && self.text.matches('/')")]
    [InlineData("self.text.startsWith('10.') && self.text.endsWith('/24') && self.text.contains('0/2')")]
    [InlineData("self.text.split('/')[1] == '24' && self.text.split('/')[0].split('.').all(part, int(part) <= 255)")]
    [InlineData("self.text.split('.', 2) == ['10', '0.0.0/24'] && self.text.split('.', 0) == []")]
    [InlineData("self.text.substring(0, 2) == '10' && self.text.substring(9) == '24' && self.text.charAt(2) == '.'")]
    [InlineData("self.text.indexOf('/') == 8 && self.text.lastIndexOf('.') == 6 && self.text.indexOf('!') == -1 && self.text.indexOf('.', 3) == 4")]
    [InlineData("self.text.replace('.', '-') == '10-0-0-0/24' && 'aB'.lowerAscii() == 'ab' && 'aB'.upperAscii() == 'AB' && ' a '.trim() == 'a'")]
    [InlineData("['a', 'b'].join('-') == 'a-b' && self.list.join() == 'xyx' && self.text.find('[0-9]+') == '10' && 'a1b2'.findAll('[0-9]') == ['1', '2']")]
    [InlineData("duration(self.hold) == duration('90s') && duration('1.5h') == duration('90m') && duration('0') == duration('0s')")]
    [InlineData("duration('+3s') == duration('3s') && duration('-1s') < duration('0s') && duration('.5h') == duration('30m') && duration('1µs') == duration('1000ns')")]
    [InlineData("duration('3.9s').getSeconds() == 3 && duration('90m').getHours() == 1 && duration('1500ms').getMilliseconds() % 1000 != 0")]
    [InlineData("self.number == 5 && self.number == 5.0 && self.number > 3u && self.part < 2 && -self.number == -5 && self.number % 2 == 1")]
    [InlineData("(self.inner.flag ? 'yes' : 'no') == 'yes' && string(self.number) == '5' && int('12') == 12 && type(self.number) == int")]
    [InlineData("oldSelf.number == 6 && self != oldSelf && self.inner == {'flag': true}")]
    [InlineData("true || self.nothing > 1")]
    [InlineData("r'\\d' == '\\\\d' && \"it's\" == 'it\\'s'")]
    [InlineData("size(self.text) <= 64 ? true : self.nothing")]
    public void It_holds(string rule)
    {
        var old = new Dictionary<string, object?>(StringComparer.Ordinal) { ["number"] = 6L };
        Assert.Equal(new CelOutcome(true, null), CelExpression.Compile(rule).Evaluate(Self, old));
    }

    [Theory]
    [InlineData("self.nothing == 1")]
    [InlineData("self.nothing")]
    [InlineData("1 / 0 == 0")]
    [InlineData("self.list[7] == 'x'")]
    [InlineData("int('many') > 1")]
    [InlineData("duration('soon') > duration('1s')")]
    [InlineData("duration('99999999h') > duration('1s')")]
    [InlineData("self.list.all(item, int(item) > 1)")]
    [InlineData("9223372036854775807 + 1 > 0")]
    [InlineData("self.number")]
    public void It_has_no_answer_and_so_does_not_hold(string rule)
    {
        var outcome = CelExpression.Compile(rule).Evaluate(Self, null);
        Assert.False(outcome.IsTrue);
        Assert.NotNull(outcome.Error);
    }

    [Theory]
    [InlineData("self.")]
    [InlineData("self.number >")]
    [InlineData("one two")]
    [InlineData("")]
    public void It_is_no_expression(string rule) => Assert.Throws<CelException>(() => CelExpression.Compile(rule));

    [Fact]
    public void A_message_is_an_expression_too() =>
        Assert.Equal("5 is wrong", CelExpression.Compile("string(self.number) + ' is wrong'").Evaluate(Self, null).Value);
}
