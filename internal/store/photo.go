package store

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/draw"
)

// upright turns an image as its camera says it was held (Exif orientation 1 to
// 8), for that is among what is thrown away when it is drawn anew.
func upright(img image.Image, how int) image.Image {
	if how < 2 || how > 8 {
		return img
	}
	b := img.Bounds()
	w, h := b.Dx(), b.Dy()
	if how >= 5 {
		w, h = h, w
	}
	from, out := image.NewRGBA(b), image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(from, b, img, b.Min, draw.Src)
	for y := range h {
		for x := range w {
			sx, sy := x, y
			if how >= 5 {
				sx, sy = y, x
			}
			if how == 2 || how == 3 || how == 7 || how == 8 {
				sx = b.Dx() - 1 - sx
			}
			if how == 3 || how == 4 || how == 6 || how == 7 {
				sy = b.Dy() - 1 - sy
			}
			out.SetRGBA(x, y, from.RGBAAt(b.Min.X+sx, b.Min.Y+sy))
		}
	}
	return out
}

// orientation gives how the camera of a JPEG was held, 1 if it does not say.
func orientation(jpeg []byte) int {
	for at := 2; at+4 <= len(jpeg) && jpeg[at] == 0xFF && jpeg[at+1] != 0xDA; {
		end := at + 2 + int(binary.BigEndian.Uint16(jpeg[at+2:]))
		if end > len(jpeg) || end < at+4 {
			break
		}
		if part := jpeg[at+4 : end]; jpeg[at+1] == 0xE1 && bytes.HasPrefix(part, []byte("Exif\x00\x00")) {
			return held(part[6:])
		}
		at = end
	}
	return 1
}

// held reads the orientation (tag 0x0112) from the first directory of a TIFF.
func held(tiff []byte) int {
	var order binary.ByteOrder = binary.BigEndian
	if bytes.HasPrefix(tiff, []byte("II")) {
		order = binary.LittleEndian
	}
	if len(tiff) < 8 {
		return 1
	}
	at := int64(order.Uint32(tiff[4:]))
	if at+2 > int64(len(tiff)) {
		return 1
	}
	n := int64(order.Uint16(tiff[at:]))
	for i := range n {
		e := at + 2 + i*12
		if e+12 > int64(len(tiff)) {
			break
		}
		if order.Uint16(tiff[e:]) == 0x0112 {
			return int(order.Uint16(tiff[e+8:]))
		}
	}
	return 1
}
