package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"image"
	"image/jpeg"
	"image/png" // images are decoded and drawn anew
	"net/http"

	"golang.org/x/image/draw"

	"sanshe/internal/fault"
	"sanshe/internal/record"
)

// Attachments are kept in the database under the hash of their content, so that
// they are written with the record, backed up with it, and stored once. A photo
// is drawn anew at no more than PhotoSide pixels: what the camera wrote beside
// it (place, time, device) is gone.

// MaxFile bounds one attachment.
const MaxFile = 10 << 20

// PhotoSide is the longer side of a kept photo, in pixels.
const PhotoSide = 1600

// maxPixels bounds what an image may unpack to.
const maxPixels = 50_000_000

// Keep stores an attachment and gives its address, for a file field.
func (s *Store) Keep(ctx context.Context, a *record.Actor, data []byte) (string, error) {
	if len(data) > MaxFile {
		return "", fault.Coded(fault.Invalid, fault.CodeTooBig, "附件超过 10 MB 的上限，请压缩后再传")
	}
	data, kind, err := tidy(data)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(data)
	name := hex.EncodeToString(sum[:]) + "." + kind
	_, err = s.Write(ctx, a, Key{}, func(tx *Tx) (Result, error) {
		_, err := tx.Exec(ctx, "INSERT INTO attachment (name, body, size, at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
			name, base64.StdEncoding.EncodeToString(data), int64(len(data)), tx.at.UnixMilli())
		return Result{}, err
	})
	return name, err
}

// tidy tells what a file is by its content and draws images anew.
func tidy(data []byte) ([]byte, string, error) {
	switch http.DetectContentType(data) {
	case "application/pdf":
		return data, "pdf", nil
	case "image/jpeg", "image/png":
	default:
		if len(data) > 12 && string(data[4:8]) == "ftyp" {
			return nil, "", fault.New(fault.Invalid, "这是 HEIC 一类的照片，打不开：手机相机的格式改成“兼容性最佳”再拍，或者截一张图再传")
		}
		return nil, "", fault.New(fault.Invalid, "只能传照片（jpg、png）或 PDF")
	}
	c, format, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil || c.Width*c.Height > maxPixels {
		return nil, "", fault.New(fault.Invalid, "这张照片打不开，或者太大，请重新拍一张")
	}
	img, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, "", fault.New(fault.Invalid, "这张照片打不开，请重新拍一张")
	}
	if side := max(c.Width, c.Height); side > PhotoSide {
		small := image.NewRGBA(image.Rect(0, 0, max(1, c.Width*PhotoSide/side), max(1, c.Height*PhotoSide/side)))
		draw.ApproxBiLinear.Scale(small, small.Bounds(), img, img.Bounds(), draw.Src, nil)
		img = small
	}
	var b bytes.Buffer
	if format == "jpeg" {
		img = upright(img, orientation(data))
	}
	if format == "png" {
		err = png.Encode(&b, img)
		return b.Bytes(), "png", err
	}
	err = jpeg.Encode(&b, img, &jpeg.Options{Quality: 82})
	return b.Bytes(), "jpg", err
}

// File gives an attachment of a record the actor may read.
func (r *Reader) File(ctx context.Context, reg *record.Register, id int64, field string) (name string, data []byte, err error) {
	f := reg.Field(field)
	if f == nil || f.Kind.Name() != "file" {
		return "", nil, fault.New(fault.NotFound, "没有这个附件")
	}
	rec, err := r.Get(ctx, reg, id)
	if err != nil {
		return "", nil, err
	}
	var body string
	name = f.Text(rec)
	err = r.q.QueryRow(ctx, "SELECT body FROM attachment WHERE name = ?", name).Scan(&body)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil, fault.New(fault.NotFound, "没有这个附件")
	}
	if err != nil {
		return "", nil, err
	}
	data, err = base64.StdEncoding.DecodeString(body)
	return name, data, err
}
