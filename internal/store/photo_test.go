package store_test

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"

	"sanshe/internal/store"
)

// taken gives a photo as a telephone makes it: wide, its left half red, with the
// place where it was taken, and how the camera was held.
func taken(t testing.TB, held uint16) []byte {
	img := image.NewRGBA(image.Rect(0, 0, 40, 20))
	for x := range 40 {
		for y := range 20 {
			img.Set(x, y, color.RGBA{R: map[bool]uint8{true: 255}[x < 20], A: 255})
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	tiff := []byte("II*\x00\x08\x00\x00\x00\x01\x00\x12\x01\x03\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00GPSLatitude 28.81 GPSLongitude 105.83")
	binary.LittleEndian.PutUint16(tiff[18:], held)
	part := append([]byte("Exif\x00\x00"), tiff...)
	head := binary.BigEndian.AppendUint16([]byte{0xFF, 0xD8, 0xFF, 0xE1}, uint16(len(part)+2))
	return append(append(head, part...), b.Bytes()[2:]...)
}

// A photo keeps no place, and stands as it was taken.
func TestPhotoKeepsNoPlace(t *testing.T) {
	for held, want := range map[uint16][3]int{1: {40, 20, 0}, 3: {40, 20, 39}, 6: {20, 40, 0}, 8: {20, 40, 0}, 99: {40, 20, 0}} {
		data := taken(t, held)
		if !bytes.Contains(data, []byte("GPSLatitude")) {
			t.Fatal("the photo to be cleaned holds no place")
		}
		out, kind, err := store.Tidy(data)
		if err != nil || kind != "jpg" || bytes.Contains(out, []byte("GPS")) || bytes.Contains(out, []byte("Exif")) {
			t.Fatalf("held %d: %s, %v", held, kind, err)
		}
		img, err := jpeg.Decode(bytes.NewReader(out))
		if err != nil || img.Bounds().Dx() != want[0] || img.Bounds().Dy() != want[1] {
			t.Fatalf("held %d: %v %v", held, img.Bounds(), err)
		}
		y := map[uint16]int{8: 39}[held]
		if r, _, _, _ := img.At(want[2], y).RGBA(); r < 0x8000 { // where the red half now begins
			t.Errorf("held %d: not upright", held)
		}
	}
	if _, _, err := store.Tidy([]byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic")); err == nil || !strings.Contains(err.Error(), "HEIC") {
		t.Errorf("HEIC: %v", err)
	}
}

// Whatever is sent as a photo, nothing of what stood beside the picture is kept.
func FuzzTidy(f *testing.F) {
	f.Add(taken(f, 6))
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 3, 2))); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Add([]byte("%PDF-1.4"))
	f.Fuzz(func(t *testing.T, data []byte) {
		out, kind, err := store.Tidy(data)
		if err != nil || kind == "pdf" {
			return
		}
		if _, _, err := image.Decode(bytes.NewReader(out)); err != nil {
			t.Errorf("a kept %s does not open: %v", kind, err)
		}
		for _, word := range []string{"Exif\x00", "GPSL", "http://ns.adobe.com/xap"} {
			if bytes.Contains(out, []byte(word)) {
				t.Errorf("a kept %s holds %q", kind, word)
			}
		}
	})
}
