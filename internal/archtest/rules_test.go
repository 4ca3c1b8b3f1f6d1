package archtest_test

// rules say which imports are allowed.
type rules struct {
	floor    map[string]int
	packages map[string][]string
	confined []confinement
}

// module are the rules of this module.
var module = &rules{floor: floor, packages: packages, confined: confined}

// floor gives the height of each folder of packages. A package imports only
// packages of lower floors, and neighbours in its own folder where packages
// says so; folders on one floor do not know each other.
var floor = map[string]int{
	"assets":           0, // embedded files, no code
	"templates":        0,
	"internal/base":    1,
	"internal/content": 2,
	"internal/media":   2,
	"internal/design":  3,
	"internal/sound":   3,
	"internal/picture": 4,
	"internal/film":    5,
	"internal/desk":    6,
	"cmd":              7,

	// A command beside what it makes: it uses floors below and nobody uses it.
	"assets/music/generate": 7,
}

// packages lists every package of the module with the neighbours in its own
// folder that it may import. Tests of a package may import any neighbour.
var packages = map[string][]string{
	"assets":                nil,
	"assets/music/generate": nil, // the generator of the demo's track, run by hand
	"templates":             nil,

	"internal/archtest": nil, // tests only: it reads the others as text

	"internal/base/diag":          nil,
	"internal/base/digest":        nil,
	"internal/base/disk":          {"internal/base/diag", "internal/base/digest"},
	"internal/base/disk/disktest": nil, // for tests
	"internal/base/filename":      nil,
	"internal/base/fold":          nil,
	"internal/base/geom":          nil,
	"internal/base/locale":        {"internal/base/diag"},
	"internal/base/shown":         nil,
	"internal/base/srgb":          nil,
	"internal/base/timebase":      nil,
	"internal/base/yuv":           {"internal/base/srgb"},
	"internal/base/yuv/asm":       nil, // the generator of the kernels, run by hand

	"internal/content/brand":   {"internal/content/setting"},
	"internal/content/channel": {"internal/content/brand", "internal/content/event", "internal/content/format", "internal/content/rights", "internal/content/rules", "internal/content/setting"},
	"internal/content/event":   nil,
	"internal/content/format":  nil,
	"internal/content/ingest": {
		"internal/content/channel", "internal/content/event", "internal/content/ingest/dates", "internal/content/ingest/ical", "internal/content/ingest/record",
		"internal/content/ingest/source", "internal/content/ingest/structured", "internal/content/ingest/table",
	},
	"internal/content/ingest/dates":      {"internal/content/event", "internal/content/when"},
	"internal/content/ingest/ical":       {"internal/content/event", "internal/content/ingest/dates", "internal/content/ingest/source"},
	"internal/content/ingest/ingesttest": {"internal/content/event", "internal/content/ingest"}, // for the readers' tests
	"internal/content/ingest/record":     {"internal/content/event", "internal/content/ingest/dates", "internal/content/ingest/source"},
	"internal/content/ingest/relay":      {"internal/content/event", "internal/content/ingest"},
	"internal/content/ingest/source":     nil,
	"internal/content/ingest/structured": {"internal/content/event", "internal/content/setting", "internal/content/when", "internal/content/ingest/dates", "internal/content/ingest/record", "internal/content/ingest/source"},
	"internal/content/ingest/table":      {"internal/content/event", "internal/content/ingest/record", "internal/content/ingest/source"},
	"internal/content/rights":            {"internal/content/event", "internal/content/setting"},
	"internal/content/rules":             {"internal/content/format", "internal/content/setting"},
	"internal/content/setting":           nil,
	"internal/content/when":              {"internal/content/event"},

	"internal/media/ffmpeg":  {"internal/media/process", "internal/media/sniff"},
	"internal/media/hook":    {"internal/media/process"},
	"internal/media/photo":   {"internal/media/sniff"},
	"internal/media/probe":   {"internal/media/ffmpeg", "internal/media/sniff"},
	"internal/media/process": nil,
	"internal/media/sniff":   nil,

	"internal/design/compile":  {"internal/design/field", "internal/design/figure", "internal/design/grid", "internal/design/palette", "internal/design/stack", "internal/design/template", "internal/design/timeline", "internal/design/typeset"},
	"internal/design/field":    nil,
	"internal/design/figure":   {"internal/design/field", "internal/design/timeline", "internal/design/typeset"},
	"internal/design/grid":     {"internal/design/template"},
	"internal/design/palette":  {"internal/design/template"},
	"internal/design/stack":    {"internal/design/field", "internal/design/grid", "internal/design/template", "internal/design/typeset"},
	"internal/design/template": {"internal/design/field"},
	"internal/design/timeline": {"internal/design/typeset"},
	"internal/design/typeset":  nil,

	"internal/sound/loudness": nil,
	"internal/sound/mix":      {"internal/sound/loudness"},

	"internal/picture/compose":         {"internal/picture/raster"},
	"internal/picture/raster":          {"internal/picture/raster/pattern", "internal/picture/raster/polyline", "internal/picture/raster/svg"},
	"internal/picture/raster/pattern":  nil,
	"internal/picture/raster/polyline": nil,
	"internal/picture/raster/svg":      {"internal/picture/raster/polyline"},

	"internal/film/check":   nil,
	"internal/film/postkit": nil,
	"internal/film/render":  {"internal/film/check", "internal/film/segment", "internal/film/store"},
	"internal/film/segment": nil,
	"internal/film/store":   nil,

	"internal/desk/campaign": {"internal/desk/post"},
	"internal/desk/drop":     {"internal/desk/campaign", "internal/desk/inbox", "internal/desk/post"},
	"internal/desk/fontdir":  nil,
	"internal/desk/inbox":    nil, // what drops mean is passed in
	"internal/desk/post":     {"internal/desk/fontdir"},
	"internal/desk/preset":   {"internal/desk/campaign"},
	"internal/desk/sheet":    {"internal/desk/post"},

	"cmd/giro": nil,
}

