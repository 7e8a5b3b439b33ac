package report

import (
	"archive/zip"
	"bytes"
	"io"
)

// Letter is a page of plain text in the form of a 公文: a proof, a certificate.
type Letter struct {
	Title     string
	Body      []string // paragraphs
	Signature string   // 署名
	Day       string   // 成文日期
}

// DOCX writes the letter as an Office Open XML file.
func (l Letter) DOCX(w io.Writer, opts Options) error {
	fonts := opts.Fonts.orStandard()
	d := &officeData{Title: l.Title, Signature: l.Signature, Fonts: fonts, FontTable: fonts.table(),
		Headings: map[int]string{1: fonts.Heading1, 2: fonts.Heading2, 3: fonts.Body, 4: fonts.Body}}
	d.add("Title", plainRun(l.Title))
	d.add("", nil)
	for _, p := range l.Body {
		d.add("BodyText", plainRun(p))
	}
	d.sign(l.Signature, l.Day)
	return d.write(w)
}

// write writes the files of a .docx.
func (d *officeData) write(w io.Writer) error {
	z := zip.NewWriter(w)
	for _, part := range parts {
		d.Style = "Footer"
		if part.path == "word/footer2.xml" {
			d.Style = "FooterEven"
		}
		var b bytes.Buffer
		if err := office().ExecuteTemplate(&b, part.template, d); err != nil {
			return err
		}
		if err := addFile(z, part.path, b.Bytes()); err != nil {
			return err
		}
	}
	return z.Close()
}
