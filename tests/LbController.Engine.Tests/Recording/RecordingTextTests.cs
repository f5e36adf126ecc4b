using System.Text.Json;
using LbController.Core.Snapshot;
using LbController.Engine.Commands;
using LbController.Engine.Controller;
using LbController.Engine.Facts;
using LbController.Engine.Recording;
using LbController.Engine.Recording.Json;

namespace LbController.Engine.Tests.Recording;

public sealed class RecordingTextTests
{
    public static TheoryData<string> Kinds => [.. FactTypes.Facts.Concat(FactTypes.Commands).Concat(FactTypes.Objects).Select(type => type.FullName!)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_of_fact_command_and_object_is_read_as_it_was_written(string name)
    {
        var type = FactTypes.Facts.Concat(FactTypes.Commands).Concat(FactTypes.Objects).Single(type => type.FullName == name);
        var family = type.IsSubclassOf(typeof(Fact)) ? typeof(Fact) : type.IsSubclassOf(typeof(Command)) ? typeof(Command) : typeof(SnapshotObject);
        var value = new Samples().Of(type);
        var text = JsonSerializer.Serialize(value, family, RecordingJson.Format);
        Assert.StartsWith($"{{\"is\":\"{type.Name}\"", text, StringComparison.Ordinal);
        Assert.All(type.GetProperties().Where(property => property.SetMethod is not null), property => Assert.Contains($"\"{property.Name}\":", text, StringComparison.Ordinal));

        var again = JsonSerializer.Deserialize(text, family, RecordingJson.Format);
        Assert.IsType(type, again);
        Assert.Equal(text, JsonSerializer.Serialize(again, family, RecordingJson.Format));
    }

    [Fact]
    public void No_kind_is_forgotten()
    {
        AssertAll(typeof(Fact), FactTypes.Facts);
        AssertAll(typeof(Command), FactTypes.Commands);
        AssertAll(typeof(SnapshotObject), FactTypes.Objects);

        static void AssertAll(Type family, IReadOnlyList<Type> kinds) => Assert.Equal(
            Names(typeof(Fact).Assembly.GetTypes().Concat(typeof(SnapshotObject).Assembly.GetTypes()).Where(type => !type.IsAbstract && type.IsSubclassOf(family))),
            Names(kinds));

        static IEnumerable<string> Names(IEnumerable<Type> types) => types.Select(type => type.FullName!).Order(StringComparer.Ordinal);
    }

    [Theory]
    [InlineData(",\"Uid\":\"\"", "Uid")]
    [InlineData(",\"Labels\":{}", "Labels")]
    [InlineData(",\"Generation\":0", "Generation")]
    public void A_field_that_is_always_written_is_not_made_up_when_it_is_missing(string field, string name)
    {
        SnapshotObject service = new ServiceSnapshot(new("shop", "web"));
        var text = RecordingJson.Write(service);
        Assert.Equal(service, RecordingJson.Read<SnapshotObject>(text));
        Assert.Contains(field, text, StringComparison.Ordinal);
        Assert.Contains(name, Assert.Throws<JsonException>(() => RecordingJson.Read<SnapshotObject>(text.Replace(field, "", StringComparison.Ordinal))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("not JSON", "line 1")]
    [InlineData("{\"LbRecording\":99}", "edition 99")]
    [InlineData("{\"LbRecording\":99,\"Recording\":{\"Version\":\"7.0\",\"Steps\":\"elsewhere\"}}", "kubectl-lb of 7.0")]
    [InlineData("{\"LbRecording\":1}", "line 1")]
    public void What_is_no_recording_is_refused_in_words(string text, string words)
    {
        var refused = Assert.Throws<FormatException>(() => RecordingText.Read(text.Length == 0 ? [] : [text]));
        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_that_is_cut_off_is_named()
    {
        var lines = RecordingText.Write(new FlightRecording { Controller = new ControllerOptions(null, "lb"), Steps = [new RecordedStep(TimeSpan.Zero, [new Fact.InSync()], [])] }).ToList();
        Assert.Contains("line 2", Assert.Throws<FormatException>(() => RecordingText.Read([lines[0], lines[1][..^5]])).Message, StringComparison.Ordinal);
    }
}
