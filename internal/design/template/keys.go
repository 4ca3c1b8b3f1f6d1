package template

// shape says what a value of the language looks like.
type shape uint8

const (
	aText shape = iota
	aTexts
	aNumber
	aWhole
	aSwitch // true or false
	aChoice
	aBox
	aBoxes
	aNodes
	aNode
	aConditions
	aColor
	aField
	aLengths // column widths: px or "fill"
	aPlaces  // [x, y, r], or by scene
	aRise    // [row, lower, days] by scene
	aSteps   // a number by scene
	aAlphas
	aLocal // a text, or texts by language
	aVariants
	aTransition
	aMap
)

// key is one key of the language. The parser, the JSON Schema and the
// reference are made from the same tables.
type key struct {
	name    string
	shape   shape
	choices []string
	lo, hi  float64
	doc     string
}

// The choices of the language.
var (
	alignNames      = []string{string(AlignTop), string(AlignBottom), string(AlignMiddle)}
	edgeNames       = []string{string(Bottom), string(Top), string(Left), string(Right)}
	enterNames      = []string{string(HardCut), string(Crossfade), string(Wipe), string(Push), string(Iris), string(Change), string(Dip)}
	inNames         = []string{string(None), string(MaskUp), string(Rise), string(Fade), string(Draw)}
	outNames        = []string{string(None), string(MaskUp), string(Fade)}
	toneNames       = []string{"bold", "field", "quiet", "dark", "next"}
	faceNames       = []string{"display", "head", "body", "label"}
	labelNames      = []string{"auto", "tab", "plain"}
	chartNames      = []string{"share", "year", "whole", "level", "days", "calendar"}
	routeNames      = []string{"map", "stop", "list"}
	backdropMotions = []string{string(None), string(Drift), string(Pan), string(Travel)}
	variantNames    = []string{"wide", "short", "tiktok", "reels", "shorts", "facebook", "universal", "screen-portrait", "screen-landscape", "feed", "square"}
)

// common are the keys that every node may have.
var common = []key{
	{name: "name", shape: aText, doc: "a word for messages, and for other layers to refer to"},
	{name: "when", shape: aConditions, doc: "show the layer only if these fields have a value; \"not x\" turns it round"},
	{name: "box", shape: aBoxes, doc: "where it stands: a named area or modules; the first in which the content fits"},
	{name: "color", shape: aColor, doc: "a colour role; auto takes whichever of ink and paper reads"},
	{name: "in", shape: aChoice, choices: inNames, doc: "how it enters"},
	{name: "out", shape: aChoice, choices: outNames, doc: "how it leaves"},
	{name: "hold", shape: aText, doc: "the scene at whose end it leaves, instead of its own"},
	{name: "else", shape: aNode, doc: "what stands here when there is no picture"},
	{name: "for", shape: aVariants, doc: "other values on other canvases: wide, short, or a format's name"},
}

var (
	keyAlign  = key{name: "align", shape: aChoice, choices: alignNames, doc: "where the texts stand in the box"}
	keyGap    = key{name: "gap", shape: aNumber, lo: 0, hi: 960, doc: "px between the parts"}
	keyFoot   = key{name: "foot", shape: aNumber, lo: 16, hi: 960, doc: "px under the last baseline"}
	keyLayers = key{name: "layers", shape: aNodes, doc: "what stands in it, from top to bottom"}
	keyMotion = key{name: "motion", shape: aChoice, doc: "how it moves while it stands"}
)

func withChoices(k key, choices ...string) key {
	k.choices = choices
	return k
}

