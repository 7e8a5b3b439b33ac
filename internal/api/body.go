package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"strings"
	"unicode/utf8"

	"sanshe/internal/fault"
)

// maxBody is the most a request may carry.
const maxBody = 1 << 20

// value is a JSON value as it was written: numbers keep their digits, and the
// members of an object their order.
type value struct {
	sort sort
	text string // of a string, a number, true or false
	list []value
	obj  []member
}

// sort is a sort of JSON value.
type sort string

const (
	null    sort = "null"
	str     sort = "文字"
	number  sort = "数字"
	boolean sort = "true 或 false"
	array   sort = "数组"
	object  sort = "对象"
)

// member is one name of an object with its value.
type member struct {
	name string
	value
}

// body reads the JSON object a request carries. A step may come without one.
func (c *call) body() ([]member, error) {
	raw, err := io.ReadAll(http.MaxBytesReader(c.w, c.r.Body, maxBody))
	var big *http.MaxBytesError
	switch {
	case errors.As(err, &big):
		return nil, fault.Coded(fault.Invalid, fault.CodeTooBig, "一次最多收 1 MiB，请分几次提交")
	case err != nil:
		return nil, malformed("没有收完整，请再发一次")
	case len(raw) == 0 && c.step != nil:
		return nil, nil
	}
	kind, params, err := mime.ParseMediaType(c.r.Header.Get("Content-Type"))
	if charset := params["charset"]; err != nil || kind != "application/json" || charset != "" && !strings.EqualFold(charset, "utf-8") {
		return nil, fault.Coded(fault.Invalid, codeMedia, "请用 Content-Type: application/json（UTF-8）提交")
	}
	v, err := parse(raw)
	if err == nil && v.sort != object {
		err = malformed("应是一个 JSON 对象，如 {\"name\":\"…\"}，现在是%s", v.sort)
	}
	return v.obj, err
}

func malformed(format string, args ...any) error {
	return fault.Coded(fault.Invalid, codeMalformed, format, args...)
}

// parse reads one JSON value strictly: UTF-8, nothing after it, no name twice
// in an object.
func parse(raw []byte) (value, error) {
	if !utf8.Valid(raw) {
		return value{}, malformed("%s的字节不是 UTF-8 编码", place(raw, validPrefix(raw)))
	}
	var syntax *json.SyntaxError
	if err := json.Unmarshal(raw, new(json.RawMessage)); errors.As(err, &syntax) {
		// The offset counts the offending byte, or is where the text ends too soon.
		at := max(int(syntax.Offset)-1, 0)
		if strings.HasPrefix(syntax.Error(), "unexpected end") {
			return value{}, malformed("%s就断了，JSON 不完整：请检查括号和引号是否成对", place(raw, len(raw)))
		}
		return value{}, malformed("%s不合 JSON 的写法：请检查逗号、引号和括号，或后面多出的内容", place(raw, at))
	} else if err != nil {
		return value{}, malformed("JSON 读不出来")
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	return (&reader{d, raw}).value(0)
}

// reader walks the tokens of text that is known to be JSON.
type reader struct {
	*json.Decoder
	raw []byte
}

// deepest is how far values may be nested: an object, rows, a row, a list.
const deepest = 4

func (r *reader) value(depth int) (value, error) {
	if depth > deepest {
		return value{}, malformed("%s嵌套太深，最多 %d 层", place(r.raw, int(r.InputOffset())), deepest)
	}
	t, err := r.Token()
	if err != nil {
		return value{}, malformed("%s读不出来", place(r.raw, int(r.InputOffset())))
	}
	switch t := t.(type) {
	case string:
		return value{sort: str, text: t}, nil
	case json.Number:
		return value{sort: number, text: t.String()}, nil
	case bool:
		if t {
			return value{sort: boolean, text: "是"}, nil
		}
		return value{sort: boolean, text: "否"}, nil
	case json.Delim:
		if t == '[' {
			return r.array(depth)
		}
		return r.object(depth)
	}
	return value{sort: null}, nil
}

func (r *reader) array(depth int) (value, error) {
	out := value{sort: array}
	for r.More() {
		v, err := r.value(depth + 1)
		if err != nil {
			return out, err
		}
		out.list = append(out.list, v)
	}
	_, err := r.Token()
	return out, err
}

func (r *reader) object(depth int) (value, error) {
	out, seen := value{sort: object}, map[string]bool{}
	for r.More() {
		t, err := r.Token()
		if err != nil {
			return out, err
		}
		name := t.(string) // what names a member can be nothing else
		if seen[name] {
			return out, malformed("%s：“%s”写了两次，不知道以哪个为准", place(r.raw, int(r.InputOffset())), name)
		}
		seen[name] = true
		v, err := r.value(depth + 1)
		if err != nil {
			return out, err
		}
		out.obj = append(out.obj, member{name, v})
	}
	_, err := r.Token()
	return out, err
}

// place says where in raw the byte at offset is, counting characters.
func place(raw []byte, offset int) string {
	before := raw[:min(offset, len(raw))]
	line := bytes.Count(before, []byte("\n")) + 1
	column := utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:]) + 1
	return fault.New(fault.Invalid, "第 %d 行第 %d 个字符", line, column).Message
}

func validPrefix(raw []byte) int {
	i := 0
	for i < len(raw) {
		r, size := utf8.DecodeRune(raw[i:])
		if r == utf8.RuneError && size == 1 {
			break
		}
		i += size
	}
	return i
}
