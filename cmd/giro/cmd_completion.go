package main

import (
	"embed"
	"fmt"

	"github.com/urfave/cli/v2"

	"github.com/giro-video/giro/internal/base/diag"
)

//go:embed completion
var completionScripts embed.FS

// shells are those that have a script in completion/.
var shells = []string{"bash", "zsh", "fish"}

func newCompletionCommand(s *session) *cli.Command {
	return &cli.Command{
		Name:      "completion",
		Usage:     "print the script that completes giro's words in a shell",
		UsageText: "giro completion bash|zsh|fish",
		Description: `Put one of these lines where your shell starts from:

   bash   source <(giro completion bash)      in ~/.bashrc
   zsh    source <(giro completion zsh)       in ~/.zshrc, after compinit
   fish   giro completion fish | source       in ~/.config/fish/config.fish`,
		Action: func(c *cli.Context) error {
			args, err := arguments(c, "the shell")
			if err != nil {
				return err
			}
			return runCompletion(s, args[0])
		},
	}
}

func runCompletion(s *session, shell string) error {
	script, err := completionScripts.ReadFile("completion/giro." + shell)
	if err != nil {
		return usage(diag.DidYouMean(shell, shells), "there is no completion for the shell %q", shell)
	}
	if _, err := s.ui.out.Write(script); err != nil {
		return fmt.Errorf("write the script: %w", err)
	}
	return nil
}