// nodeKeys are the further keys of each kind; the first is the kind itself.
var nodeKeys = map[Kind][]key{
	kindPhoto: {
		{name: "photo", shape: aField, doc: "the field with the picture's file"},
		withChoices(keyMotion, string(None), string(Kenburns)),
		{name: "duotone", shape: aSwitch, doc: "map the picture between two colours of the kit"},
	},
	kindBackdrop: {
		{name: "backdrop", shape: aText, doc: "a pattern's name; kit is the kit's own"},
		withChoices(keyMotion, backdropMotions...),
		{name: "tone", shape: aChoice, choices: toneNames, doc: "which colours of the kit it takes"},
		{name: "colors", shape: aTexts, doc: "colour roles in the pattern's own order, instead of tone"},
		{name: "shift", shape: aSteps, doc: "rows by which it is moved in each scene"},
		{name: "frame", shape: aBox, doc: "the area that it is drawn for; box then shows a part of it"},
		{name: "turn", shape: aNumber, lo: -90, hi: 90, doc: "degrees that a pattern turns while it stands, if it is one that can"},
	},
	kindPanel: {
		{name: "panel", shape: aColor, doc: "the colour role of the panel"}, keyLayers, keyAlign, keyFoot,
	},
	kindFill: {
		{name: "fill", shape: aColor, doc: "the colour role of an area without texts"},
		{name: "shift", shape: aSteps, doc: "rows by which it is moved in each scene"},
	},
	kindScrim: {
		{name: "scrim", shape: aColor, doc: "the colour role that darkens a picture"},
		{name: "alpha", shape: aAlphas, doc: "opacity from top to bottom; auto measures how much the texts need"},
	},
	kindDisc: {
		{name: "disc", shape: aColor, doc: "the colour role of the disc"},
		{name: "at", shape: aPlaces, doc: "[column, row, radius in columns], or one such place by scene"},
		{name: "rings", shape: aColor, doc: "the colour role of rings around it"},
		{name: "rise", shape: aRise, doc: "[row, lower, days] by scene: its row on the last day of a countdown, and how many rows lower it is when so many days are left"},
	},
	kindChart: {
		{name: "chart", shape: aChoice, choices: chartNames, doc: "the shape that shows the figure"},
		{name: "value", shape: aText, doc: "the figure, as text with fields"},
		{name: "rest", shape: aColor, doc: "the colour role of what is not counted"},
		{name: "height", shape: aNumber, lo: 16, hi: 480, doc: "px, inside a stack"},
	},
	kindRoute: {
		{name: "route", shape: aColor, doc: "the colour role of the line"},
		{name: "mode", shape: aChoice, choices: routeNames, doc: "map winds through the picture with its stops, stop passes one, list runs down beside a list"},
		{name: "over", shape: aField, doc: "the list with the stops"},
	},
	kindIcon:  {{name: "icon", shape: aText, doc: "an icon's name, or a text with a field"}, {name: "size", shape: aNumber, lo: 64, hi: 240, doc: "px of the square tile"}},
	kindBadge: {{name: "badge", shape: aText, doc: "a text of one to three characters in a disc"}, {name: "size", shape: aNumber, lo: 64, hi: 240, doc: "px of the disc"}},
	kindLabel: {{name: "label", shape: aChoice, choices: labelNames, doc: "the sender's mark and name"}},
	kindText: {
		{name: "text", shape: aTexts, doc: "the text with {fields}; of several, the first that has its fields and fits"},
		{name: "role", shape: aTexts, choices: Roles, doc: "type roles, the first in which it fits"},
		{name: "face", shape: aChoice, choices: faceNames, doc: "the kit's font, instead of the role's own"},
		{name: "max_size", shape: aNumber, lo: 36, hi: 1120, doc: "px, at most"},
		{name: "max_lines", shape: aWhole, lo: 1, hi: 12, doc: "lines, at most"},
		{name: "tabular", shape: aSwitch, doc: "all figures of one width"},
		{name: "count", shape: aSwitch, doc: "the number counts up, on the clock of the scene's chart"},
		{name: "strike", shape: aConditions, doc: "strike the text through if these hold"},
		{name: "flip", shape: aText, doc: "the name of a disc: where it crosses, the text takes the colour that reads there"},
		{name: "end", shape: aSwitch, doc: "set flush with the far margin"},
	},
	kindRule:     {{name: "rule", shape: aColor, doc: "the colour role of the line"}, {name: "thick", shape: aSwitch, doc: "6 px instead of 4"}},
	kindStack:    {{name: "stack", shape: aNodes, doc: "parts one below the other"}, keyAlign, keyGap, keyFoot},
	kindRow:      {{name: "row", shape: aNodes, doc: "columns side by side"}, {name: "cols", shape: aLengths, doc: "their widths in px, auto for that of the text, or fill"}, keyAlign, keyGap},
	kindEach:     {{name: "each", shape: aField, doc: "the list to repeat the parts for"}, {name: "do", shape: aNodes, doc: "the parts"}, {name: "between", shape: aNodes, doc: "what stands between two"}, {name: "max", shape: aWhole, lo: 1, hi: 24, doc: "entries, at most"}, {name: "every", shape: aNumber, lo: 0, hi: 16, doc: "beats from one entry's entrance to the next"}, keyGap},
	kindSpace:    {{name: "space", shape: aText, doc: "px, or fill for what is left over"}, {name: "max", shape: aNumber, lo: 0, hi: 960, doc: "px that fill takes at most"}},
	kindLogo:     {{name: "logo", shape: aText, doc: "the sender's mark, large"}},
	kindProgress: {{name: "progress", shape: aColor, doc: "a bar that runs through the loop"}},
}

