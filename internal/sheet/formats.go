package sheet

import (
	"strconv"
	"strings"
)

// readFormats finds out which styles show dates and percentages.
func (b *book) readFormats(p *pieces) error {
	codes := map[string]string{}
	inCells := false
	for {
		if err := p.next(); err != nil {
			return err
		}
		switch name := string(p.name); {
		case p.kind == isChars:
		case name == "cellXfs":
			inCells = p.kind == isStart
		case p.kind == isEnd:
		case name == "numFmt":
			codes[p.attr("numFmtId")] = p.attr("formatCode")
		case name == "xf" && inCells:
			id := p.attr("numFmtId")
			b.formats = append(b.formats, formatOf(id, codes[id]))
		}
	}
}

// formatOf reads a number format: a built-in one by its number, any other by
// its code, of which quoted text, [colours] and escaped characters do not count.
func formatOf(id, code string) cellKind {
	n, _ := strconv.Atoi(id)
	switch {
	case code != "":
	case n == 9, n == 10:
		return isPercent
	case n >= 14 && n <= 22, n >= 27 && n <= 36, n >= 50 && n <= 58: // 27–58: East Asian
		return isDate
	}
	code = strings.ToLower(code)
	var quoted, bracketed bool
	for i := 0; i < len(code); i++ {
		switch c := code[i]; {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '\\', c == '_', c == '*':
			i++
		case c == '[' && i+2 < len(code) && strings.IndexByte("hms", code[i+1]) >= 0 && strings.IndexByte("hms]", code[i+2]) >= 0:
			return isNumber // [h]:mm is a duration
		case c == '[', c == ']':
			bracketed = c == '['
		case bracketed:
		case strings.IndexByte("ymdh", c) >= 0:
			return isDate
		case c == '%':
			return isPercent
		}
	}
	return isNumber
}
