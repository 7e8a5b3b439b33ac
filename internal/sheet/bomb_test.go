package sheet

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"
	"time"

	"sanshe/internal/fault"
)

// blanks gives so many blanks.
func blanks(n int64) io.Reader { return io.LimitReader(endless{}, n) }

type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	return len(p), nil
}

// packed makes a zip with one more entry, deflated from r.
func packed(t *testing.T, name string, r io.Reader) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create(name)
	check(t, err)
	_, err = io.Copy(w, r)
	check(t, err)
	check(t, z.Close())
	return b.Bytes()
}

// TestBombs refuses each within the time and memory of an ordinary request.
func TestBombs(t *testing.T) {
	var many bytes.Buffer
	z := zip.NewWriter(&many)
	for i := range 10_000 {
		_, err := z.Create(fmt.Sprintf("xl/media/%d", i))
		check(t, err)
	}
	check(t, z.Close())
	ratio := packed(t, "xl/sharedStrings.xml", blanks(20<<20))
	short := func(s string, n int) string { return strings.Repeat(s, n) }
	random := func(n int) string { // of poor compression: under the ratio, over the limit for strings
		var b strings.Builder
		r := rand.New(rand.NewPCG(1, 1))
		for range n {
			fmt.Fprintf(&b, "<si><t>%x</t></si>", r.Uint64())
		}
		return b.String()
	}
	cells := func(n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, `<c r="A%d"/>`, i)
		}
		return b.String()
	}
	texts := func(s string) []byte { return bookOf(t, "", part{"xl/sharedStrings.xml", s}) }

	for name, c := range map[string]struct {
		data []byte
		says string
	}{
		"ratio":          {ratio, "压缩炸弹"},
		"nested":         {packed(t, "xl/inner.xlsx", bytes.NewReader(bytes.Repeat(ratio, 500))), "压缩炸弹"},
		"sum":            {sum(t), "压缩炸弹"},
		"entries":        {many.Bytes(), "10,000 个部件"},
		"lying size":     {lying(t, 20<<20), "损坏"},
		"strings":        {texts("<sst>" + random(200_000) + "</sst>"), "文字超过 5 MB"},
		"deep strings":   {texts("<sst>" + short("<si><r>", 500_000)), "损坏"},
		"endless text":   {texts("<sst>" + random(20_000) + "<si><t>" + short("字a", 1<<20)), "损坏"},
		"endless tag":    {bookOf(t, `<row r="`+short("1 ", 3<<20)), "损坏"},
		"quoted ends":    {bookOf(t, `<row r="`+short(">", 3<<20)), "损坏"},
		"endless remark": {bookOf(t, `<!--`+short("ab", 3<<20)), "损坏"},
		"entities": {bookOf(t, "", part{"xl/workbook.xml", `<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><workbook>&b;</workbook>`}),
			"损坏"},
		"wide":        {bookOf(t, inline("名称", "会员数", "资金（元）", "成立日期")+`<row><c r="ZZZZZZZZZ1"><v>1</v></c></row>`), "超过 200 列"},
		"empty cells": {bookOf(t, inline("名称", "会员数")+"<row>"+cells(400_001)), "空白格"},
		"tall":        {bookOf(t, `<row r="99999999999"/>`), "损坏"},
	} {
		t.Run(name, func(t *testing.T) {
			o := options()
			if name == "strings" || name == "empty cells" { // found only by reading up to the limit
				o.Limits.Unpacked, o.Limits.Rows = 40<<20, 1000
			}
			start := time.Now()
			var err error
			grown := peak(func() {
				var r *Reader
				if r, err = open(c.data, o); err == nil {
					err = final(r)
				}
			})
			refused(t, err, c.says)
			took := time.Since(start)
			t.Logf("%d KB of file: %v, %d KB of memory: %v", len(c.data)>>10, took.Round(time.Millisecond), grown>>10, err)
			if took > 5*time.Second || grown > 64<<20 { // on an idle machine milliseconds
				t.Errorf("took %v and %d MB", took, grown>>20)
			}
		})
	}
}

// sum is a workbook whose parts are modest one by one.
func sum(t *testing.T) []byte {
	one := packed(t, "xl/part", blanks(6<<20))
	z, err := zip.NewReader(bytes.NewReader(one), int64(len(one)))
	check(t, err)
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for range 40 {
		check(t, w.Copy(z.File[0]))
	}
	check(t, w.Close())
	return b.Bytes()
}