// templateKeys are the keys of the file.
var templateKeys = []key{
	{name: "giro", shape: aWhole, lo: Language, hi: Language, doc: "the version of the template language"},
	{name: "name", shape: aText, doc: "the template's name: a short word"},
	{name: "title", shape: aLocal, doc: "the name that people read"},
	{name: "use", shape: aLocal, doc: "what it is for, in one line"},
	{name: "kit", shape: aText, doc: "the brand kit that it was designed with; a locked kit is always used"},
	{name: "takes", shape: aChoice, choices: []string{"event", "events"}, doc: "one event, or all events of a file"},
	{name: "music", shape: aChoice, choices: []string{"channel", "none"}, doc: "none leaves the channel's music out"},
	{name: "reading", shape: aChoice, choices: []string{"normal", "slow"}, doc: "slow gives the reading time of alerts"},
	{name: "tempo", shape: aMap, doc: "bpm and beats_per_bar when there is no music"},
	{name: "loop", shape: aMap, doc: "bars: the loop is a multiple of so many"},
	{name: "inputs", shape: aMap, doc: "the texts that the template takes from an event"},
	{name: "phrases", shape: aMap, doc: "the template's own words by language"},
	{name: "cuts", shape: aMap, doc: "shorter versions"},
	{name: "scenes", shape: aMap, doc: "the scenes, in their order"},
	{name: "under", shape: aNodes, doc: "what stands behind every scene for the whole loop"},
	{name: "overlay", shape: aNodes, doc: "what stands over every scene for the whole loop"},
}

// sceneKeys are the keys of a scene.
var sceneKeys = []key{
	{name: "name", shape: aText, doc: "a short word"},
	{name: "bars", shape: aNumber, lo: 0.5, hi: 120, doc: "the length; the reading rule may add to it"},
	{name: "beats", shape: aNumber, lo: 0.5, hi: 120, doc: "the length in beats"},
	{name: "seconds", shape: aNumber, lo: 0.5, hi: 120, doc: "the length by the clock, for templates without a beat"},
	{name: "when", shape: aConditions, doc: "the scene appears only if these fields have a value"},
	{name: "each", shape: aField, doc: "the list to repeat the scene for; its fields are item.title and so on"},
	{name: "max", shape: aWhole, lo: 1, hi: 24, doc: "entries of the list, at most"},
	{name: "rows", shape: aWhole, lo: 1, hi: 12, doc: "so many entries on a page: the scene is repeated for each page, its list is page"},
	{name: "rows_long", shape: aWhole, lo: 1, hi: 12, doc: "entries on a page when a title has more than 20 characters"},
	{name: "row_beats", shape: aNumber, lo: 0, hi: 16, doc: "beats that each row adds to the scene"},
	{name: "language", shape: aText, doc: "another language of the event; languages is the list for each"},
	{name: "front", shape: aSwitch, doc: "stands above the overlay"},
	{name: "enter", shape: aTransition, doc: "the way into the scene"},
	{name: "field", shape: aColor, doc: "the colour role behind everything"},
	{name: "layers", shape: aNodes, doc: "what stands in it, later ones above"},
}

// inputKeys, cutKeys and enterKeys are those of the smaller mappings.
var (
	inputKeys = []key{
		{name: "from", shape: aTexts, doc: "fields or phrases; the first with a value counts"},
		{name: "required", shape: aSwitch, doc: "an event without it is refused"},
		{name: "title", shape: aLocal, doc: "what people read in a form"},
	}
	cutKeys = []key{
		{name: "drop", shape: aTexts, doc: "scenes left out"},
		{name: "bars", shape: aSteps, doc: "other lengths"},
		{name: "loop", shape: aMap, doc: "bars: the multiple"},
	}
	enterKeys = []key{
		{name: "kind", shape: aChoice, choices: enterNames, doc: "cut, crossfade, wipe, push, iris; change lets the furniture move and the texts change; dip passes through ink"},
		{name: "from", shape: aChoice, choices: edgeNames, doc: "the edge that it comes from"},
		{name: "box", shape: aBox, doc: "the part of the frame that a wipe uncovers"},
		{name: "at", shape: aPlaces, doc: "[column, row] from where an iris opens"},
		{name: "seconds", shape: aNumber, lo: 0.1, hi: 3, doc: "how long it takes"},
		{name: "for", shape: aVariants, doc: "other values on other canvases: wide, short, or a format's name"},
	}
)

// names returns the names of keys.
func names(keys []key) []string {
	out := make([]string, len(keys))
	for i, k := range keys {
		out[i] = k.name
	}
	return out
}

// keysOf returns all keys that a node of a kind may have.
func keysOf(kind Kind) []key {
	return append(append([]key{}, nodeKeys[kind]...), common...)
}
