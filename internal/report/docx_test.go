package report

import (
	"archive/zip"
	"encoding/xml"
	"io"
	"os"
	"strings"
	"testing"
	"time"
)

func TestDOCXParts(t *testing.T) {
	f := signed(fill(t, Hejiang(), available()))
	files := unzip(t, docx(t, f, Options{Base: "https://sanshe.example.gov.cn"}))
	for path, wants := range map[string][]string{
		"[Content_Types].xml": {`PartName="/word/document.xml"`, `PartName="/word/footer2.xml"`},
		"_rels/.rels":         {`Target="word/document.xml"`},
		"word/_rels/document.xml.rels": {
			`Target="styles.xml"`, `Target="settings.xml"`, `Target="fontTable.xml"`, `Target="footer1.xml"`, `Target="footer2.xml"`,
			`Id="link0"`, `Target="https://sanshe.example.gov.cn/figures/party.single?at=2026-09-30" TargetMode="External"`,
		},
		"word/document.xml": { // the geometry of GB/T 9704-2012
			`<w:pgSz w:w="11906" w:h="16838"/>`, `w:top="2098" w:right="1474" w:bottom="1984" w:left="1588"`, `w:footer="1446"`,
			`<w:docGrid w:type="lines" w:linePitch="579"/>`, `<w:footerReference w:type="even" r:id="rId5"/>`, `<w:tblHeader/>`,
			`<w:hyperlink r:id="link0"`, `附件：数字来历表`, `合江县“三社联动”治理机制工作情况报告`, `〔待接入〕`, `2026年9月5日`, `w:val="Editable"`,
		},
		"word/styles.xml": {
			`w:line="579" w:lineRule="exact"`, `<w:spacing w:val="-5"/><w:sz w:val="32"/>`, `w:eastAsia="方正小标宋简体"`, `w:eastAsia="仿宋_GB2312"`,
			`w:eastAsia="黑体"`, `w:eastAsia="楷体_GB2312"`, `<w:sz w:val="44"/>`,
		},
		"word/fontTable.xml": {`<w:font w:name="方正小标宋简体"><w:altName w:val="华文中宋"/>`},
		"word/settings.xml":  {`<w:evenAndOddHeaders/>`},
		"word/footer1.xml":   {`w:val="Footer"`, ` PAGE `},
		"word/footer2.xml":   {`w:val="FooterEven"`},
		"docProps/core.xml":  {`<dc:title>合江县“三社联动”治理机制工作情况报告</dc:title>`},
	} {
		for _, want := range wants {
			if !strings.Contains(files[path], want) {
				t.Errorf("%s lacks %s", path, want)
			}
		}
	}
	if len(files) != 10 {
		t.Errorf("%d parts", len(files))
	}
}

func TestDOCXIsTheSameBytes(t *testing.T) {
	opts := Options{Base: "https://sanshe.example.gov.cn"}
	one, two := docx(t, signed(fill(t, Hejiang(), available())), opts), docx(t, signed(fill(t, Hejiang(), available())), opts)
	if one != two {
		t.Error("two files of one report differ")
	}
}

func TestDOCXKeepsRareNamesAndShedsControls(t *testing.T) {
	evil := "㼆𬭚<&>\"'\x00\x08\ufffe\xff\n二"
	c := available().with("party.single", Figure{Label: evil, Text: evil, Unit: evil, Rule: evil, At: evil, Code: evil, URL: "https://a.cn/?a=1&b=\"<"})
	f := fill(t, "题㼆𬭚<&\n一、㼆。{party.single}<㼆>", c)
	f.Signature = evil
	files := unzip(t, docx(t, f, Options{Fonts: Fonts{Body: evil}}))
	if got := files["word/document.xml"]; !strings.Contains(got, "㼆𬭚&lt;&amp;&gt;&#34;&#39; 二") || !strings.Contains(got, "题㼆𬭚&lt;&amp;") {
		t.Error(got)
	}
}

func TestDOCXLinksOnlyWhatOpensElsewhere(t *testing.T) {
	for _, c := range []struct{ base, address, want string }{
		{"", "/figures/party.single", ""},
		{"", "https://a.cn/f", "https://a.cn/f"},
		{"https://b.cn/sanshe/", "figures/x", "https://b.cn/sanshe/figures/x"},
		{"https://b.cn/", "javascript:alert(1)", ""},
		{"https://b.cn/", "", ""},
	} {
		f := fill(t, "题\n{party.single}", available().with("party.single", Figure{Text: "63", URL: c.address}))
		d, err := newOffice(f, Options{Base: c.base})
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(d.Links, " "); got != c.want {
			t.Errorf("%s under %q links to %q", c.address, c.base, got)
		}
	}
}

// 署名 and 成文日期 stand as GB/T 9704-2012 has it for documents without a seal.
func TestSignatureIndent(t *testing.T) {
	date := width("2026年9月5日")
	long, short := width("中共合江县委社会工作部"), width("县民政局")
	if left := signatureIndent(long, date); left+long != measure-2*full {
		t.Errorf("a long unit begins at %d", left)
	}
	if left := signatureIndent(short, date); left+2*full+date != measure-2*full {
		t.Errorf("a short unit begins at %d", left)
	}
	if left := signatureIndent(measure, date); left != 0 {
		t.Errorf("a unit as long as the line begins at %d", left)
	}
}

// KEEP=folder writes the files to look at in Word, WPS or LibreOffice.
func TestKeep(t *testing.T) {
	dir := os.Getenv("KEEP")
	if dir == "" {
		t.Skip("KEEP names no folder")
	}
	opts := Options{Base: "https://sanshe.example.gov.cn"}
	for name, src := range map[string]Source{"available": available(), "complete": complete()} {
		file := docx(t, signed(fill(t, Hejiang(), src)), opts)
		if err := os.WriteFile(dir+"/"+name+".docx", []byte(file), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func signed(f *Filled) *Filled {
	f.Signature, f.Date, f.Final = "中共合江县委社会工作部", time.Date(2026, 9, 5, 0, 0, 0, 0, time.UTC), true
	return f
}

func unzip(t testing.TB, file string) map[string]string {
	t.Helper()
	z, err := zip.NewReader(strings.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, part := range z.File {
		files[part.Name] = wellFormed(t, part)
	}
	return files
}

// wellFormed reads a part, whose checksum zip verifies, as XML.
func wellFormed(t testing.TB, part *zip.File) string {
	t.Helper()
	r, err := part.Open()
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	for d := xml.NewDecoder(strings.NewReader(string(data))); ; {
		if _, err := d.Token(); err == io.EOF {
			return string(data)
		} else if err != nil {
			t.Fatalf("%s: %v\n%s", part.Name, err, data)
		}
	}
}
