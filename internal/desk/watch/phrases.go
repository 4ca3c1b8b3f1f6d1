package watch

import "regexp"

// phrases are the messages that colleagues meet most, in Italian, said to several
// people. What is not among them is told as package wording does.
var phrases = []phrase{
	say(`the row has no title`, `la riga non ha un titolo`),
	say(`the event has no title`, `l'evento non ha un titolo`),
	say(`write one, or empty the row`, `scrivine uno, o svuota la riga`),
	say(`(".*") cannot be read: (.*)`, `$1 non si capisce ($2)`),
	say(`(".*") is not a date`, `$1 non è una data`),
	say(`the event ends before it starts`, `l'evento finisce prima di cominciare`),
	say(`exchange or correct the two`, `scambia o correggi i due`),
	say(`the file is empty`, `il file è vuoto`),
	say(`check that it was copied whole`, `controlla che sia stato copiato per intero`),
	say(`the file is not text`, `il file non è un testo`),
	say(`the file is (.*), not a calendar or a table`, `il file non è un calendario né una tabella ($1)`),
	say(`give the table or calendar here`, `metti qui la tabella o il calendario`),
	say(`the table has column names and no events`, `la tabella ha i nomi delle colonne e nessun evento`),
	say(`write an event in the row below`, `scrivi un evento nella riga sotto`),
	say(`name the column that holds the title .*`, `chiama «titolo» la colonna con il titolo`),
	say(`no column holds the title`, `nessuna colonna contiene il titolo`),
	say(`name the columns in the first row.*`, `nella prima riga scrivi i nomi delle colonne, per esempio: titolo; data; ora; luogo; indirizzo; prezzo; immagine`),
	say(`the row has more cells than there are columns`, `la riga ha più celle delle colonne`),
	say(`put a text that holds the separator in quotes`, `metti tra virgolette un testo che contiene il separatore`),
	say(`the row has a time or an end, and no day`, `la riga ha un'ora o una fine, ma non il giorno`),
	say(`add the day, as in (.*)`, `aggiungi il giorno, come $1`),
	say(`the calendar holds no event`, `il calendario non contiene eventi`),
	say(`there is no file (".*") beside the event or in the channel`, `non c'è alcun file $1 accanto all'evento né nel canale`),
	say(`put the file there, or correct its name`, `metti il file insieme alla tabella, o correggi il nome`),
	say(`(".*") leads out of the channel's folder`, `$1 porta fuori dalla cartella del canale`),
	say(`copy the file into the channel's folder and name it from there`, `metti il file insieme alla tabella e scrivi il suo nome`),
	say(`the picture (".*") cannot be used: (.*)`, `l'immagine $1 non si può usare: $2`),
	say(`export it as a JPEG and use that`, `esportala come JPEG e usa quello`),
	say(`(".*") has no (\S+), which the template (".*") needs`, `a $1 manca «$2», che il modello $3 richiede`),
	say(`fill in (\S+) in the event`, `compila «$1» nell'evento`),
	say(`the (\S+) has (\d+) characters and does not fit its place in (".*")`, `il campo «$1» ha $2 caratteri e non sta nel suo posto in $3`),
	say(`there is no template (".*")`, `non c'è alcun modello $1`),
	say(`the state (".*") is not known`, `lo stato $1 non è noto`),
	say(`write one of: (.*)`, `scrivi uno di questi: $1`),
	say(`did you mean (".*")\?`, `intendevi $1?`),
	say(`use one of: (.*)`, `usa uno di questi: $1`),
	say(`no event of the file belongs to the campaign (".*")`, `nessun evento del file appartiene alla campagna $1`),
	say(`check the dates and the category of the events against it`, `controlla con essa le date e la categoria degli eventi`),
	say(`shorten it`, `accorcialo`),
}

func say(english, italian string) phrase {
	return phrase{regexp.MustCompile(`(?s)^` + english + `$`), italian}
}
