package typeset

// phrases are texts as posts have them, by script and language: titles, dates,
// places, and what a shaper can get wrong. The names are made up.
var phrases = []struct {
	script, lang string // ISO 15924, BCP 47
	texts        []string
}{
	{"Latn", "it", []string{
		"La notte dell’Orologio", "Mercato contadino in piazza Vecchia", "Sabato 14 giugno, ore 18.30–23.00", "Ingresso libero fino a esaurimento posti",
		"Sant’Ambrogio: l’arte del caffè", "Perché no? È già festa!", "Via G. Verdi 7 (angolo L.go Tasso)", "Biglietti: 12,50 € · ridotto 8 €",
		"«Va’, pensiero» in città", "Affitti, uffici, fiabe e soffitte", "Fino al 30/9 — chiuso il lunedì", "Cos’è l’AVVISO? Più info a p. 4",
		"Dall’11 al 17\u00a0luglio", "Tutti i venerdì, 7ª edizione", "Yoga & tè al Parco Nord", "VITTORIO EMANUELE II, AVENUE LATINA",
	}},
	{"Latn", "en", []string{
		"Bedtime stories at the town library", "Saturday 14 June, 6.30–11 pm", "Free entry, while seats last", "“To fly or not to fly”",
		"Children’s room, 1st floor", "Don’t miss it: it’s the last one!", "Waterfront Walk — Tour No. 7", "The Avenue of Yews, Toy & Type",
		"Fish, chips & fjords: off we go", "Tickets £8.50 / £5", "Open daily 9–17, except Mon.", "‘Twas the Night’ … at dawn",
	}},
	{"Latn", "de", []string{
		"Straßenfest am Flußufer", "Samstag, 14. Juni, 18:30–23 Uhr", "Eintritt frei – solange Plätze frei sind", "„Fünf Äpfel“ für Große und Kleine",
		"Öffnungszeiten: Di.–So. 10–18 Uhr", "Donaudampfschifffahrtsgesellschaft", "Auflagenhöhe, Schifffahrt, Kauffrau", "GROẞE STRASSE 5, 3. OG",
		"Übermütige Jazznächte im Hof", "›Späti‹ – Lesung mit Musik", "Karten zu 12,50 € und 8 €", "Tür auf! Tag der offenen Tür",
	}},
	{"Latn", "fr", []string{
		"Fête de la musique sur les quais", "Samedi 14 juin, de 18\u202fh\u202f30 à 23\u202fh", "Entrée libre\u202f! Venez nombreux…", "L’œuvre et le cœur : à découvrir",
		"«\u202fÇa va\u202f?\u202f» — lecture à voix haute", "Où ? Place de l’Hôtel-de-Ville", "Marché aux puces, allée du 8-Mai", "Tarif : 12,50\u00a0€ · réduit 8\u00a0€",
		"Jusqu’au 1ᵉʳ août, sauf le lundi", "ÎLE AUX ENFANTS, ÂGE 6+", "Visites guidées du Vieux-Port", "Aïe, il naît à Noël",
	}},
	{"Latn", "es", []string{
		"¡Noche de museos en la ciudad!", "Sábado 14 de junio, 18:30 h", "¿Qué hay este fin de semana?", "Entrada libre hasta completar aforo",
		"Feria de artesanía — Plaza Mayor", "Año nuevo, barrio nuevo", "Niñas y niños de 6 a 12 años", "«La vida es sueño», al aire libre",
		"Precio: 12,50 € · 3.ª edad 8 €", "Camí d’en Güell, 4.º 2.ª", "Col·lecció d’estiu", "MÚSICA EN LA CALLE ATÚN",
	}},
	{"Latn", "nl", []string{
		"Avondmarkt op de kade", "Zaterdag 14 juni, 18.30–23.00 uur", "Gratis toegang, zolang er plaats is", "’s Avonds muziek in ’t park",
		"Eén ijsje, twee ĳsjes", "Fietstocht langs de dĳk", "IJMUIDEN – BIJLANDT", "Kaarten € 12,50, kinderen vrij", "Coördinatie: buurthuis aan het Wĳde Water", "Zo’n vijf efficiënte affiches",
	}},
	{"Latn", "pt", []string{
		"Festa de São João na praça", "Sábado, 14 de junho, às 18h30", "Entrada gratuita até à lotação", "Não perca: é só amanhã!",
		"Coração, limões e pães", "Exposição “Água e Avó”", "Crianças dos 6 aos 12 anos", "Bilhetes: 12,50 € (1.º andar)", "Três tardes à beira-mar", "AÇORES, VILAÇÃ E LUÍS",
	}},
	{"Latn", "vi", []string{
		"Lễ hội mùa xuân", "Thứ bảy, ngày 14 tháng 6", "Vào cửa miễn phí", "Chợ đêm phố cổ", "Ngữ điệu và những ước mơ", "Đường Nguyễn Huệ, quận 1",
		"Hẹn gặp lại các bạn!", "Trẻ em dưới 6 tuổi", "Ẩm thực đường phố", "Le\u0302\u0303 ho\u0323\u0302i a\u0306m nha\u0323c",
	}},
	{"Latn", "pl", []string{
		"Święto ulicy Żółwiej", "Sobota, 14 czerwca, godz. 18.30", "Wstęp wolny – zapraszamy!", "Zażółć gęślą jaźń", "„Łódź pełna książek”",
		"Źródło: dzień otwarty", "Dzieci do lat 12 — bezpłatnie", "ŁĄKA, TĘCZA I ŚNIEG",
	}},
	{"Latn", "cs", []string{
		"Noc kostelů na náměstí", "Sobota 14. června v 18.30", "Vstup volný, těšíme se!", "Příliš žluťoučký kůň úpěl ďábelské ódy", "„Říční trh“ u Vltavy",
		"Ať žije hudba!", "Děti do 12 let zdarma", "ŠŤASTNÁ ULIČKA Č. 7",
	}},
	{"Latn", "tr", []string{
		"İstiklal Caddesi’nde yaz şenliği", "14 Haziran Cumartesi, saat 18.30", "Giriş ücretsizdir", "Çocuklar için ışık gösterisi", "Ağaç, güneş ve ığdır",
		"Fişek fiyatları, afiş", "KADIKÖY’DE GECE ÇARŞISI", "Öğleden sonra “Şiir Saati”",
	}},
	{"Latn", "ro", []string{"Târgul de toamnă din piață", "Sâmbătă, 14 iunie, ora 18:30", "Și șapte ștrengari țanțoși", "„Înainte” — intrare liberă"}},
	{"Latn", "hu", []string{"Őszi vásár a főtéren", "Szombat, június 14., 18.30", "Árvíztűrő tükörfúrógép", "„Belépés ingyenes”"}},
	{"Latn", "und", []string{
		"AVATAR VA LT To. We, Ya; P, r, f’ T’a", "ffi ffl fi fl ff fj Th", "f\u200ci and f\u200di, fi", "e\u0301 a\u0300 o\u0302 n\u0303 c\u0327 u\u0308", "é à ô ñ ç ü",
		"A\u030a a\u0328\u0301 s\u0323\u0307 q\u0307\u0323", "1234567890 111 117 7.4", "½ ¼ 1⁄2 5′ 3″ 20 °C", "A–B, C—D, E-F, G‑H, I−J", "«a» ‹b› “c” ‘d’ „e“ ‚f‘",
		"a\u00a0b\u202fc\u2009d\u2003e\u2007f", "so\u00adft hy\u00adphen, zero\u200bwidth", "№ 5 @ © ® ™ § ¶ † ‡ %‰", "a\u2060b\ufeffc", "(A) [B] {C} /D/ \\E\\ |F|", "x² + y³ = 10⁶ ± ½ × ÷ ≈ ≤ ≥",
	}},
	{"Grek", "el", []string{
		"Γιορτή στην πλατεία", "Σάββατο 14 Ιουνίου, ώρα 18:30", "Είσοδος ελεύθερη", "«Νύχτα των μουσείων»", "Άνοιξη στο λιμάνι: μουσική και χορός",
		"Ἀθῆναι, ᾠδή, ῥόδον", "ΟΔΟΣ ΑΘΗΝΑΣ 12", "Τι; Πού; Πότε;", "Αυλή, ΤΑΥΡΟΣ, Λόγος", "Α\u0301νοιξη και ι\u0308\u0301χνη", "Παιδιά έως 12 ετών — δωρεάν", "Εισιτήρια: 12,50 €",
	}},
	{"Cyrl", "ru", []string{
		"Ночь музеев в старом городе", "Суббота, 14 июня, 18:30", "Вход свободный — ждём вас!", "«Ёлки и ежи»: сказки для детей", "ПЛОЩАДЬ ГУТЕНБЕРГА, ДОМ 7", "И\u0306од, е\u0308лка", "Билеты: 500 ₽, дети бесплатно",
	}},
	{"Cyrl", "uk", []string{"Фестиваль музики на набережній", "Субота, 14 червня, 18:30", "Об’їзна вулиця, під’їзд №\u00a05", "Їжак, ґудзик і єнот", "„Щастя“ — вхід вільний"}},
	{"Cyrl", "bg", []string{"Нощен пазар на площада", "Събота, 14 юни, 18:30 ч.", "Жълта къща, вход свободен", "„Лято в града“"}},
	{"Cyrl", "sr", []string{"Љубав, ђак и њива", "Субота, 14. јун, 18.30", "Гђа Џамија: бдење", "„Слободан улаз“"}},
	{"Arab", "ar", []string{
		"مهرجان الصيف في الميناء", "السبت ١٤ يونيو، الساعة ١٨:٣٠", "السبت 14 يونيو 2025، 18:30–23:00", "الدخول مجاني حتى اكتمال المقاعد", "ليلة المتاحف: أهلاً وسهلاً!",
		"سوق الحيّ القديم — كلّ أحد", "«لا إله إلا الله» لآلئ الأدب", "الأطفال من 6 إلى 12 سنة", "كُتُبٌ وَمُوسِيقَى فِي الحَدِيقَةِ", "ما هو البرنامج؟ (انظر ص 4)", "التذاكر: 12,50 € · مخفّض 8 €",
		"شارع Milano رقم 7", "كتـــاب مفتوح", "بي\u200cبي ه\u200dـ", "لأ لإ لآ لا ﷲ", "محمّد والمحكمة المتحدة", "نهاية % 25 وبداية 3/4",
	}},
	{"Arab", "fa", []string{"جشنوارهٔ تابستانی کنار دریا", "شنبه ۱۴ ژوئن، ساعت ۱۸:۳۰", "می\u200cخواهیم کتاب\u200cها را بخوانیم", "ورود رایگان؛ خوش آمدید!", "گچ پژ و چراغ"}},
	{"Arab", "ur", []string{"گرمیوں کا میلہ شہر میں", "ہفتہ، 14 جون، شام 6:30 بجے", "داخلہ مفت ہے۔", "بچوں کے لیے کہانیاں"}},
	{"Hebr", "he", []string{
		"פסטיבל הקיץ בנמל", "שבת, 14 ביוני, בשעה 18:30", "הכניסה חופשית!", "לילה במוזיאון: סיורים לילדים", "שָׁלוֹם לְכֻלָּם", "רח׳ הרצל 7, קומה ג׳", "ארה״ב וצה״ל", "„שוק האיכרים” — כל יום א׳",
		"כרטיסים: 12.50 € (מוזל 8)", "שעות 9–17, ראשון–חמישי", "ש\u05c1ל\u05d5\u05b9ם", "סיור ב־Milano העתיקה",
	}},
	{"Hani", "zh-Hans", []string{
		"城市音乐节", "2025年6月14日（星期六）18:30", "免费入场，座位有限", "“老城夜市”欢迎您！", "图书馆：儿童故事会", "地址：人民路7号3楼", "门票12.50欧元", "博物馆之夜——灯光与音乐", "欢迎来到Milano", "北京、上海、广州", "《春天的歌》", "百分之八十（80%）",
	}},
	{"Hani", "zh-Hant", []string{
		"城市音樂節", "2025年6月14日（星期六）18:30", "免費入場，座位有限", "「老城夜市」歡迎您！", "圖書館：兒童故事會", "地址：人民路7號3樓", "臺灣燈會與龍舟", "博物館之夜——燈光與音樂", "門票120元", "體驗麵包與鹽",
	}},
	{"Jpan", "ja", []string{
		"夏まつり in 港町", "2025年6月14日（土）午後6時30分", "入場無料、先着順です。", "「夜の美術館」へようこそ！", "こどものための読みきかせ", "カフェ・コンサート", "ガギグゲゴ パピプペポ", "か\u3099き\u3099 は\u309aひ\u309a", "図書館３階、第２会議室", "ﾊﾝｶｸ ｶﾅ", "東京メトロで５分", "ラーメン祭り〜冬〜", "葛󠄀飾区と辻󠄀", "きゃりー、っと、ぁぃぅ",
	}},
	{"Hang", "ko", []string{
		"여름 음악 축제", "2025년 6월 14일 토요일 오후 6시 30분", "무료 입장, 선착순입니다", "‘밤의 미술관’에 어서 오세요!", "어린이 도서관 이야기 시간", "한강 야시장 (3번 출구)", "\u1112\u1161\u11ab\u1100\u1173\u11af 한글", "뷁 쀍 똠방각하", "서울 광장에서 만나요", "입장료 12,000원",
	}},
	{"Deva", "hi", []string{
		"नदी किनारे संगीत समारोह", "शनिवार, 14 जून, शाम 6:30 बजे", "प्रवेश निःशुल्क है।", "बच्चों के लिए कहानियाँ", "क्षत्रिय, ज्ञान, श्री, त्रिशूल", "क्\u200dष और क्\u200cष", "राष्ट्रीय पुस्तक मेला", "१२३४५६७८९०", "हिन्दी और उर्दू", "र्क र्कि र्की ट्र द्ध्य", "क़लम, ज़रूर, फ़िल्म", "ॐ शान्तिः", "संस्कृति — “उत्सव”", "मुद्रा: ₹ 250",
	}},
	{"Deva", "mr", []string{"सांस्कृतिक मेळावा", "ऱ्हास आणि दर्\u200dया", "शनिवार, १४ जून"}},
	{"Thai", "th", []string{
		"เทศกาลดนตรีริมน้ำ", "วันเสาร์ที่ 14 มิถุนายน เวลา 18.30 น.", "เข้าชมฟรี", "พิพิธภัณฑ์ยามค่ำคืน", "น้ำใจ ที่นี่ ผู้ใหญ่ กี่ปี", "ญาติ ฐาน ฎีกา", "๑๒๓๔๕๖๗๘๙๐", "เด็กอายุต่ำกว่า ๑๒ ปี", "ปั่นจักรยาน ฟ้า ฝั่ง", "ตลาดนัดวันอาทิตย์ (ชั้น 3)",
	}},
	{"Beng", "bn", []string{"নদীর ধারে গানের উৎসব", "শনিবার, ১৪ জুন, সন্ধ্যা ৬টা", "প্রবেশ অবাধ", "ক্ষ জ্ঞ ত্র স্ত্রী র্ক", "শিশুদের গল্পের আসর"}},
	{"Taml", "ta", []string{"ஆற்றங்கரை இசை விழா", "சனிக்கிழமை, ஜூன் 14", "அனுமதி இலவசம்", "க்ஷ ஸ்ரீ கொ கோ கௌ", "குழந்தைகளுக்கான கதைகள்"}},
	{"Gujr", "gu", []string{"નદી કિનારે સંગીત", "શનિવાર, 14 જૂન", "ક્ષ જ્ઞ શ્રી ત્ર", "પ્રવેશ મફત"}},
	{"Geor", "ka", []string{"მუსიკის ფესტივალი", "შაბათი, 14 ივნისი, 18:30", "დასწრება თავისუფალია", "ᲑᲐᲖᲠᲝᲑᲐ მოედანზე"}},
	{"Armn", "hy", []string{"Երաժշտական փառատոն", "Շաբաթ, հունիսի 14, 18:30", "Մուտքն ազատ է", "և մեծ և փոքր, մն մե մի"}},
	{"Ethi", "am", []string{"የሙዚቃ በዓል", "ቅዳሜ ሰኔ 7፣ 12:30 ሰዓት", "መግቢያ ነጻ ነው።"}},
	{"Khmr", "km", []string{"ពិធីបុណ្យតន្ត្រី", "ថ្ងៃសៅរ៍ ទី១៤ មិថុនា", "ចូលដោយឥតគិតថ្លៃ"}},
}

