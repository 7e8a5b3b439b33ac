package report

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"

	"sanshe/internal/fault"
)

// officeData is what the templates in ooxml show.
type officeData struct {
	Title, Signature string
	Style            string // of the footer being written
	Fonts            Fonts
	FontTable        []font
	Headings         map[int]string // fonts by level
	Lines            []officeLine
	Table            [][]officeCell
	Notes            []string
	Links            []string // the addresses that runs link to, as link0, link1 …

	base *url.URL
}

type officeLine struct {
	Style string
	Keep  bool // on one page with the next line
	Left  int  // indent
	Runs  []officeRun
}

type officeCell struct {
	Width int
	Style string
	Runs  []officeRun
}

type officeRun struct{ Text, Style, Link, Tip string }

// Widths are in twips: 三号 is 16 pt, less 0.25 pt of letter-spacing, so that 28
// characters fill the 156 mm of a line.
const (
	measure = 8844
	full    = 315
	half    = 155
)

func newOffice(f *Filled, opts Options) (*officeData, error) {
	base, err := url.Parse(opts.Base)
	if err != nil {
		return nil, fault.New(fault.Invalid, "网址“%s”写法不对；应像 https://www.example.gov.cn/", opts.Base)
	}
	fonts := opts.Fonts.orStandard()
	d := &officeData{
		Title: f.Title(), Signature: f.Signature, Fonts: fonts, FontTable: fonts.table(), base: base,
		Headings: map[int]string{1: fonts.Heading1, 2: fonts.Heading2, 3: fonts.Body, 4: fonts.Body},
	}
	d.add("Title", d.runs(f.paragraphs[0].Head, ""))
	d.add("", nil)
	for _, p := range f.paragraphs[1:] {
		d.paragraph(p)
	}
	d.Lines[len(d.Lines)-1].Keep = true // no page without text of the body (GB/T 9704-2012 特殊情况说明)
	d.closing(f)
	if f.figures != nil {
		d.annex(f)
	}
	return d, nil
}

func (d *officeData) add(style string, runs []officeRun) *officeLine {
	d.Lines = append(d.Lines, officeLine{Style: style, Runs: runs})
	return &d.Lines[len(d.Lines)-1]
}

func plainRun(text string) []officeRun { return []officeRun{{Text: text}} }

// paragraph sets a heading that text follows in the same paragraph by its
// characters, any other by its paragraph.
func (d *officeData) paragraph(p paragraph) {
	switch heading := fmt.Sprintf("Heading%d", p.Level); {
	case p.Level == 0:
		d.add("BodyText", d.runs(p.Body, ""))
	case p.Body == nil:
		d.add(heading, d.runs(p.Head, ""))
	default:
		d.add("BodyText", append(d.runs(p.Head, heading+"Char"), d.runs(p.Body, "")...))
	}
}

// closing sets 附件说明, 署名 and 成文日期, each part after an empty line
// (GB/T 9704-2012 附件说明; 不加盖印章的公文).
func (d *officeData) closing(f *Filled) {
	if f.figures != nil {
		d.add("", nil).Keep = true
		d.add("BodyText", plainRun("附件：数字来历表")).Keep = f.Signature != ""
	}
	d.sign(f.Signature, f.day())
}

// sign sets 署名 and 成文日期 below an empty line.
func (d *officeData) sign(unit, day string) {
	if unit == "" {
		return
	}
	d.add("", nil).Keep = true
	left := signatureIndent(width(unit), width(day))
	line := d.add("", plainRun(unit))
	line.Left, line.Keep = left, day != ""
	if day != "" {
		d.add("", plainRun(day)).Left = left + 2*full
	}
}

// signatureIndent places 署名 two characters from the right edge; the date
// begins two characters right of it. A date longer than the unit stands two
// characters from the edge itself, and the unit gives way.
func signatureIndent(unit, date int) int {
	if date > unit {
		unit = date + 2*full
	}
	return max(0, measure-2*full-unit)
}

func width(text string) int {
	sum := 0
	for _, r := range text {
		if r < 0x100 {
			sum += half
		} else {
			sum += full
		}
	}
	return sum
}

// annex sets 附件 flush on the first line of a new page and its title on the
// third (GB/T 9704-2012 附件).
func (d *officeData) annex(f *Filled) {
	d.add("Annex", plainRun("附件"))
	d.add("", nil)
	d.add("Title", plainRun("数字来历表"))
	d.add("", nil)
	d.Notes = f.notes()
	rows := f.rows()
	if rows == nil {
		return
	}
	head := row{Number: "数字", Label: "名称", Share: "分子/分母", Rule: "口径", At: "截至", Code: "编号"}
	d.Table = append(d.Table, d.cells(head, "序号", "CellHead", "CellHead"))
	for _, r := range rows {
		d.Table = append(d.Table, d.cells(r, strconv.Itoa(r.No), "CellCentred", "Cell"))
	}
}

// cells fill the measure.
func (d *officeData) cells(r row, no, centred, left string) []officeCell {
	link, tip := d.link(r.URL), r.Label
	return []officeCell{
		{600, centred, plainRun(no)},
		{1200, centred, []officeRun{{Text: r.Number, Style: "Figure", Link: link, Tip: tip}}},
		{1500, left, plainRun(r.Label)},
		{1100, centred, plainRun(r.Share)},
		{2294, left, plainRun(r.Rule)},
		{1490, centred, plainRun(r.At)},
		{660, centred, plainRun(r.Code)},
	}
}

// runs sets text in the styles of its kind, or all of it in style.
func (d *officeData) runs(runs []run, style string) []officeRun {
	out := make([]officeRun, len(runs))
	for i, r := range runs {
		o := officeRun{Text: r.Text, Style: style}
		if style == "" {
			o.Style = [...]string{plain: "", editable: "Editable", number: "Figure", missing: "Missing"}[r.Kind]
		}
		if r.Kind == number {
			o.Link, o.Tip = d.link(r.Figure.URL), r.Figure.caption()
		}
		out[i] = o
	}
	return out
}

// link gives the relationship of an address, or "" for one that a document
// taken elsewhere could not open.
func (d *officeData) link(address string) string {
	u, err := d.base.Parse(address)
	if address == "" || err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	i := slices.Index(d.Links, u.String())
	if i < 0 {
		i = len(d.Links)
		d.Links = append(d.Links, u.String())
	}
	return fmt.Sprintf("link%d", i)
}
