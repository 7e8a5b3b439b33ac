package sheet

import (
	"archive/zip"
	"bytes"
	"io"
	"strconv"
	"strings"

	"sanshe/internal/fault"
)

// Limits bound what a file may cost to read.
type Limits struct {
	Bytes     int64 // of the file
	Unpacked  int64 // of a workbook once inflated; its shared strings may take an eighth
	Rows      int   // below the headings, empty ones not counted
	Columns   int
	CellRunes int
	Entries   int // parts of a workbook
}

// BrowserLimits are for files that people upload.
func BrowserLimits() Limits {
	return Limits{Bytes: 10 << 20, Unpacked: 200 << 20, Rows: 10_000, Columns: 200, CellRunes: maxText, Entries: 1000}
}

// CommandLimits are for the command line and for jobs.
func CommandLimits() Limits {
	return Limits{Bytes: 100 << 20, Unpacked: 1 << 30, Rows: 200_000, Columns: 200, CellRunes: maxText, Entries: 1000}
}

// Parts that inflate by more than this are refused, unless they are small; real
// worksheets stay below 30.
const (
	maxRatio   = 200
	ratioAbove = 8 << 20
)

func tooBig(format string, args ...any) error {
	return fault.Coded(fault.Invalid, fault.CodeTooBig, format, args...)
}

// advice is what to do about too many rows or bytes.
func (l Limits) advice() string {
	if l.Rows < CommandLimits().Rows {
		return "请用命令行 sanshe import 或分批导入"
	}
	return "请分批导入"
}

func (l Limits) checkSize(size int64) error {
	if size > l.Bytes {
		return tooBig("文件 %s，超过 %s 的上限；%s", megabytes(size), megabytes(l.Bytes), l.advice())
	}
	return nil
}

// openZip lists the parts of a workbook after checking that they are not a
// bomb. It inflates nothing. (archive/zip stops a part that inflates to more
// than it declares, so bounding what is declared bounds what is inflated.)
func (l Limits) openZip(r io.ReaderAt, size int64) (map[string]*zip.File, error) {
	if n, err := entries(r, size); err != nil {
		return nil, err
	} else if n > l.Entries {
		return nil, tooBig("工作簿里有 %s 个部件，超过 %s 个的上限；请把要导入的工作表另存为新的 .xlsx 文件", count(n), count(l.Entries))
	}
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, damaged(err)
	}
	parts := make(map[string]*zip.File, len(z.File))
	var sum uint64
	for _, f := range z.File {
		if f.Flags&1 != 0 {
			return nil, fault.New(fault.Invalid, "文件加了密码；%s", decrypt)
		}
		big := f.UncompressedSize64 > ratioAbove && f.UncompressedSize64/maxRatio > f.CompressedSize64
		if sum += f.UncompressedSize64; big || sum > uint64(l.Unpacked) || f.UncompressedSize64 > uint64(l.Unpacked) {
			return nil, tooBig("工作簿解压后过大（上限 %s），可能是压缩炸弹；请只把要导入的行复制到新的工作簿，另存为 .xlsx 再上传", megabytes(l.Unpacked))
		}
		parts[partName(f.Name)] = f
	}
	return parts, nil
}

// partName is how a part is looked up: some writers use \ and other cases.
func partName(name string) string {
	return strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(name, `\`, "/"), "/"))
}

// entries counts what could be headers in a zip directory, wherever they are
// and whatever the directory says of itself, before archive/zip spends memory
// on each.
func entries(r io.ReaderAt, size int64) (n int, err error) {
	mark := []byte("PK\x01\x02")
	buf := make([]byte, 1<<16)
	for off := int64(0); off < size; off += int64(len(buf) - len(mark) + 1) {
		got, err := r.ReadAt(buf, off)
		n += bytes.Count(buf[:got], mark)
		if err != nil && err != io.EOF {
			return 0, err
		}
	}
	return n, nil
}

// damaged is for files that begin like a workbook and do not go on like one.
func damaged(err error) error {
	if fault.As(err) != nil {
		return err
	}
	return fault.Wrap(err, fault.Invalid, "文件已损坏或不完整，读不出内容；请用 Excel 或 WPS 打开，另存为 .xlsx 后再上传")
}

func megabytes(n int64) string {
	return strconv.FormatFloat(float64((n*10+1<<19)>>20)/10, 'f', -1, 64) + " MB"
}

// count writes 10000 as 10,000.
func count(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
