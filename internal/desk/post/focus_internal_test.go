package post

import "testing"

// TestFocusOfSeveralPictures gives each picture its own part of the column.
func TestFocusOfSeveralPictures(t *testing.T) {
	for _, tt := range []struct {
		all  string
		want [3]string
	}{
		{"", [3]string{}},
		{"30% 40%", [3]string{"30% 40%"}},
		{"30; 40", [3]string{"30  40"}},
		{"30% 40%; 50% 20%", [3]string{"30% 40%", "50% 20%"}},
		{"30% 40%;;50% 20%", [3]string{"30% 40%", "", "50% 20%"}},
	} {
		for i, want := range tt.want {
			if got := focusOf(tt.all, i); got != want {
				t.Errorf("%q: picture %d has %q, want %q", tt.all, i, got, want)
			}
		}
	}
}
