package compile

// The house motions (art direction §7), in seconds and fractions.
const (
	lineIn        = 0.600
	lineOut       = 0.260
	bodyIn        = 0.500
	bodyFade      = 0.300
	bodyRisePx    = 24
	ruleIn        = 0.500
	ruleOut       = 0.200
	maskTravel    = 1.24 // em
	lineStagger   = 0.067
	itemStagger   = 0.100
	staggerMax    = 0.400
	textStartsAt  = 0.55 // progress of the panel at which its text starts
	outLead       = 0.100
	zoomPerSecond = 0.012
	zoomMost      = 0.06
	driftPxPerS   = 6.0
	driftMostPx   = 40.0
)

// The clock of counters and charts (art direction §7), and of routes.
const (
	countSeconds  = 0.800
	routePxPerS   = 900
	routeShortest = 0.700
	routeLongest  = 1.200 // the longest seam
)
