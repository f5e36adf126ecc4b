using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace LbController.Lab.Demo;

/// <summary>What the audience sees: scenes, commands with their output, and what was found, each with the time that it took.</summary>
internal sealed class DemoScreen(IAnsiConsole console)
{
    public void Scene(string title) => console.Write(new Rule($"[bold]{Markup.Escape(title)}[/]") { Justification = Justify.Left });

    public void Command(string command, string output)
    {
        console.MarkupLine($"  [grey]$ {Markup.Escape(command)}[/]");
        foreach (var line in output.TrimEnd().Split('\n'))
        {
            console.WriteLine("    " + line);
        }
    }

    public void Seen(string what, TimeSpan? took = null) =>
        console.MarkupLine($"  [green]✓[/] {Markup.Escape(what)}{(took is { } time ? $" [blue]{Text(time)}[/]" : "")}");

    public void Failed(string what) => console.MarkupLine($"  [red]✗[/] {Markup.Escape(what)}");

    /// <summary>Shows a table that follows what happens until <paramref name="action"/> has ended; without a terminal nothing.</summary>
    public async Task LiveAsync(Func<IRenderable> picture, Func<Task> action)
    {
        var running = action();
        if (console.Profile.Capabilities.Interactive && console.Profile.Out.IsTerminal)
        {
            await console.Live(picture()).StartAsync(async live =>
            {
                while (!running.IsCompleted)
                {
                    live.UpdateTarget(picture());
                    await Task.WhenAny(running, Task.Delay(50));
                }

                live.UpdateTarget(picture());
            });
        }

        await running;
    }

    public static string Text(TimeSpan time) =>
        time.TotalSeconds < 1 ? $"{DemoReport.Milliseconds(time)} ms" : time.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) + " s";
}
