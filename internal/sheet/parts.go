package sheet

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Styles, in the order of cellXfs in styles.xml.
const (
	stylePlain = iota
	styleTitle
	styleHead
	styleCode   // text, even after editing
	styleQuoted // text with the invisible apostrophe of Excel
	styleLines  // wrapped
	styleDate
	styleMoment
	styleMoney
	styleExample
)

const (
	xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	spread  = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	links   = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	pack    = "http://schemas.openxmlformats.org/package/2006/relationships"
	custom  = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"

	styles = `<styleSheet xmlns="` + spread + `">` +
		`<numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd"/><numFmt numFmtId="165" formatCode="yyyy\-mm\-dd\ hh:mm"/></numFmts>` +
		`<fonts count="4"><font><sz val="11"/><name val="宋体"/></font>` +
		`<font><b/><sz val="12"/><name val="宋体"/></font>` +
		`<font><b/><sz val="11"/><name val="宋体"/></font>` +
		`<font><i/><sz val="11"/><color rgb="FF7F7F7F"/><name val="宋体"/></font></fonts>` +
		`<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>` +
		`<fill><patternFill patternType="solid"><fgColor rgb="FFEEEEEE"/><bgColor indexed="64"/></patternFill></fill></fills>` +
		`<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>` +
		`<border><left/><right/><top/><bottom style="thin"><color rgb="FF7F7F7F"/></bottom><diagonal/></border></borders>` +
		`<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>` +
		`<cellXfs count="10">` +
		`<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>` +
		`<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>` +
		`<xf numFmtId="49" fontId="2" fillId="2" borderId="1" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1"/>` +
		`<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>` +
		`<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyNumberFormat="1"/>` +
		`<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>` +
		`<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>` +
		`<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>` +
		`<xf numFmtId="4" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>` +
		`<xf numFmtId="49" fontId="3" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/>` +
		`</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`
)

// dictionary is the hidden worksheet with the options of the choices.
const dictionary = "字典"

type part struct{ name, body string }

// parts are the files of the workbook other than the worksheet itself.
func (x *xlsxWriter) parts(template bool) []part {
	rel := func(id int, kind, target string) string {
		return fmt.Sprintf(`<Relationship Id="rId%d" Type="%s/%s" Target="%s"/>`, id, links, kind, target)
	}
	rels := func(items ...string) string {
		return `<Relationships xmlns="` + pack + `">` + strings.Join(items, "") + `</Relationships>`
	}
	const main = "application/vnd.openxmlformats-officedocument.spreadsheetml."
	tab, types := tabName(x.layout.Title), ""
	for _, t := range [][2]string{
		{"xl/workbook.xml", main + "sheet.main+xml"}, {"xl/worksheets/sheet1.xml", main + "worksheet+xml"},
		{"xl/worksheets/sheet2.xml", main + "worksheet+xml"}, {"xl/styles.xml", main + "styles+xml"},
		{"xl/comments1.xml", main + "comments+xml"},
		{"docProps/custom.xml", "application/vnd.openxmlformats-officedocument.custom-properties+xml"},
	} {
		if x.notes || !strings.Contains(t[0], "comments") {
			types += fmt.Sprintf(`<Override PartName="/%s" ContentType="%s"/>`, t[0], t[1])
		}
	}
	list := []part{
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
			`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
			`<Default Extension="xml" ContentType="application/xml"/>` +
			`<Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>` + types + `</Types>`},
		{"_rels/.rels", rels(rel(1, "officeDocument", "xl/workbook.xml"), rel(2, "custom-properties", "docProps/custom.xml"))},
		{"docProps/custom.xml", x.properties(template)},
		{"xl/workbook.xml", `<workbook xmlns="` + spread + `" xmlns:r="` + links + `"><sheets><sheet name="` + xmlText(tab) +
			`" sheetId="1" r:id="rId1"/><sheet name="` + dictionary + `" sheetId="2" state="hidden" r:id="rId2"/></sheets>` +
			`<definedNames><definedName name="_xlnm.Print_Titles" localSheetId="0">'` + xmlText(strings.ReplaceAll(tab, "'", "''")) + `'!$1:$2</definedName></definedNames></workbook>`},
		{"xl/_rels/workbook.xml.rels", rels(rel(1, "worksheet", "worksheets/sheet1.xml"),
			rel(2, "worksheet", "worksheets/sheet2.xml"), rel(3, "styles", "styles.xml"))},
		{"xl/styles.xml", styles},
		{"xl/worksheets/sheet2.xml", x.options()},
	}
	if x.notes {
		comments, drawing := x.comments()
		list = append(list, part{"xl/worksheets/_rels/sheet1.xml.rels", rels(rel(1, "comments", "../comments1.xml"),
			rel(2, "vmlDrawing", "../drawings/vmlDrawing1.vml"))},
			part{"xl/comments1.xml", comments}, part{"xl/drawings/vmlDrawing1.vml", drawing})
	}
	return list
}

// Names of the custom document properties; Excel, WPS and LibreOffice keep them.
const (
	propRegister = "sanshe.register"
	propVersion  = "sanshe.version"
	propTemplate = "sanshe.template"
)

