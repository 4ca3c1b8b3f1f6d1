package sniff

// mpegAudio recognises bare MPEG sound by two frames in a row: a single sync
// word occurs in many files by chance (a UTF-16 byte order mark is one).
func mpegAudio(b []byte) Kind {
	if n := adtsFrame(b); n > 0 && (n >= len(b) || adtsFrame(b[n:]) > 0) {
		return ADTS
	}
	if n := mp3Frame(b); n > 0 && n < len(b) && mp3Frame(b[n:]) > 0 {
		return MP3
	}
	return Unknown
}

// adtsFrame returns the length of the ADTS frame that b starts with, or 0
// (ISO/IEC 14496-3, table 1.A.5).
func adtsFrame(b []byte) int {
	if len(b) < 7 || b[0] != 0xff || b[1]&0xf6 != 0xf0 {
		return 0
	}
	if rate := b[2] >> 2 & 15; rate > 12 {
		return 0
	}
	n := int(b[3]&3)<<11 | int(b[4])<<3 | int(b[5]>>5)
	if n < 7 {
		return 0
	}
	return n
}

// Bit rates in kb/s of layer III and layer II, by version (ISO/IEC 11172-3,
// table 2.4.2.3; ISO/IEC 13818-3, table 2.4.2.3).
var (
	mpeg1L3 = [16]int{0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320}
	mpeg1L2 = [16]int{0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384}
	mpeg2L2 = [16]int{0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160}
	rates   = [4]int{44100, 48000, 32000, 0}
)

// mp3Frame returns the length of the MPEG layer II or III frame that b starts
// with, or 0.
func mp3Frame(b []byte) int {
	if len(b) < 4 || b[0] != 0xff || b[1]&0xe0 != 0xe0 {
		return 0
	}
	version, layer := b[1]>>3&3, b[1]>>1&3 // version 3: MPEG-1, 2: MPEG-2, 0: MPEG-2.5
	rate := rates[b[2]>>2&3]
	if version == 1 || rate == 0 {
		return 0
	}
	var kbps, samples int
	switch {
	case layer == 1 && version == 3:
		kbps, samples = mpeg1L3[b[2]>>4], 1152
	case layer == 1:
		kbps, samples = mpeg2L2[b[2]>>4], 576
	case layer == 2 && version == 3:
		kbps, samples = mpeg1L2[b[2]>>4], 1152
	case layer == 2:
		kbps, samples = mpeg2L2[b[2]>>4], 1152
	}
	switch version {
	case 2:
		rate /= 2
	case 0:
		rate /= 4
	}
	if kbps == 0 {
		return 0
	}
	return samples/8*kbps*1000/rate + int(b[2]>>1&1)
}
