package inbox

import "slices"

// pastLimit is how many ended drops are remembered, to know repeats and whose
// the files in the out folder are.
const pastLimit = 5000

// history is what is known of drops that have ended, and whose the files in the
// out folder are.
type history struct {
	records []Record        // one for each drop, the oldest first
	owners  map[string]Name // drop that a file in the out folder is of, by its name
}

// add adds an ended drop. It reports true when it has forgotten the oldest, and
// with them the owners of all files but those of the drops that it knows.
func (h *history) add(r Record) (forgot bool) {
	h.records = append(h.records, r)
	h.own(r.Name, r.Outputs)
	if len(h.records) <= pastLimit+pastLimit/4 { // not at every drop
		return false
	}
	h.records = slices.Clone(h.records[len(h.records)-pastLimit:])
	h.owners = map[string]Name{}
	for _, p := range h.records {
		h.own(p.Name, p.Outputs)
	}
	return true
}

// own notes whose files are.
func (h *history) own(drop Name, files []Output) {
	for _, o := range files {
		h.owners[o.File] = drop
	}
}

// made reports whether the latest drop of these contents that was made still
// owns its files, and all of them are there.
func (h *history) made(digest string, there func(file string) bool) bool {
	for _, p := range slices.Backward(h.records) {
		if p.Digest == digest && p.State == Done {
			return !slices.ContainsFunc(p.Outputs, func(o Output) bool { return h.owners[o.File] != p.Name || !there(o.File) })
		}
	}
	return false
}

// wrote reports whether a text of that digest is a reason that was written here.
func (h *history) wrote(digest string) bool {
	return slices.ContainsFunc(h.records, func(r Record) bool { return r.Text != "" && r.Text == digest })
}
