package sheet

import (
	"archive/zip"
	"errors"
	"io"
	"path"
	"strings"

	"sanshe/internal/fault"
)

// book is a workbook being read: its first visible worksheet, row by row.
type book struct {
	limits   Limits
	parts    map[string]*zip.File
	sheet    string // name of the worksheet
	meta     Meta
	date1904 bool
	texts    []string   // shared strings
	formats  []cellKind // what each cell style makes of a number
	rows     *pieces
	row      int // last row read
	seen     int // cells so far, empty ones too
}

// openBook reads everything but the rows.
func openBook(parts map[string]*zip.File, l Limits) (*book, error) {
	b := &book{limits: l, parts: parts}
	top, err := b.links("")
	if err != nil {
		return nil, err
	}
	main := top.byKind("officeDocument")
	if parts[partName(main)] == nil {
		switch {
		case parts["word/document.xml"] != nil:
			return nil, fault.New(fault.Invalid, "这是 Word 文档，不是表格；请把表格复制到 Excel 或 WPS 表格里，另存为 .xlsx 再上传")
		case parts["content.xml"] != nil, parts["index/document.iwa"] != nil:
			return nil, fault.New(fault.Invalid, "这不是 .xlsx 文件；%s", saveAs)
		}
		return nil, fault.New(fault.Invalid, "这是压缩包，里面不是 Excel 工作簿；请上传 .xlsx 或 csv 文件")
	}
	if strings.HasSuffix(main, ".bin") {
		return nil, fault.New(fault.Invalid, "这是二进制工作簿（.xlsb），读不了；%s", saveAs)
	}
	near, err := b.links(main)
	if err != nil {
		return nil, err
	}
	id, err := b.workbook(main)
	if err != nil {
		return nil, err
	}
	for _, step := range []struct {
		part string
		read func(*pieces) error
	}{{top.byKind("custom-properties"), b.readMeta}, {near.byKind("styles"), b.readFormats}, {near.byKind("sharedStrings"), b.readTexts}} {
		if step.part == "" || b.parts[partName(step.part)] == nil {
			continue
		}
		if err := b.read(step.part, step.read); err != nil {
			return nil, err
		}
	}
	for _, l := range near {
		if l.id == id {
			b.rows, err = b.open(l.target)
			return b, err
		}
	}
	return nil, damaged(errors.New("worksheet without part"))
}

func (b *book) open(name string) (*pieces, error) {
	f := b.parts[partName(name)]
	if f == nil {
		return nil, damaged(errors.New("no part " + name))
	}
	r, err := f.Open()
	if err != nil {
		return nil, damaged(err)
	}
	return newPieces(r), nil
}

// read opens a part and gives it to a function, which reads up to io.EOF.
func (b *book) read(name string, f func(*pieces) error) error {
	p, err := b.open(name)
	if err == nil {
		err = f(p)
	}
	if err != nil && err != io.EOF {
		return damaged(err)
	}
	return nil
}

// link is a relationship of one part to another.
type link struct{ id, kind, target string }

type linkList []link

// byKind finds the target of the first link of a kind, or "".
func (l linkList) byKind(kind string) string {
	for _, x := range l {
		if path.Base(x.kind) == kind {
			return x.target
		}
	}
	return ""
}

// links reads the relationships of a part; "" is the package itself.
func (b *book) links(of string) (list linkList, err error) {
	dir, file := path.Split(of)
	name := path.Join(dir, "_rels", file+".rels")
	if b.parts[partName(name)] == nil {
		return nil, nil
	}
	return list, b.read(name, func(p *pieces) error {
		for {
			if err := p.next(); err != nil {
				return err
			}
			if p.kind == isStart && string(p.name) == "Relationship" {
				target := p.attr("Target")
				if !strings.HasPrefix(target, "/") {
					target = path.Join(dir, target)
				}
				list = append(list, link{p.attr("Id"), p.attr("Type"), target})
			}
		}
	})
}

// workbook finds the first visible worksheet and gives the id of its link.
func (b *book) workbook(name string) (id string, err error) {
	err = b.read(name, func(p *pieces) error {
		for {
			if err := p.next(); err != nil {
				return err
			}
			if p.kind != isStart {
				continue
			}
			switch string(p.name) {
			case "workbookPr":
				v := p.attr("date1904")
				b.date1904 = v == "1" || v == "true"
			case "sheet":
				if state := p.attr("state"); id == "" && (state == "" || state == "visible") {
					id, b.sheet = p.attr("id"), p.attr("name")
				}
			}
		}
	})
	if err == nil && id == "" {
		err = fault.New(fault.Invalid, "工作簿里没有可见的工作表；请取消隐藏后再上传")
	}
	return id, err
}

func (b *book) readMeta(p *pieces) error {
	name := ""
	for {
		if err := p.next(); err != nil {
			return err
		}
		switch {
		case p.kind == isChars:
			switch v := unescape(string(p.text)); name {
			case propRegister:
				b.meta.Register += v
			case propVersion:
				b.meta.Version += v
			case propTemplate:
				b.meta.Template = v == "true"
			}
		case string(p.name) == "property":
			name = ""
			if p.kind == isStart {
				name = p.attr("name")
			}
		}
	}
}

// readTexts reads the shared strings, within an eighth of what may be unpacked.
func (b *book) readTexts(p *pieces) error {
	left := b.limits.Unpacked / 8
	for {
		if err := p.next(); err != nil {
			return err
		}
		if p.kind != isStart || string(p.name) != "si" {
			continue
		}
		s, err := richText(p, "si", b.limits.CellRunes)
		if err != nil {
			return err
		}
		if left -= int64(len(s)) + 16; left < 0 {
			return tooBig("工作簿里的文字超过 %s；请只把要导入的行复制到新的工作簿，分批导入", megabytes(b.limits.Unpacked/8))
		}
		b.texts = append(b.texts, s)
	}
}

// richText gathers the text up to the end of an element, without the phonetic
// guides (rPh). The result is cut off, once it is too long by far.
func richText(p *pieces, element string, runes int) (string, error) {
	var s []byte
	inText, phonetic := false, false
	for {
		if err := p.next(); err != nil {
			return "", noEOF(err)
		}
		switch {
		case p.kind == isChars:
			if inText && !phonetic && len(s) <= 4*runes {
				s = append(s, p.text...)
			}
		case string(p.name) == "t":
			inText = p.kind == isStart
		case string(p.name) == "rPh":
			phonetic = p.kind == isStart
		case p.kind == isEnd && string(p.name) == element:
			return unescape(string(s)), nil
		}
	}
}
