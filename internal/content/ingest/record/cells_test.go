package record_test

import (
	"testing"

	"github.com/giro-video/giro/internal/content/ingest/ingesttest"
)

func TestFree(t *testing.T) {
	for price, want := range map[string]bool{
		"gratuito": true, "Gratuita": true, "GRATIS": true, "ingresso libero": true, "Ingresso libero.": true, "free": true, "Free entry": true,
		"Eintritt frei": true, "kostenlos": true, "entrée libre": true, "entrada libre": true, "0": true, "0,00 €": true, "€ 0": true,
		"ingresso libero fino a esaurimento posti": true, "gratuito con prenotazione": true, "gratis, su prenotazione": true,
		"5 €": false, "gratuito fino a 6 anni, adulti 5 €": false, "5 euro, gratis sotto i 12 anni": false, "offerta libera": false,
		"0,50 €": false, "10": false, "gratis per i residenti": false, "da 0 a 10 €": false,
	} {
		evs, _ := ingesttest.Read(t, "f", "titolo;prezzo\nX;"+ingesttest.Quote(price)+"\n")
		if evs[0].Free != want {
			t.Errorf("%q is free: %v, want %v", price, evs[0].Free, want)
		}
		if evs[0].Price != price {
			t.Errorf("price %q, want it as written: %q", evs[0].Price, price)
		}
	}
}

func TestFacts(t *testing.T) {
	evs, faults := ingesttest.Read(t, "f", "titolo;fatti;facts_en\nX;\"9 murales; 3,1 chilometri\n1.200 alberi; 85 % di verde; oltre 30 artisti; € 5 ridotto\";9 murals\n")
	ingesttest.Same(t, "messages", ingesttest.Show(faults), "")
	ingesttest.Same(t, "facts", evs[0].Facts, "[{Value:9 Label:murales} {Value:3,1 Label:chilometri} {Value:1.200 Label:alberi} {Value:85 % Label:di verde} {Value:oltre 30 Label:artisti} {Value:€ 5 Label:ridotto}]")
	ingesttest.Same(t, "in English", evs[0].In("en").Facts, "[{Value:9 Label:murals}]")
}