// scriptFonts are the system's fonts that the phrases of a script are also set
// in: the packages fonts-noto-core, fonts-noto-cjk and fonts-dejavu-core of
// Debian 12. Face is the index in a collection.
var scriptFonts = map[string][]systemFont{
	"Latn": {{"NotoSans-Bold.ttf", 0}, {"NotoSerif-Regular.ttf", 0}, {"DejaVuSans.ttf", 0}},
	"Grek": {{"NotoSans-Bold.ttf", 0}, {"NotoSerif-Regular.ttf", 0}, {"DejaVuSans.ttf", 0}},
	"Cyrl": {{"NotoSans-Bold.ttf", 0}, {"NotoSerif-Regular.ttf", 0}, {"DejaVuSans.ttf", 0}},
	"Arab": {{"NotoSansArabic-Bold.ttf", 0}, {"NotoNaskhArabic-Regular.ttf", 0}, {"NotoNastaliqUrdu-Regular.ttf", 0}, {"NotoKufiArabic-Bold.ttf", 0}},
	"Hebr": {{"NotoSansHebrew-Bold.ttf", 0}, {"NotoSerifHebrew-Regular.ttf", 0}},
	"Hani": {{"NotoSansCJK-Bold.ttc", 2}, {"NotoSansCJK-Bold.ttc", 3}},
	"Jpan": {{"NotoSansCJK-Bold.ttc", 0}, {"NotoSerifCJK-Regular.ttc", 0}},
	"Hang": {{"NotoSansCJK-Bold.ttc", 1}},
	"Deva": {{"NotoSansDevanagari-Bold.ttf", 0}, {"NotoSerifDevanagari-Regular.ttf", 0}},
	"Thai": {{"NotoSansThai-Bold.ttf", 0}, {"NotoSerifThai-Regular.ttf", 0}, {"NotoLoopedThai-Regular.ttf", 0}},
	"Beng": {{"NotoSansBengali-Bold.ttf", 0}},
	"Taml": {{"NotoSansTamil-Bold.ttf", 0}},
	"Gujr": {{"NotoSansGujarati-Bold.ttf", 0}},
	"Geor": {{"NotoSansGeorgian-Bold.ttf", 0}},
	"Armn": {{"NotoSansArmenian-Bold.ttf", 0}},
	"Ethi": {{"NotoSansEthiopic-Bold.ttf", 0}},
	"Khmr": {{"NotoSansKhmer-Bold.ttf", 0}},
}

// systemFont is a face of a font file of the system.
type systemFont struct {
	File string
	Face int
}
