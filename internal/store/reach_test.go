package store_test

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"testing"

	. "sanshe/internal/apptest"
	"sanshe/internal/fault"
	"sanshe/internal/place"
	"sanshe/internal/record"
	"sanshe/internal/service"
)

// A register that the whole county reads is still changed only at home.
func TestReadingReachesFurtherThanChanging(t *testing.T) {
	Each(t, func(w *World) {
		reg := place.Communities.Register
		id := w.Make(w.Officer(), reg, Community, record.Input{"name": "百花亭社区", "urban": "是"})
		if c := Get(w, w.OtherWorker(), place.Communities, id); c.Name != "百花亭社区" {
			t.Fatal("another town cannot read it")
		}
		if _, err := w.Store.Edit(w.Ctx(), w.OtherWorker(), reg, id, 1, record.Input{"name": "改名社区"}, ""); !fault.Is(err, fault.Refused) {
			t.Errorf("another town's worker changes it: %v", err)
		}
		if _, err := w.Store.Void(w.Ctx(), w.Officer(), reg, id, 1, "重复", ""); err != nil {
			t.Error(err)
		}
	})
}

// What a camera writes beside a photo, and what its pixels are too many of,
// does not stay.
func TestPhotosAreDrawnAnew(t *testing.T) {
	w := OnSQLite(t)
	img := image.NewRGBA(image.Rect(0, 0, 3200, 1200))
	for x := range 3200 {
		img.Set(x, x%1200, color.RGBA{200, 30, 30, 255})
	}
	var b bytes.Buffer
	w.Do(jpeg.Encode(&b, img, nil))
	exif := []byte("\xff\xe1\x00\x18Exif\x00\x00GPS 28.81,105.83")
	raw := append(append(append([]byte{}, b.Bytes()[:2]...), exif...), b.Bytes()[2:]...)
	name, err := w.Store.Keep(w.Ctx(), w.Worker(), raw)
	w.Do(err)
	id := w.Make(w.Worker(), service.Activities.Register, Community, record.Input{"title": "义剪", "held_on": "2026-03-01", "photo": name})
	_, data, err := w.Store.Reader(w.Worker()).File(w.Ctx(), service.Activities.Register, id, "photo")
	w.Do(err)
	if bytes.Contains(data, []byte("GPS")) {
		t.Error("the place stayed in the photo")
	}
	if c, err := jpeg.DecodeConfig(bytes.NewReader(data)); err != nil || c.Width != 1600 || c.Height != 600 {
		t.Errorf("kept as %v, %v", c, err)
	}
	if _, _, err := w.Store.Reader(w.OtherWorker()).File(w.Ctx(), service.Activities.Register, id, "photo"); !fault.Is(err, fault.NotFound) {
		t.Errorf("another town opens the photo: %v", err)
	}
	if _, err := w.Store.Keep(w.Ctx(), w.Worker(), []byte("<svg onload=alert(1)>")); !fault.Is(err, fault.Invalid) {
		t.Errorf("a drawing with script: %v", err)
	}
}
