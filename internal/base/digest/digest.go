// Package digest computes content addresses.
//
// Every value is written with its kind and length in front, so that two
// different sequences of values never give the same bytes to the hash.
package digest

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"hash"
	"io"
	"math"
)

// Sum is a SHA-256 digest.
type Sum [sha256.Size]byte

// String returns the digest in lower-case hexadecimal, 64 characters.
func (s Sum) String() string { return hex.EncodeToString(s[:]) }

// Of returns the SHA-256 of raw bytes, as sha256sum prints it.
func Of(b []byte) Sum { return sha256.Sum256(b) }

// Reader returns the SHA-256 of all that r holds.
func Reader(r io.Reader) (Sum, error) {
	h := sha256.New()
	if _, err := io.Copy(h, r); err != nil {
		return Sum{}, err
	}
	return Sum(h.Sum(nil)), nil
}

// Writer collects typed values into one digest. The zero Writer is not usable: call New.
type Writer struct {
	h   hash.Hash
	buf [9]byte
}

// New returns a Writer for one purpose. domain names that purpose and its version,
// so that equal values written for different purposes give different digests.
func New(domain string) *Writer {
	w := &Writer{h: sha256.New()}
	w.String(domain)
	return w
}

func (w *Writer) word(kind byte, v uint64) {
	w.buf[0] = kind
	binary.BigEndian.PutUint64(w.buf[1:], v)
	_, _ = w.h.Write(w.buf[:]) // a hash never fails
}

// String adds a string.
func (w *Writer) String(s string) {
	w.word('s', uint64(len(s)))
	_, _ = io.WriteString(w.h, s)
}

// Bytes adds a byte string.
func (w *Writer) Bytes(b []byte) {
	w.word('b', uint64(len(b)))
	_, _ = w.h.Write(b)
}

// Int adds an integer.
func (w *Writer) Int(v int) { w.word('i', uint64(int64(v))) } //nolint:gosec // two's complement on purpose

// Float adds a number by its IEEE 754 bits.
func (w *Writer) Float(v float64) { w.word('f', math.Float64bits(v)) }

// Bool adds a truth value.
func (w *Writer) Bool(v bool) {
	n := uint64(0)
	if v {
		n = 1
	}
	w.word('t', n)
}

// Sum adds another digest.
func (w *Writer) Sum(s Sum) {
	w.word('d', uint64(len(s)))
	_, _ = w.h.Write(s[:])
}

// Done returns the digest of everything added so far.
func (w *Writer) Done() Sum { return Sum(w.h.Sum(nil)) }
