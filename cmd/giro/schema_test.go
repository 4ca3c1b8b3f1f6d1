package main

import (
	"bytes"
	_ "embed" // the schema
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

//go:embed output.schema.json
var outputSchema []byte

// exitSchema is how giro ends in scripts when its JSON does not fit the schema.
const exitSchema = 99

// described runs giro as the scripts do: whatever it prints with --json must fit
// the part of output.schema.json for the command.
func described() int {
	if !asksForJSON(os.Args[1:]) {
		return run(os.Args, os.Stdout, os.Stderr)
	}
	var printed bytes.Buffer
	code := run(os.Args, io.MultiWriter(os.Stdout, &printed), os.Stderr)
	if err := fits(command(os.Args[1:]), &printed); err != nil {
		_, _ = fmt.Fprintf(os.Stderr, "not as output.schema.json has it: %v\n", err)
		return exitSchema
	}
	return code
}

// command returns the command among arguments, "error" when there is none.
func command(args []string) string {
	var known struct {
		Defs map[string]any `json:"$defs"`
	}
	if json.Unmarshal(outputSchema, &known) == nil {
		for _, a := range args {
			if _, ok := known.Defs["command-"+a]; ok {
				return "command-" + a
			}
		}
	}
	return "error"
}

// fits checks the values of an output against a part of the schema.
func fits(part string, output io.Reader) error {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(outputSchema))
	if err != nil {
		return err
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("output.json", doc); err != nil {
		return err
	}
	schema, err := c.Compile("output.json#/$defs/" + part)
	if err != nil {
		return err
	}
	for dec := json.NewDecoder(output); ; {
		var raw json.RawMessage
		if err := dec.Decode(&raw); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return fmt.Errorf("it is no JSON: %w", err)
		}
		value, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
		if err != nil {
			return err
		}
		if err := schema.Validate(value); err != nil {
			return fmt.Errorf("%s: %.300s: %w", part, raw, err)
		}
	}
}

// TestOutputSchema: every command that prints JSON is described, and what is not
// described does not pass.
func TestOutputSchema(t *testing.T) {
	t.Parallel()
	if slices.Contains([]string{command([]string{"-C", "x", "batch"}), command([]string{"render"})}, "error") {
		t.Error("batch or render is not described")
	}
	for _, c := range []struct {
		part, output string
		ok           bool
	}{
		{"command-batch", `{"type":"failed","id":"a","refused":true,"message":"m","diagnostics":[]}`, true},
		{"command-batch", `{"type":"failed","id":"a","refused":true,"message":"m"}`, false},
		{"command-batch", `{"type":"failed","id":"a","refused":true,"message":"m","diagnostics":[],"more":1}`, false},
		{"command-render", `{"type":"failed","id":"a","refused":true,"message":"m","diagnostics":[]}`, false},
		{"command-render", `{"type":"progress","what":"w","done":1,"total":2,"unit":"frames"}`, true},
		{"command-render", "{\"type\":\"progress\",\"what\":\"w\",\"done\":1,\"total\":2,\"unit\":\"frames\"}\n{", false},
		{"error", `{"type":"error","code":3,"message":"m","diagnostics":[{"severity":"error","message":"m"}]}`, true},
		{"error", `{"type":"error","code":7,"message":"m","diagnostics":[]}`, false},
		{"command-events", `[]`, true},
		{"command-templates", `[]`, true},
	} {
		if err := fits(c.part, strings.NewReader(c.output)); (err == nil) != c.ok {
			t.Errorf("%s of %s: %v", c.part, c.output, err)
		}
	}
}
