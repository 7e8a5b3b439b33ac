package sheet

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strconv"
	"unicode/utf8"
)

// maxToken is the most bytes of XML in one tag or piece of text: enough for a
// cell of 32,767 characters written as entities.
const maxToken = 1 << 19

var errXML = errors.New("malformed XML")

// pieces reads the XML of a part tag by tag: three times as fast as encoding/xml,
// in bounded memory whatever the part holds, without document types. Prefixes
// of names are dropped; whether tags match is not checked.
type pieces struct {
	in    *bufio.Reader
	buf   []byte // what is being read
	inTag bool   // < was read
	empty bool   // the tag closes itself; its end comes next

	// The current piece, valid up to the next:
	kind pieceKind
	name []byte // of a tag, without prefix
	text []byte // between tags, without entities
}

type pieceKind byte

const (
	isStart pieceKind = iota
	isEnd
	isChars
)

func newPieces(r io.Reader) *pieces { return &pieces{in: bufio.NewReaderSize(r, 1<<15)} }

// next goes to the next piece; io.EOF after the last.
func (p *pieces) next() error {
	if p.empty {
		p.empty, p.kind = false, isEnd
		return nil
	}
	for {
		if !p.inTag {
			p.buf = p.buf[:0]
			if err := p.until('<'); err != nil {
				return err // text after the last tag is of no interest
			}
			p.inTag = true
			if text := p.buf[:len(p.buf)-1]; len(text) > 0 {
				return p.chars(text)
			}
		}
		p.inTag, p.buf = false, p.buf[:0]
		if err := p.until('>'); err != nil {
			return noEOF(err)
		}
		switch {
		case bytes.HasPrefix(p.buf, []byte("!--")):
			if err := p.rest("--", 5); err != nil {
				return err
			}
		case bytes.HasPrefix(p.buf, []byte("![CDATA[")):
			if err := p.rest("]]", 10); err != nil {
				return err
			}
			if p.kind, p.text = isChars, p.buf[8:len(p.buf)-3]; !utf8.Valid(p.text) {
				return errXML
			}
			return nil
		case p.buf[0] == '?':
			if err := p.rest("?", 2); err != nil {
				return err
			}
		case p.buf[0] == '!':
			return errors.New("XML with a document type")
		default:
			return p.tag()
		}
	}
}

// until reads on through the next c.
func (p *pieces) until(c byte) error {
	for {
		s, err := p.in.ReadSlice(c)
		if p.buf = append(p.buf, s...); len(p.buf) > maxToken {
			return errors.New("XML token too long")
		}
		if err != bufio.ErrBufferFull {
			return err
		}
	}
}

// rest reads on to a > that follows end, and no sooner than least bytes.
func (p *pieces) rest(end string, least int) error {
	for len(p.buf) <= least || !bytes.HasSuffix(p.buf[:len(p.buf)-1], []byte(end)) {
		if err := p.until('>'); err != nil {
			return noEOF(err)
		}
	}
	return nil
}

// tag makes sense of what is between < and >. Values of attributes may hold >.
func (p *pieces) tag() error {
	var quote byte
	for seen := 0; ; {
		for _, c := range p.buf[seen:] {
			if c == quote {
				quote = 0
			} else if quote == 0 && (c == '"' || c == '\'') {
				quote = c
			}
		}
		if quote == 0 {
			break
		}
		seen = len(p.buf)
		if err := p.until('>'); err != nil {
			return noEOF(err)
		}
	}
	p.buf = p.buf[:len(p.buf)-1]
	p.kind = isStart
	if rest, ok := bytes.CutPrefix(p.buf, []byte("/")); ok {
		p.kind, p.buf = isEnd, rest
	} else if rest, ok := bytes.CutSuffix(p.buf, []byte("/")); ok {
		p.empty, p.buf = true, rest
	}
	name := p.buf
	if i := bytes.IndexAny(name, " \t\r\n"); i >= 0 {
		name = name[:i]
	}
	if p.name = local(name); len(p.name) == 0 {
		return errXML
	}
	return nil
}

// attr is the value of an attribute of the current tag; empty if it has none.
func (p *pieces) attr(name string) string {
	rest := p.buf
	for {
		key, after, ok := bytes.Cut(rest, []byte("="))
		after = bytes.TrimLeft(after, " \t\r\n")
		if !ok || len(after) == 0 {
			return ""
		}
		end := bytes.IndexByte(after[1:], after[0])
		if end < 0 {
			return ""
		}
		key = bytes.TrimRight(key, " \t\r\n")
		key = key[bytes.LastIndexAny(key, " \t\r\n")+1:]
		if string(local(key)) == name {
			value, _ := plainText(bytes.Clone(after[1 : 1+end])) // a malformed one is none
			return string(value)
		}
		rest = after[end+2:]
	}
}

// local is a name without its prefix.
func local(name []byte) []byte {
	if prefix, rest, ok := bytes.Cut(name, []byte(":")); ok && len(prefix) > 0 && len(rest) > 0 {
		return rest
	}
	return name
}

func (p *pieces) chars(raw []byte) error {
	text, err := plainText(raw)
	p.kind, p.text = isChars, text
	return err
}

// plainText resolves entities and line ends in place: the result is no longer.
func plainText(raw []byte) ([]byte, error) {
	if !utf8.Valid(raw) {
		return nil, errXML
	}
	if bytes.IndexByte(raw, '&') < 0 && bytes.IndexByte(raw, '\r') < 0 {
		return raw, nil
	}
	out := raw[:0]
	for len(raw) > 0 {
		switch c := raw[0]; c {
		case '&':
			end := bytes.IndexByte(raw[:min(len(raw), 12)], ';')
			if end < 0 {
				return nil, errXML
			}
			r, ok := entity(string(raw[1:end]))
			if !ok {
				return nil, errXML
			}
			out, raw = utf8.AppendRune(out, r), raw[end+1:]
		case '\r':
			if len(raw) == 1 || raw[1] != '\n' {
				out = append(out, '\n')
			}
			raw = raw[1:]
		default:
			out, raw = append(out, c), raw[1:]
		}
	}
	return out, nil
}

// entity is the character of a reference; XML knows five names.
func entity(s string) (rune, bool) {
	switch s {
	case "amp":
		return '&', true
	case "lt":
		return '<', true
	case "gt":
		return '>', true
	case "quot":
		return '"', true
	case "apos":
		return '\'', true
	}
	if len(s) < 2 || s[0] != '#' {
		return 0, false
	}
	digits, base := s[1:], 10
	if digits[0] == 'x' {
		digits, base = digits[1:], 16
	}
	n, err := strconv.ParseUint(digits, base, 32)
	return rune(n), err == nil && n <= utf8.MaxRune
}

// noEOF makes an end within something an error.
func noEOF(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}
