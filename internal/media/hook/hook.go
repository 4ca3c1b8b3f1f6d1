// Package hook runs the program that a channel has set up to be told of new
// posts. A program and its arguments are given apart and reach it as they are:
// no shell reads them.
package hook

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/giro-video/giro/internal/media/process"
)

// Run runs a program and waits for it, for timeout at most. It is given no
// input; the end of what it prints stands in the error when it fails. When the
// context or the time ends, the program and all that it has started is killed.
func Run(ctx context.Context, command []string, timeout time.Duration) error {
	if len(command) == 0 || command[0] == "" {
		return errors.New("no program is given")
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	var out process.Tail
	err := process.Run(ctx, command[0], command[1:], process.Options{Stdout: &out, Stderr: &out})
	switch {
	case err == nil, errors.Is(err, process.ErrLeftBehind) && ctx.Err() == nil:
		return nil // a child that it left behind holds the pipes: the program itself is done
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return fmt.Errorf("%s took longer than %v: %w", command[0], timeout, ctx.Err())
	case ctx.Err() != nil:
		return fmt.Errorf("%s was stopped: %w", command[0], ctx.Err())
	}
	if text := out.String(); text != "" {
		return fmt.Errorf("run %s: %w: %s", command[0], err, text)
	}
	return fmt.Errorf("run %s: %w", command[0], err)
}

// Fill replaces the words in braces in each argument by their values, as
// {video} by the path of a video. Unknown ones stay.
func Fill(command []string, values map[string]string) []string {
	var pairs []string
	for name, v := range values {
		pairs = append(pairs, "{"+name+"}", v)
	}
	r := strings.NewReplacer(pairs...)
	out := make([]string, len(command))
	for i, arg := range command {
		out[i] = r.Replace(arg)
	}
	return out
}