// lying is a workbook whose worksheet inflates to n bytes and declares 1,000.
func lying(t *testing.T, n int64) []byte {
	var deflated bytes.Buffer
	f, _ := flate.NewWriter(&deflated, flate.BestCompression)
	_, err := io.Copy(f, io.MultiReader(strings.NewReader("<worksheet><sheetData>"), blanks(n)))
	check(t, err)
	check(t, f.Close())
	whole := bookOf(t, "")
	old, err := zip.NewReader(bytes.NewReader(whole), int64(len(whole)))
	check(t, err)
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, p := range old.File {
		if p.Name != "xl/worksheets/sheet1.xml" {
			check(t, z.Copy(p))
		}
	}
	w, err := z.CreateRaw(&zip.FileHeader{Name: "xl/worksheets/sheet1.xml", Method: zip.Deflate, CRC32: crc32.ChecksumIEEE(nil),
		CompressedSize64: uint64(deflated.Len()), UncompressedSize64: 1000})
	check(t, err)
	_, err = w.Write(deflated.Bytes())
	check(t, err)
	check(t, z.Close())
	return b.Bytes()
}

// peak runs f and gives the most memory in use meanwhile, garbage left out.
func peak(f func()) (most uint64) {
	live := func() uint64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	before := live()
	stop, done := make(chan bool), make(chan bool)
	go func() {
		defer close(done)
		for {
			select {
			case <-stop:
				return
			case <-time.After(20 * time.Millisecond):
				most = max(most, live())
			}
		}
	}()
	f()
	close(stop)
	<-done
	return most - min(most, before)
}

// TestLyingDirectory has a directory end that claims one entry before many.
func TestLyingDirectory(t *testing.T) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := range 5000 {
		_, err := z.Create(fmt.Sprint(i))
		check(t, err)
	}
	check(t, z.Close())
	data := b.Bytes()
	end := bytes.LastIndex(data, []byte("PK\x05\x06"))
	binary.LittleEndian.PutUint16(data[end+8:], 1)
	binary.LittleEndian.PutUint16(data[end+10:], 1)
	_, err := open(data, options())
	refused(t, err, "5,000 个部件")
}

func TestLimits(t *testing.T) {
	big := make([]byte, 20<<20)
	_, err := open(big, options())
	refused(t, err, "“表.xlsx”：文件 20 MB，超过 10 MB 的上限；", "sanshe import")
	if !fault.HasCode(err, fault.CodeTooBig) {
		t.Error("code")
	}

	var rows [][]string
	for range 10_001 {
		rows = append(rows, []string{"名", "1", "", "", "", "", ""})
	}
	for name := range formats {
		r, err := open(write(t, name, roster(), rows), options())
		check(t, err)
		n := 0
		for {
			if _, _, err = r.Next(); err != nil {
				break
			}
			n++
		}
		equal(t, n, 10_000)
		refused(t, err, "超过 10,000 行的上限，请用命令行 sanshe import 或分批")
		_, _, again := r.Next()
		equal(t, again, err)
		o := options()
		o.Limits = CommandLimits()
		_, got, _ := read(t, write(t, name, roster(), rows), o)
		equal(t, len(got), 10_001)
	}

	long := strings.Repeat("字", 32_768)
	r, err := open([]byte("名称,会员数,资金（元）,联系电话\r\n"+long+",1,2,3\r\n短,4,5,6"), options())
	check(t, err)
	row, line, err := r.Next()
	refused(t, err, "第 2 行", "名称：内容超过 32,767 字")
	equal(t, row, []string{"", "1", "2", "3"})
	equal(t, line, 2)
	row, _, err = r.Next()
	check(t, err)
	equal(t, row[0], "短")

	head := "名称,会员数,资金（元）,联系电话\r\n"
	_, err = open([]byte(head[:len(head)-2]+strings.Repeat(",", 200)+"x\r\n"), options())
	refused(t, err, "第 1 行的内容超过 200 列")
	_, err = open([]byte(strings.Repeat(",", 1<<20)), options())
	refused(t, err, "200 列")
	_, err = open([]byte(`"`+strings.Repeat("名称,会员数\n", 1<<18)), options())
	refused(t, err, "第 1 行", "引号")
}