func (x *xlsxWriter) properties(template bool) string {
	s := `<Properties xmlns="` + custom + `" xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">`
	for i, p := range [][2]string{{propRegister, x.layout.Register}, {propVersion, x.layout.Version}, {propTemplate, fmt.Sprint(template)}} {
		s += fmt.Sprintf(`<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="%d" name="%s"><vt:lpwstr>%s</vt:lpwstr></property>`,
			i+2, p[0], xmlText(p[1]))
	}
	return s + `</Properties>`
}

// options is the worksheet 字典: below the heading of a choice, its options.
func (x *xlsxWriter) options() string {
	d := &xlsxWriter{}
	var s strings.Builder
	s.WriteString(`<worksheet xmlns="` + spread + `"><sheetData>`)
	for more := true; more; {
		d.begin()
		more = false
		for i, c := range x.layout.Columns {
			if n := d.row - 2; n < 0 {
				d.text(i, stylePlain, c.Label)
				more = true
			} else if n < len(c.Options) {
				d.text(i, stylePlain, c.Options[n])
				more = true
			}
		}
		s.Write(d.buf)
		s.WriteString("</row>")
	}
	return s.String() + `</sheetData></worksheet>`
}

// comments are the hints as notes on the headings, and the boxes they stand in.
func (x *xlsxWriter) comments() (notes, drawing string) {
	var n, d strings.Builder
	n.WriteString(`<comments xmlns="` + spread + `"><authors><author>填写说明</author></authors><commentList>`)
	d.WriteString(`<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel">` +
		`<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout>` +
		`<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"/>`)
	for i, c := range x.layout.Columns {
		if c.Hint == "" {
			continue
		}
		fmt.Fprintf(&n, `<comment ref="%s2" authorId="0"><text><t xml:space="preserve">%s</t></text></comment>`, columnName(i), xmlText(c.Hint))
		lines := 2 + utf8.RuneCountInString(c.Hint)/16 + strings.Count(c.Hint, "\n")
		fmt.Fprintf(&d, `<v:shape id="_x0000_s%d" type="#_x0000_t202" style="position:absolute;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">`+
			`<v:textbox/><x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>%d,15,1,4,%d,15,%d,4</x:Anchor>`+
			`<x:AutoFill>False</x:AutoFill><x:Row>1</x:Row><x:Column>%d</x:Column></x:ClientData></v:shape>`, 1025+i, i+1, i+3, 1+lines, i)
	}
	return n.String() + `</commentList></comments>`, d.String() + `</xml>`
}

func (x *xlsxWriter) sheetHead() string {
	s := `<worksheet xmlns="` + spread + `" xmlns:r="` + links + `"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>` +
		`<sheetViews><sheetView tabSelected="1" workbookViewId="0"><pane ySplit="2" topLeftCell="A3" activePane="bottomLeft" state="frozen"/>` +
		`<selection pane="bottomLeft" activeCell="A3" sqref="A3"/></sheetView></sheetViews><cols>`
	for i, c := range x.layout.Columns {
		style := stylePlain // of the cells below the rows: codes typed there stay text
		if c.Kind == Code {
			style = styleCode
		}
		s += fmt.Sprintf(`<col min="%d" max="%[1]d" width="%d" style="%d" customWidth="1"/>`, i+1, c.width(), style)
	}
	return s + `</cols><sheetData>`
}

func (x *xlsxWriter) sheetTail() string {
	var s strings.Builder
	choices := 0
	for i, c := range x.layout.Columns {
		if c.Kind != Choice || len(c.Options) == 0 {
			continue
		}
		choices++
		fmt.Fprintf(&s, `<dataValidation type="list" allowBlank="1" showErrorMessage="1" errorTitle="%s" error="请从下拉列表中选一项" sqref="%s3:%[2]s%d">`+
			`<formula1>%s!$%[2]s$2:$%[2]s$%[5]d</formula1></dataValidation>`,
			xmlText(short(c.Label, 30)), columnName(i), maxRow, dictionary, len(c.Options)+1)
	}
	tail := "</sheetData>"
	if choices > 0 {
		tail += fmt.Sprintf(`<dataValidations count="%d">%s</dataValidations>`, choices, s.String())
	}
	tail += `<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>` // A4, all columns on a page
	if x.notes {
		tail += `<legacyDrawing r:id="rId2"/>`
	}
	return tail + `</worksheet>`
}

func (c Column) width() int {
	if c.Width > 0 {
		return min(c.Width, 255)
	}
	w := map[Kind]int{Text: 20, Number: 10, Money: 20, Date: 12, Choice: 14, Code: 20}[c.Kind]
	return max(w, 2*utf8.RuneCountInString(c.heading())+2)
}

// tabName makes a title fit to name a worksheet.
func tabName(title string) string {
	title = strings.Trim(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`[]:*?/\`, r) || r < ' ' {
			return -1
		}
		return r
	}, title), "' ")
	if title == "" || title == dictionary {
		return "数据"
	}
	return short(title, 15) // at most 31 UTF-16 units
}

// short is the first n characters of s.
func short(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}
