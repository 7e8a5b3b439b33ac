package sheet

import (
	"bytes"
	"io"
	"testing"
)

// benchRows is a tenth of what the command line takes: 20,000 × 20 cells.
const benchRows = 20_000

func benchFile(b *testing.B, name string) []byte {
	l, row := wide()
	var file bytes.Buffer
	w, err := formats[name](&file, l)
	check(b, err)
	for i := range benchRows {
		check(b, w.Write(row(i)))
	}
	check(b, w.Close())
	return file.Bytes()
}

func BenchmarkWrite(b *testing.B) {
	l, row := wide()
	for name, make := range formats {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				w, err := make(io.Discard, l)
				check(b, err)
				for i := range benchRows {
					check(b, w.Write(row(i)))
				}
				check(b, w.Close())
			}
		})
	}
}

func BenchmarkRead(b *testing.B) {
	l, _ := wide()
	o := Options{Limits: CommandLimits()}
	o.Expect, o.Kinds = labels(l)
	for name := range formats {
		data := benchFile(b, name)
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				r, err := open(data, o)
				check(b, err)
				check(b, final(r))
			}
		})
	}
}
