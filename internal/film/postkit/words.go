package postkit

import "strings"

// words are the kit's own texts in one language.
type words struct {
	music   string // "Musica: %s" in front of a credit
	photo   string
	link    string
	free    string
	state   map[string]string // of an event that does not take place as planned
	video   string            // the first sentence of a text alternative, {s} the seconds, {c} the sender
	sound   string
	silent  string
	image   string
	onTitle string // in front of the texts of the screen
}

// wordsFor returns the words of a BCP 47 tag; English for a language without.
func wordsFor(tag string) words {
	base, _, _ := strings.Cut(strings.ToLower(tag), "-")
	if w, ok := language[base]; ok {
		return w
	}
	return language["en"]
}

func states(cancelled, postponed, moved, soldOut string) map[string]string {
	return map[string]string{"cancelled": cancelled, "postponed": postponed, "moved": moved, "sold_out": soldOut}
}

var language = map[string]words{
	"it": {
		music: "Musica", photo: "Foto", link: "Informazioni", free: "Ingresso libero",
		state: states("ANNULLATO", "RINVIATO", "CAMBIO DI LUOGO", "ESAURITO"),
		video: "Video verticale di {s} secondi di {c}.", sound: "Ha una musica e nessun parlato.", silent: "Non ha audio.",
		image: "Nell’immagine", onTitle: "I testi sullo schermo, in ordine:",
	},
	"en": {
		music: "Music", photo: "Photo", link: "More", free: "Free entry",
		state: states("CANCELLED", "POSTPONED", "NEW PLACE", "SOLD OUT"),
		video: "A vertical video of {s} seconds by {c}.", sound: "It has music and no speech.", silent: "It has no sound.",
		image: "The picture shows", onTitle: "The texts on the screen, in order:",
	},
	"de": {
		music: "Musik", photo: "Foto", link: "Mehr", free: "Eintritt frei",
		state: states("ABGESAGT", "VERSCHOBEN", "NEUER ORT", "AUSVERKAUFT"),
		video: "Hochformatiges Video von {s} Sekunden von {c}.", sound: "Mit Musik, ohne gesprochenen Text.", silent: "Ohne Ton.",
		image: "Im Bild", onTitle: "Die Texte auf dem Bildschirm, der Reihe nach:",
	},
	"fr": {
		music: "Musique", photo: "Photo", link: "En savoir plus", free: "Entrée libre",
		state: states("ANNULÉ", "REPORTÉ", "NOUVEAU LIEU", "COMPLET"),
		video: "Vidéo verticale de {s} secondes de {c}.", sound: "Avec musique, sans parole.", silent: "Sans son.",
		image: "À l’image", onTitle: "Les textes à l’écran, dans l’ordre :",
	},
	"es": {
		music: "Música", photo: "Foto", link: "Más información", free: "Entrada libre",
		state: states("CANCELADO", "APLAZADO", "CAMBIO DE LUGAR", "AGOTADO"),
		video: "Vídeo vertical de {s} segundos de {c}.", sound: "Con música y sin voz.", silent: "Sin sonido.",
		image: "En la imagen", onTitle: "Los textos en pantalla, en orden:",
	},
	"nl": {
		music: "Muziek", photo: "Foto", link: "Meer", free: "Gratis toegang",
		state: states("AFGELAST", "UITGESTELD", "NIEUWE PLEK", "UITVERKOCHT"),
		video: "Verticale video van {s} seconden van {c}.", sound: "Met muziek, zonder gesproken tekst.", silent: "Zonder geluid.",
		image: "Op het beeld", onTitle: "De teksten op het scherm, op volgorde:",
	},
	"pt": {
		music: "Música", photo: "Foto", link: "Saiba mais", free: "Entrada livre",
		state: states("CANCELADO", "ADIADO", "NOVO LOCAL", "ESGOTADO"),
		video: "Vídeo vertical de {s} segundos de {c}.", sound: "Com música e sem fala.", silent: "Sem som.",
		image: "Na imagem", onTitle: "Os textos na tela, em ordem:",
	},
	"zh": {
		music: "音乐", photo: "摄影", link: "详情", free: "免费入场",
		state: states("已取消", "已延期", "地点变更", "已售罄"),
		video: "{c}发布的竖屏视频，时长 {s} 秒。", sound: "有音乐，无旁白。", silent: "无声音。",
		image: "画面", onTitle: "屏幕文字（按顺序）：",
	},
	"ar": {
		music: "الموسيقى", photo: "الصورة", link: "المزيد", free: "الدخول مجاني",
		state: states("أُلغي", "أُجِّل", "مكان جديد", "نفدت التذاكر"),
		video: "فيديو عمودي مدته {s} ثانية من {c}.", sound: "مع موسيقى ومن دون كلام.", silent: "من دون صوت.",
		image: "في الصورة", onTitle: "النصوص على الشاشة بالترتيب:",
	},
}
