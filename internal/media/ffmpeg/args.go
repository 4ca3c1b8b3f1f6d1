package ffmpeg

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	ffmpeggo "github.com/u2takey/ffmpeg-go"
)

// Opts are the options of one input or output, by name without the dash. A
// value is a string ("" for a flag), an int, a float64 or a []string, which
// repeats the option. They reach the command line in the order of their names.
type Opts map[string]any

// Input is a source of media.
type Input struct {
	URL  string // "pipe:0", or what File returns
	Opts Opts
}

// Output is a destination of media.
type Output struct {
	URL  string   // "pipe:1", or what File returns
	Maps []string // the streams it takes: "0:v", "1:a:0"; empty takes ffmpeg's choice of input 0
	Opts Opts
}

// errGraph is what a broken graph is reported as; it is a fault of Giro's.
var errGraph = errors.New("build ffmpeg arguments")

// Args returns the argument list that turns the inputs into the outputs, without
// the options that Run adds to every call. Each input must be used.
//
// The list is built by ffmpeg-go, which panics on a graph that it does not
// accept: that becomes an error here.
func Args(inputs []Input, outputs ...Output) (args []string, err error) {
	defer func() {
		if r := recover(); r != nil {
			args, err = nil, fmt.Errorf("%w: %v", errGraph, r)
		}
	}()
	sources := make([]*ffmpeggo.Stream, len(inputs))
	for i, in := range inputs {
		kw, err := in.Opts.kwArgs()
		if err != nil {
			return nil, fmt.Errorf("%w: input %d: %w", errGraph, i, err)
		}
		if in.URL == "" {
			return nil, fmt.Errorf("%w: input %d has no address", errGraph, i)
		}
		sources[i] = ffmpeggo.Input(in.URL, kw)
	}
	// ffmpeg-go numbers inputs as it meets them and drops those it does not meet,
	// so the first output to name each must come in order.
	next := 0
	var sinks []*ffmpeggo.Stream
	for i, out := range outputs {
		kw, err := out.Opts.kwArgs()
		if err != nil {
			return nil, fmt.Errorf("%w: output %d: %w", errGraph, i, err)
		}
		selectors := out.Maps
		if len(selectors) == 0 {
			selectors = []string{"0"}
		}
		streams := make([]*ffmpeggo.Stream, len(selectors))
		for j, m := range selectors {
			head, selector, _ := strings.Cut(m, ":")
			n, err := strconv.Atoi(head)
			if err != nil || n < 0 || n >= len(sources) {
				return nil, fmt.Errorf("%w: output %d: no input for map %q", errGraph, i, m)
			}
			if n > next {
				return nil, fmt.Errorf("%w: input %d is used before input %d", errGraph, n, next)
			}
			if n == next {
				next++
			}
			streams[j] = sources[n]
			if selector != "" {
				streams[j] = sources[n].Get(selector)
			}
		}
		sinks = append(sinks, ffmpeggo.Output(streams, out.URL, kw))
	}
	if next < len(inputs) {
		return nil, fmt.Errorf("%w: input %d is not used", errGraph, next)
	}
	switch len(sinks) {
	case 0:
		return nil, fmt.Errorf("%w: no output", errGraph)
	case 1:
		return sinks[0].GetArgs(), nil
	}
	return sinks[0].MergeOutputs(sinks...).GetArgs(), nil
}

// kwArgs returns the options in ffmpeg-go's type, with values that it writes as
// they are meant.
func (o Opts) kwArgs() (ffmpeggo.KwArgs, error) {
	kw := ffmpeggo.KwArgs{}
	for _, name := range slices.Sorted(maps.Keys(o)) {
		if name == "" || strings.HasPrefix(name, "-") {
			return nil, fmt.Errorf("option name %q", name)
		}
		switch v := o[name].(type) {
		case string, int, []string:
			kw[name] = v
		case float64:
			kw[name] = strconv.FormatFloat(v, 'f', -1, 64)
		default:
			return nil, fmt.Errorf("option %s: value of type %T", name, v)
		}
	}
	return kw, nil
}

// ProbeArgs returns the argument list with which Probe looks at the input.
// flags are further options without value, such as "show_streams".
func (in Input) ProbeArgs(flags ...string) ([]string, error) {
	kw, err := in.Opts.kwArgs()
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errGraph, err)
	}
	args := ffmpeggo.ConvertKwargsToCmdLineArgs(kw)
	for _, f := range flags {
		args = append(args, "-"+f)
	}
	return append(args, "-i", in.URL), nil
}
