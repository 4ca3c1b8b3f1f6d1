package campaign_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestFilters chooses events of a file, as seen on a day.
func TestFilters(t *testing.T) {
	const table = `id;titolo;data;ora;luogo;quartiere;categoria;prezzo;serie
gio;Giovedì;10/06/2027;18:00;Teatro;Isola;Festa;gratuito;a
sab;Sabato;12/06/2027;21:00;Caffè dell’Orto;Isola;Tour a piedi;5 €;a
dom;Domenica;13/06/2027;10:00;Teatro;Baggio;Festa;gratuito;b
lun;Lunedì;14/06/2027;9:00;Biblioteca;Baggio;Mercato;;b
mai;Sempre;;;Teatro;Isola;Festa;;
`
	for _, c := range []struct{ where, now, want string }{
		{"{}", "2027-06-08", "dom gio lun mai sab"},
		{"{when: this weekend}", "2027-06-08", "dom sab"},
		{"{when: questo fine settimana}", "2027-06-14", ""},
		{"{when: next 7 days}", "2027-06-08", "dom gio lun sab"},
		{"{when: next 7 days}", "2027-06-13", "dom lun"},
		{"{when: next 7 days, to: 2027-06-12}", "2027-06-08", "gio sab"}, // the narrower of the two
		{"{when: today}", "2027-06-14", "lun"},
		{"{when: today, to: 2027-06-30}", "2027-06-10", "gio"},
		{"{from: 2027-06-12, to: 2027-06-13}", "2027-06-08", "dom sab"},
		{"{to: 2027-06-12}", "2027-06-08", "gio sab"},
		{"{neighbourhood: isola}", "2027-06-08", "gio mai sab"},
		{"{neighbourhood: isola, when: this week}", "2027-06-08", "gio sab"},
		{`{venue: ["caffe dell'orto", biblioteca]}`, "2027-06-08", "lun sab"},
		{"{category: [FESTA, mercato]}", "2027-06-08", "dom gio lun mai"},
		{"{free: true}", "2027-06-08", "dom gio"},
		{"{free: false}", "2027-06-08", "sab"},
		{`{price: "5 €"}`, "2027-06-08", "sab"},
		{"{extra.serie: b, category: festa}", "2027-06-08", "dom"},
		{`{event: ["s*", "?un"], free: false}`, "2027-06-08", "sab"},
	} {
		t.Run(c.where+" on "+c.now, func(t *testing.T) {
			dir := smallCampaign(t)
			write(t, filepath.Join(dir, "eventi.csv"), table)
			now, err := time.Parse(time.DateOnly, c.now)
			if err != nil {
				t.Fatal(err)
			}
			// The same words choose events for a rule: both places are tried.
			for _, text := range []string{
				"events: {file: eventi.csv, where: " + c.where + "}\ntemplates: tiny\n",
				"events: eventi.csv\ntemplates: {use: tiny, for: " + c.where + "}\n",
			} {
				write(t, filepath.Join(dir, "campaign.yaml"), text)
				d := open(t, dir)
				d.Now = func() time.Time { return now }
				p := plan(t, d)
				var got []string
				for _, e := range p.Entries {
					got = append(got, e.Event.ID)
				}
				slices.Sort(got)
				if p.Notes.HasErrors() || strings.Join(got, " ") != c.want {
					t.Errorf("%s\nchose %q, want %q; %v", text, got, c.want, p.Notes)
				}
			}
		})
	}
}
