package sheet

import (
	"bytes"
	"encoding/xml"
	"io"
	"slices"
	"testing"
)

// event is a piece of XML, for comparison.
type event struct{ kind, name, text string }

// ours gives the events as pieces sees them; texts that meet are joined.
func ours(data []byte, attrs []string) (list []event, err error) {
	p := newPieces(bytes.NewReader(data))
	for {
		if err := p.next(); err == io.EOF {
			return list, nil
		} else if err != nil {
			return nil, err
		}
		switch p.kind {
		case isStart:
			list = append(list, event{"start", string(p.name), ""})
			for _, a := range attrs {
				if v := p.attr(a); v != "" {
					list = append(list, event{"attr", a, v})
				}
			}
		case isEnd:
			list = append(list, event{"end", string(p.name), ""})
		case isChars:
			list = joined(list, string(p.text))
		}
	}
}

func joined(list []event, text string) []event {
	if n := len(list) - 1; n >= 0 && list[n].kind == "text" {
		list[n].text += text
		return list
	}
	if text == "" {
		return list
	}
	return append(list, event{"text", "", text})
}

// theirs does the same with encoding/xml.
func theirs(data []byte, attrs []string) (list []event, err error) {
	d := xml.NewDecoder(bytes.NewReader(data))
	for {
		t, err := d.RawToken()
		if err == io.EOF {
			return list, nil
		} else if err != nil {
			return nil, err
		}
		switch t := t.(type) {
		case xml.StartElement:
			list = append(list, event{"start", t.Name.Local, ""})
			for _, name := range attrs {
				for _, a := range t.Attr {
					if a.Name.Local == name {
						if a.Value != "" {
							list = append(list, event{"attr", name, a.Value})
						}
						break
					}
				}
			}
		case xml.EndElement:
			list = append(list, event{"end", t.Name.Local, ""})
		case xml.CharData:
			list = joined(list, string(t))
		case xml.Directive:
			return nil, errXML
		}
	}
}

// FuzzXML holds our reading of XML to that of encoding/xml, wherever the latter
// sees nothing wrong.
func FuzzXML(f *testing.F) {
	for _, s := range []string{
		`<?xml version="1.0"?><a x="1" y = '>"' ns:z="&lt;&#x4e2d;&#20013;"><b/>text &amp; <![CDATA[<raw>&amp;]]]]><!-- -> --><c  />` + "\r\nx\ry</a>",
		`<c r="A1" t="s"><v>0</v></c>`, `<a>&bad;</a>`, `<a`, `<!DOCTYPE a>`, `<!---->`, `<a b="`, `<ns:a xml:space="preserve"> </ns:a >`, styles,
	} {
		f.Add([]byte(s))
	}
	attrs := []string{"x", "y", "z", "r", "t", "b", "space"}
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := ours(data, attrs)
		want, wrong := theirs(data, attrs)
		if wrong != nil {
			return
		}
		if err != nil {
			t.Fatalf("%q: %v", data, err)
		}
		if n := len(want) - 1; n >= 0 && want[n].kind == "text" && len(got) == n {
			want = want[:n] // after the last tag
		}
		if !slices.Equal(got, want) {
			t.Fatalf("%q:\ngot  %q\nwant %q", data, got, want)
		}
	})
}
