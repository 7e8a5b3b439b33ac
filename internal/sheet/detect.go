package sheet

import (
	"bufio"
	"bytes"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"sanshe/internal/fault"
)

const (
	saveAs  = "请用 Excel 或 WPS 打开，点“文件”→“另存为”，类型选“Excel 工作簿（*.xlsx）”，再上传另存的文件"
	decrypt = "请用 Excel 或 WPS 打开，在“文件”→“信息”→“保护工作簿”→“用密码进行加密”里清空密码，保存后再上传"
)

// foreign names what a file is that we do not read, and how to mend it.
func foreign(head []byte, r io.ReaderAt, size int64) error {
	begins := func(s string) bool { return bytes.HasPrefix(head, []byte(s)) }
	text := strings.ToLower(strings.TrimSpace(strings.TrimPrefix(string(head), "\ufeff")))
	switch {
	case begins("\xd0\xcf\x11\xe0") && oleHas(r, size, "EncryptedPackage"):
		return fault.New(fault.Invalid, "文件加了密码；%s", decrypt)
	case begins("\xd0\xcf\x11\xe0"):
		return fault.New(fault.Invalid, "这是旧版 Excel 文件（.xls），读不了；%s", saveAs)
	case begins("%PDF"):
		return fault.New(fault.Invalid, "这是 PDF 文件，不是表格；请上传 .xlsx 或 csv 文件")
	case strings.HasPrefix(text, "<"):
		return fault.New(fault.Invalid, "这是网页或 XML 格式的表格（有的系统导出时写成 .xls），读不了；%s", saveAs)
	case bytes.IndexByte(head, 0) >= 0:
		return fault.New(fault.Invalid, "认不出这个文件；请上传 .xlsx 或 csv 文件")
	}
	return nil
}

// oleHas tells whether an old binary file has a stream of this name.
func oleHas(r io.ReaderAt, size int64, name string) bool {
	var mark []byte // UTF-16LE
	for _, c := range []byte(name) {
		mark = append(mark, c, 0)
	}
	buf := make([]byte, 1<<16)
	for off := int64(0); off < size; off += int64(len(buf) - len(mark)) {
		if n, _ := r.ReadAt(buf, off); bytes.Contains(buf[:n], mark) {
			return true
		}
	}
	return false
}

// decode finds out how text is encoded and gives it as UTF-8 without BOM.
func decode(head []byte, r io.ReaderAt, size int64) (text io.Reader, name string, err error) {
	as := func(t transform.Transformer) io.Reader {
		return transform.NewReader(io.NewSectionReader(r, 0, size), t)
	}
	if bytes.HasPrefix(head, []byte("\xff\xfe")) || bytes.HasPrefix(head, []byte("\xfe\xff")) {
		return as(unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder()), "UTF-16", nil
	}
	if err := foreign(head, r, size); err != nil {
		return nil, "", err
	}
	_, err = io.Copy(io.Discard, as(encoding.UTF8Validator))
	if err == nil {
		return as(unicode.UTF8BOM.NewDecoder()), "UTF-8", nil
	}
	if err != encoding.ErrInvalidUTF8 {
		return nil, "", err
	}
	ok, err := clean(as(simplifiedchinese.GB18030.NewDecoder()))
	if err != nil {
		return nil, "", err
	}
	if !ok {
		return nil, "", fault.New(fault.Invalid, "认不出文件的文字编码（不是 UTF-8，也不是 GB18030）；请另存为 .xlsx，或“CSV UTF-8（逗号分隔）”后再上传")
	}
	return as(simplifiedchinese.GB18030.NewDecoder()), "GB18030", nil
}

// clean tells whether a decoder found every byte to its liking; it writes
// U+FFFD for what it cannot read.
func clean(r io.Reader) (bool, error) {
	in := bufio.NewReader(r)
	for {
		switch c, _, err := in.ReadRune(); {
		case err == io.EOF:
			return true, nil
		case err != nil:
			return false, err
		case c == utf8.RuneError:
			return false, nil
		}
	}
}

// delimiter guesses what stands between cells: whichever of comma, tab and
// semicolon is most frequent outside quotes in the first lines.
func delimiter(in *bufio.Reader) byte {
	head, _ := in.Peek(1 << 14)
	best, most := byte(','), 0
	for _, d := range []byte(",\t;") {
		n, quoted := 0, false
		for _, b := range head {
			if b == '"' {
				quoted = !quoted
			} else if b == d && !quoted {
				n++
			}
		}
		if n > most {
			best, most = d, n
		}
	}
	return best
}
