package report

import (
	"archive/zip"
	"cmp"
	"embed"
	"encoding/xml"
	"hash/crc32"
	"io"
	"strings"
	"sync"
	"text/template"
	"time"
)

// Options say how a .docx is to look on the machines that will open it.
type Options struct {
	Fonts Fonts
	Base  string // https address that base-relative figure addresses stand under; "" leaves those unlinked
}

// Fonts are named, never embedded: which ones are there differs between
// Windows, WPS and 信创 machines. What is left empty is as GB/T 9704-2012 has it.
type Fonts struct {
	Title    string // 小标宋体
	Body     string // 仿宋体
	Heading1 string // 黑体
	Heading2 string // 楷体
	Number   string // 宋体: page numbers and the annex
}

func (f Fonts) orStandard() Fonts {
	return Fonts{
		Title:    cmp.Or(f.Title, "方正小标宋简体"),
		Body:     cmp.Or(f.Body, "仿宋_GB2312"),
		Heading1: cmp.Or(f.Heading1, "黑体"),
		Heading2: cmp.Or(f.Heading2, "楷体_GB2312"),
		Number:   cmp.Or(f.Number, "宋体"),
	}
}

// font is an entry of the font table: Alternative stands in for a font that is
// absent, and Family where that is absent too.
type font struct{ Name, Alternative, Family string }

func (f Fonts) table() []font {
	return []font{
		{f.Title, "华文中宋", "roman"},
		{f.Body, "仿宋", "modern"},
		{f.Heading1, "SimHei", "swiss"},
		{f.Heading2, "楷体", "modern"},
		{f.Number, "SimSun", "roman"},
	}
}

//go:embed ooxml
var ooxml embed.FS

// parts are the files of the .docx and the templates they are made from.
var parts = []struct{ path, template string }{
	{"[Content_Types].xml", "types.xml"},
	{"_rels/.rels", "package.xml"},
	{"docProps/core.xml", "core.xml"},
	{"word/document.xml", "document.xml"},
	{"word/_rels/document.xml.rels", "relations.xml"},
	{"word/styles.xml", "styles.xml"},
	{"word/settings.xml", "settings.xml"},
	{"word/fontTable.xml", "fonts.xml"},
	{"word/footer1.xml", "footer.xml"},
	{"word/footer2.xml", "footer.xml"},
}

var office = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("").Funcs(template.FuncMap{
		"x":       escape,
		"outline": func(level int) int { return level - 1 },
	}).ParseFS(ooxml, "ooxml/*.xml"))
})

// DOCX writes the document as an Office Open XML file. The same document gives
// the same bytes: times are fixed, and files are stored, not deflated, because
// the output of compress/flate may change with the Go release.
func (f *Filled) DOCX(w io.Writer, opts Options) error {
	data, err := newOffice(f, opts)
	if err != nil {
		return err
	}
	return data.write(w)
}

// addFile gives the sizes in the header and not behind the data: streaming
// readers in Java refuse stored files otherwise.
func addFile(z *zip.Writer, path string, data []byte) error {
	size := uint64(len(data))
	w, err := z.CreateRaw(&zip.FileHeader{
		Name: path, Method: zip.Store, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC),
		CRC32: crc32.ChecksumIEEE(data), CompressedSize64: size, UncompressedSize64: size,
	})
	if err != nil {
		return err
	}
	_, err = w.Write(data)
	return err
}

// escape makes text safe in XML; what XML cannot hold becomes U+FFFD.
func escape(s string) string {
	var b strings.Builder
	xml.EscapeText(&b, []byte(s)) // a Builder never fails
	return b.String()
}
