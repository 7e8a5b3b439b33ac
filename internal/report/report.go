// Package report turns text with figure names in it into a document in the
// format of official documents (公文, GB/T 9704-2012): HTML, .docx and plain
// text, with the annex 数字来历表 that says where every figure comes from.
//
// The template is plain UTF-8 text, one paragraph a line:
//
//	first line                     the title
//	一、 （一） 1. （1）           headings of level 1 to 4; a heading ends with its
//	                               line or at its first 。, and text may run on
//	{party.single}                 the figure as text, without its unit
//	{need.listed_communities|part}   a ratio's numerator (分子)
//	{need.listed_communities|whole}  a ratio's denominator (分母)
//	{access.lists|word}            a whole number up to ten in characters: 两
//	{?name=all:均已|已有{name|part}个}  one text if the ratio's numerator is its
//	                               denominator, the other if not; “|…” may be left out
//
// Conditions do not nest. Braces that are to be printed are typed full-width ｛｝.
// What cannot be known never passes for all: 〔待接入〕, “—” and 0/0 take the
// other text.
//
// Sentences without a figure are editable prose (可改的文字): nothing proves
// them, so a person has to stand for them. HTML shows them as such; the .docx
// gives them the character style 可编辑, which looks like nothing in print but
// lets a clerk select them all at once in Word or WPS.
package report

import (
	"crypto/sha256"
	_ "embed" // the county's template
	"fmt"
	"io"
	"strings"
	"time"
)

// Figure is one number as the report shows it, with what the annex says of it.
type Figure struct {
	Name, Label            string // party.coverage_rate 党组织覆盖率
	Text                   string // as printed in a document: 94.87%, 63, 近100万; "" prints —
	Unit                   string // 个, 家, %, 元 …
	Value                  string // exact decimal; "" for —
	Numerator, Denominator *int64 // ratios only
	Rule                   string // 口径 in words
	At                     string // 截至, 2026-09-30
	Definition             int    // version of the definition
	URL                    string // address of the figure's page, absolute or base-relative
	Code                   string // short code printed in the annex: S07
	Missing                bool   // no such figure yet: prints 〔待接入〕
}

// Source knows figures by name. Render asks once for each name it needs.
type Source interface {
	Figure(name string) (Figure, error)
}

// Filled is a document with its figures in place. Signature, Date and Final
// may be set before it is written.
type Filled struct {
	Signature string    // 发文机关署名; "" leaves it and the date out
	Date      time.Time // 成文日期
	Final     bool      // 定稿: the annex ends with Hash

	paragraphs []paragraph
	figures    []*Figure
}

type kind int

const (
	plain    kind = iota // beside a figure, or a heading
	editable             // a sentence without figures
	number               // a figure, or words that a figure decides
	missing              // 〔待接入〕
)

// run is text of one kind; paragraph is a heading, what follows it, or either.
type run struct {
	Text   string
	Kind   kind
	Figure *Figure // of a number or missing
}

type paragraph struct {
	Level      int // 0 body, 1–4 headings
	Head, Body []run
}

//go:embed template/hejiang.txt
var hejiang string

// Hejiang is the template of 合江县's work report on 三社联动.
func Hejiang() string { return hejiang }

// Figures lists the figures that the text rests on, in order of appearance:
// what to keep so that a frozen report can be written again.
func (f *Filled) Figures() []Figure {
	out := make([]Figure, len(f.figures))
	for i, figure := range f.figures {
		out[i] = *figure
	}
	return out
}

// Title is the first line.
func (f *Filled) Title() string { return text(f.paragraphs[0].Head) }

// Text writes the document as plain text, one paragraph a line, without annex.
func (f *Filled) Text(w io.Writer) error {
	var b strings.Builder
	for _, p := range f.paragraphs {
		b.WriteString(text(p.Head) + text(p.Body) + "\n")
	}
	if f.Signature != "" {
		b.WriteString(f.Signature + "\n" + f.day() + "\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// Hash is the SHA-256, in hex, of the text and of what is known of its
// figures, save the addresses: a county may move its server. It is printed on
// final reports, so this layout never changes.
func (f *Filled) Hash() string {
	h := sha256.New()
	f.Text(h) // a hash never fails to write
	for _, g := range f.figures {
		fmt.Fprintf(h, "%q %q %q %q %q %q %q %q %d %q %t\n", g.Name, g.Label, g.Text, g.Unit, g.Value,
			g.share(), g.Rule, g.At, g.Definition, g.Code, g.Missing)
	}
	return fmt.Sprintf("%x", h.Sum(nil))
}

// day writes the date as documents do, in Arabic numerals without leading
// zeros (GB/T 9704-2012 成文日期).
func (f *Filled) day() string {
	if f.Date.IsZero() {
		return ""
	}
	return f.Date.Format("2006年1月2日")
}

func text(runs []run) string {
	var b strings.Builder
	for _, r := range runs {
		b.WriteString(r.Text)
	}
	return b.String()
}
