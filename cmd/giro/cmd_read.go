package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/giro-video/giro/internal/base/diag"
	"github.com/giro-video/giro/internal/content/event"
	"github.com/giro-video/giro/internal/content/ingest"
	"github.com/giro-video/giro/internal/content/ingest/relay"
	"github.com/giro-video/giro/internal/media/process"
)

// What anybody may drop is read in a process of its own, which is Giro again
// with readCommand: it ends when the file costs more than any may, and what the
// file does to it, the watcher does not feel.

// readCommand reads the file on the standard input as its argument says.
const readCommand = "__read"

// readingMark is the variable that tells a process that it was started to read.
const readingMark = "GIRO_READING"

// What a dropped file may cost to read.
const (
	readCPU    = 10 * time.Second // of all processors together
	readMemory = 400 << 20        // bytes that are taken from the system
	readWall   = time.Minute      // on the clock, where the machine has much else to do
	readAnswer = 64 << 20         // bytes of what was read
)

// The exit codes with which the process that reads says that it met a limit.
const (
	exitCPU    = 91
	exitMemory = 92
)

func newReadCommand() *cli.Command {
	return &cli.Command{
		Name:            readCommand,
		Hidden:          true,
		SkipFlagParsing: true,
		Action: func(c *cli.Context) error {
			args, err := arguments(c, "QUESTION")
			if err != nil {
				return err
			}
			if !startedToRead() {
				return errors.New("only giro itself starts this command")
			}
			stop := limitSelf()
			defer stop()
			out := bufio.NewWriter(os.Stdout) // for a program: s.ui.out takes out what a terminal would act on
			if err := relay.Serve(c.Context, args[0], os.Stdin, out); err != nil {
				return err
			}
			return out.Flush()
		},
	}
}

// limitSelf ends this process when it has used up what reading a file may cost.
// The system is asked to do the same, where it can.
func limitSelf() (stop func()) {
	limitBySystem()
	limitHeap()
	done := make(chan struct{})
	go func() {
		tick := time.NewTicker(20 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-done:
				return
			case <-tick.C:
			}
			switch {
			case processCPU() > readCPU:
				os.Exit(exitCPU) //nolint:forbidigo // whatever else this process does, it ends here
			case processMemory() > readMemory:
				os.Exit(exitMemory) //nolint:forbidigo // likewise
			}
		}
	}()
	return func() { close(done) }
}

// apart is Giro's own program, as the reader of files that anybody may drop.
type apart struct{ program string }

// newApart returns the reader that runs this program.
func newApart() (apart, error) {
	program, err := os.Executable()
	if err != nil {
		return apart{}, fmt.Errorf("find giro itself: %w", err)
	}
	return apart{program}, nil
}

// read reads the events of an open file in a process of its own.
func (a apart) read(ctx context.Context, f *os.File, name string, opt ingest.Options) ([]*event.Event, diag.List, error) {
	if startedToRead() {
		return nil, nil, errors.New("a process that was started to read starts no other")
	}
	question, err := relay.Question(name, opt)
	if err != nil {
		return nil, nil, err
	}
	env := []string{readingMark + "=1"}
	for _, key := range []string{"ZONEINFO", "SYSTEMROOT"} {
		if v := os.Getenv(key); v != "" {
			env = append(env, key+"="+v)
		}
	}
	out, err := process.Filter(ctx, []string{a.program, readCommand, question}, env, f, readAnswer, readWall)
	if exit, ok := errors.AsType[*process.Exit](err); ok {
		if fault := overLimit(exit, name); fault != nil {
			return nil, fault, nil
		}
	}
	if err != nil {
		return nil, nil, fmt.Errorf("read %s: %w", name, err)
	}
	return relay.Receive(bytes.NewReader(out), opt.Zone)
}

// overLimit says which limit a reading has met, in a message; nil for none.
func overLimit(exit *process.Exit, name string) diag.List {
	var faults diag.List
	at, hint := diag.Pos{File: name}, diag.T("keep only the events that are to come, or split the file")
	switch {
	case exit.Code == exitMemory, strings.Contains(exit.Stderr, "out of memory"), strings.Contains(exit.Stderr, "cannot allocate memory"):
		faults.Errorf(at, "", hint, "reading the file takes more than %d MB of memory", readMemory>>20)
	case exit.Code == exitCPU, exit.Late, exit.Code == -1 && exit.CPU > readCPU-time.Second:
		faults.Errorf(at, "", hint, "reading the file takes more than %d seconds of computing", int(readCPU/time.Second))
	case exit.Long:
		faults.Errorf(at, "", hint, "the file holds more than is read of one that was dropped")
	case exit.Code == -1: // the system's own guard, most likely
		faults.Errorf(at, "", hint, "reading the file was ended by the system; it takes too much memory or time")
	}
	return faults
}

// startedToRead reports whether this process was started to read a file.
func startedToRead() bool { _, yes := os.LookupEnv(readingMark); return yes }
