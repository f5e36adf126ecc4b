using LbController.Engine.Facts;
using LbController.Host.Options;
using LbController.Host.State;
using Microsoft.Extensions.Logging.Abstractions;

namespace LbController.Host.Tests.State;

public sealed class LivenessKeyWatchTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("lb-keys-").FullName;

    [Fact]
    public void The_main_key_seals_and_the_others_are_accepted()
    {
        Write("secretkey", "one");
        Write("secretkey-previous", "zero");
        Write("unrelated", "no");
        Assert.Equal(["one", "zero"], LivenessKeyFile.Read(folder).Select(key => System.Text.Encoding.UTF8.GetString(key.Span)));
    }

    [Fact]
    public void A_folder_without_a_main_key_is_an_error_that_names_the_file() =>
        Assert.Contains("secretkey", Assert.ThrowsAny<IOException>(() => LivenessKeyFile.Read(folder)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_change_is_told_once_and_keys_that_vanish_stay()
    {
        var told = new List<Fact>();
        var watch = new LivenessKeyWatch(folder, told.Add, TimeProvider.System, NullLogger<LivenessKeyWatch>.Instance);
        Write("secretkey", "one");
        watch.Look();
        watch.Look();
        Assert.Single(told);
        Write("secretkey-next", "two");
        watch.Look();
        Assert.Equal(2, ((NetworkFact.LivenessKeysRead)told[1]).Keys.Count);
        File.Delete(Path.Combine(folder, "secretkey"));
        watch.Look();
        Assert.Equal(2, told.Count);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(folder, name), text);
}