// confinement keeps libraries in the packages that wrap them. A pattern that
// ends in "/..." also means all that lies below it.
type confinement struct {
	library string
	to      []string // none: it is forbidden
	tests   bool     // any test may import it
}

var confined = []confinement{
	{library: "os/exec", to: []string{"internal/media/process", "internal/base/disk/disktest"}, tests: true},
	{library: "github.com/gofrs/flock/...", to: []string{"internal/base/disk"}},
	{library: "github.com/u2takey/ffmpeg-go/...", to: []string{"internal/media/ffmpeg"}},
	{library: "github.com/fogleman/gg/...", to: []string{"internal/picture/raster/..."}},
	{library: "github.com/golang/freetype/...", to: []string{"internal/picture/raster/..."}},
	{library: "github.com/disintegration/imaging/...", to: []string{"internal/media/photo"}},
	{library: "github.com/go-text/typesetting/...", to: []string{"internal/design/typeset", "internal/desk/fontdir"}},
	{library: "eliasnaur.com/font/...", to: []string{"assets"}},
	{library: "github.com/mmcloughlin/avo/...", to: []string{"internal/base/yuv/asm"}},
	{library: "github.com/arran4/golang-ical/...", to: []string{"internal/content/ingest/ical"}, tests: true},
	{library: "github.com/teambition/rrule-go/...", to: []string{"internal/content/ingest/dates", "internal/content/ingest/ical", "internal/content/ingest/structured"}},
	{library: "github.com/xuri/excelize/...", to: []string{"internal/content/ingest/table"}},
	{library: "github.com/urfave/cli/...", to: []string{"cmd/giro"}},
	{library: "github.com/vbauerster/mpb/...", to: []string{"cmd/giro"}},
	{library: "github.com/rogpeppe/go-internal/testscript/...", to: []string{"cmd/giro"}},
	{library: "github.com/fsnotify/fsnotify/...", to: []string{"internal/desk/inbox"}},
	{library: "github.com/santhosh-tekuri/jsonschema/...", to: nil, tests: true},
	// Nothing below the commands reads the network; a test may serve itself.
	{library: "net"},
	{library: "net/http/...", to: []string{"cmd/giro"}, tests: true},
}
