package template

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

// schemaID names the schema.
const schemaID = "urn:giro:template:1"

// object is a JSON object of the schema.
type object = map[string]any

// Schema returns the JSON Schema (draft 2020-12) of a template file, made from
// the tables that the parser reads by. It checks the shape of a file; what a
// text's {fields} and a scene's names refer to only Parse knows.
func Schema() ([]byte, error) {
	root := objectOf(templateKeys, nil)
	root["required"] = []string{"giro", "name", "scenes"}
	props := propertiesOf(root)
	props["tempo"] = closed(object{"bpm": numeric(40, 220), "beats_per_bar": whole(2, 7)})
	props["loop"] = loopSchema()
	props["inputs"] = object{"type": "object", "propertyNames": object{"pattern": "^[a-z_][a-z0-9_]*$"}, "additionalProperties": ref("input")}
	props["phrases"] = object{"type": "object", "additionalProperties": object{"type": "object", "additionalProperties": text()}}
	props["cuts"] = object{"type": "object", "additionalProperties": ref("cut")}
	props["scenes"] = object{"type": "array", "minItems": 1, "maxItems": maxScenes, "items": ref("scene")}

	scene := objectOf(sceneKeys, nil)
	scene["required"] = []string{"name"}
	scene["oneOf"] = []object{{"required": []string{"bars"}}, {"required": []string{"beats"}}, {"required": []string{"seconds"}}}
	cut := objectOf(cutKeys, nil)
	propertiesOf(cut)["loop"] = loopSchema()

	// The values that "for" may change are those of the same transition.
	enter, otherEnter := objectOf(enterKeys, nil), objectOf(enterKeys, nil)
	delete(propertiesOf(otherEnter), "for")
	propertiesOf(enter)["for"] = closed(eachKey(variantNames, ref("other-enter")))

	defs := object{
		"input": objectOf(inputKeys, nil), "cut": cut, "scene": scene, "enter": enter, "other-enter": otherEnter,
		"box": object{"anyOf": []object{
			{"type": "string", "enum": boxNames},
			closed(object{"cols": span(6), "rows": span(8)}),
		}},
		"place": object{"type": "array", "minItems": 2, "maxItems": 3, "items": numeric(-8, 16)},
		"local": object{"anyOf": []object{text(), {"type": "object", "additionalProperties": text()}}},
		"color": object{"type": "string", "description": "a colour role, a kit's own colour, #RRGGBB, or several with / between them"},
	}
	kinds := make([]object, 0, len(Kinds))
	for _, k := range Kinds {
		// The values that "for" may change are those of the same kind.
		other := objectOf(keysOf(k), nil)
		delete(propertiesOf(other), "for")
		defs["other-"+string(k)] = other
		n := objectOf(keysOf(k), []string{string(k)})
		propertiesOf(n)["for"] = closed(eachKey(variantNames, ref("other-"+string(k))))
		defs["layer-"+string(k)] = n
		kinds = append(kinds, ref("layer-"+string(k)))
	}
	defs["layer"] = object{"type": "object", "oneOf": kinds}
	defs["layers"] = object{"anyOf": []object{{"type": "array", "items": ref("layer")}, ref("layer")}}

	root["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	root["$id"] = schemaID
	root["title"] = fmt.Sprintf("Giro template, version %d", Language)
	root["$defs"] = defs
	out, err := json.MarshalIndent(root, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("write the schema: %w", err)
	}
	return append(out, '\n'), nil
}

// propertiesOf returns the properties of a schema that objectOf has made.
func propertiesOf(schema object) object {
	props, ok := schema["properties"].(object)
	if !ok {
		return object{}
	}
	return props
}

func ref(name string) object { return object{"$ref": "#/$defs/" + name} }
func text() object           { return object{"type": []string{"string", "number", "boolean"}} }

func numeric(lo, hi float64) object { return object{"type": "number", "minimum": lo, "maximum": hi} }

func whole(lo, hi float64) object    { return object{"type": "integer", "minimum": lo, "maximum": hi} }
func loopSchema() object             { return closed(object{"bars": whole(1, 16)}) }
func many(one object) object         { return object{"anyOf": []object{one, {"type": "array", "items": one}}} }
func choice(choices []string) object { return object{"type": "string", "enum": choices} }
func byScene(value object) object    { return object{"type": "object", "additionalProperties": value} }

func closed(properties object) object {
	return object{"type": "object", "properties": properties, "additionalProperties": false}
}

func span(limit int) object {
	return object{"type": []string{"string", "integer"}, "description": fmt.Sprintf("modules from 1 to %d, as 1-%d or 4", limit, limit)}
}

func eachKey(keys []string, value object) object {
	out := object{}
	for _, k := range keys {
		out[k] = value
	}
	return out
}

// objectOf returns the schema of a mapping with keys.
func objectOf(keys []key, required []string) object {
	props := object{}
	for _, k := range keys {
		s := maps.Clone(k.schema())
		if k.doc != "" {
			s["description"] = k.doc
		}
		props[k.name] = s
	}
	out := closed(props)
	if len(required) > 0 {
		out["required"] = required
	}
	return out
}

// schema returns the schema of a key's value.
func (k key) schema() object {
	switch k.shape {
	case aText:
		return text()
	case aTexts:
		one := text()
		if len(k.choices) > 0 {
			one = choice(k.choices)
		}
		return many(one)
	case aNumber:
		return numeric(k.lo, k.hi)
	case aWhole:
		return whole(k.lo, k.hi)
	case aSwitch:
		return object{"type": "boolean"}
	case aChoice:
		return choice(k.choices)
	case aBox:
		return ref("box")
	case aBoxes:
		return many(ref("box"))
	case aNodes:
		return ref("layers")
	case aNode:
		return ref("layer")
	case aConditions:
		return many(object{"type": "string", "pattern": `^(not )?[^\s]+$`})
	case aColor:
		return ref("color")
	case aField:
		return object{"type": "string"}
	case aLengths:
		return many(object{"anyOf": []object{{"enum": []string{"fill", "auto"}}, numeric(36, 1080)}})
	case aPlaces:
		return object{"anyOf": []object{ref("place"), byScene(ref("place"))}}
	case aRise:
		return byScene(object{"type": "array", "minItems": 3, "maxItems": 3, "items": numeric(-8, 366)})
	case aSteps:
		return byScene(numeric(-8, 32))
	case aAlphas:
		return object{"anyOf": []object{{"const": "auto"}, {"type": "array", "minItems": 2, "items": numeric(0, 1)}}}
	case aLocal:
		return ref("local")
	case aTransition:
		return object{"anyOf": []object{choice(enterNames), ref("enter")}}
	case aVariants, aMap:
	}
	return object{"type": "object"}
}

// Key describes one key of the language, for the reference.
type Key struct {
	Name, Doc string
	Choices   []string
}

// Reference returns the keys of a part of the language: "template", "scene",
// "input", "cut", "enter", "layer" (what every layer has) or a layer's kind.
func Reference(part string) []Key {
	tables := map[string][]key{
		"template": templateKeys, "scene": sceneKeys, "input": inputKeys, "cut": cutKeys, "enter": enterKeys, "layer": common,
	}
	keys, ok := tables[part]
	if !ok {
		keys = nodeKeys[Kind(part)]
	}
	out := make([]Key, len(keys))
	for i, k := range keys {
		out[i] = Key{k.name, k.doc, slices.Clone(k.choices)}
	}
	return out
}
