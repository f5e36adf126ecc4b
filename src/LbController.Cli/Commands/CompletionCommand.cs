using System.CommandLine;

namespace LbController.Cli.Commands;

/// <summary><c>kubectl-lb completion bash|zsh</c>: a script that asks the program itself, and so never goes stale.</summary>
internal static class CompletionCommand
{
    private const string Bash = """
        # bash completion for kubectl-lb; for `kubectl lb` kubectl itself asks kubectl_complete-lb.
        _kubectl_lb() {
          local IFS=$'\n'
          COMPREPLY=($(compgen -W "$(kubectl-lb complete -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _kubectl_lb kubectl-lb
        """;

    private const string Zsh = """
        #compdef kubectl-lb
        # zsh completion for kubectl-lb; for `kubectl lb` kubectl itself asks kubectl_complete-lb.
        _kubectl_lb() {
          local -a words_found
          words_found=("${(@f)$(kubectl-lb complete -- "${(@)words[2,CURRENT]}" 2>/dev/null)}")
          compadd -a words_found
        }
        compdef _kubectl_lb kubectl-lb
        """;

    public static Command Create(Terminal terminal)
    {
        var shell = new Argument<string>("SHELL") { Description = "bash or zsh." };
        shell.AcceptOnlyFromAmong("bash", "zsh");
        var command = new Command("completion", "Prints the completion script of a shell: source <(kubectl-lb completion bash)") { shell };
        command.SetAction(parsed =>
        {
            terminal.Out.WriteLine(parsed.GetRequiredValue(shell) == "bash" ? Bash : Zsh);
            return ExitCodes.Fine;
        });
        return command;
    }

    /// <summary><c>complete -- WORDS…</c>: what may stand for the last word, one a line; asked by the scripts and by kubectl.</summary>
    public static Command CreateAnswer(Terminal terminal, Func<RootCommand> root)
    {
        var words = new Argument<string[]>("WORDS") { Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("complete", "Answers the completion scripts.") { words };
        command.Hidden = true;
        command.SetAction(parsed =>
        {
            var line = parsed.GetValue(words) ?? [];
            var last = line.Length > 0 ? line[^1] : "";
            var labels = root().Parse(line).GetCompletions().Select(item => item.Label);
            foreach (var found in labels.Where(label => label[0] != '/' && label.StartsWith(last, StringComparison.Ordinal)).Distinct())
            {
                terminal.Out.WriteLine(found);
            }

            return ExitCodes.Fine;
        });
        return command;
    }
}
