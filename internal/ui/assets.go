package ui

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"net/http"
	"path"
	"strconv"
	"strings"
)

//go:embed assets
var files embed.FS

// asset is one file as it is served.
type asset struct {
	mime  string
	plain []byte
	gz    []byte
}

// bundle is a served file and the source files it is made of, in order.
type bundle struct {
	name  string
	mime  string
	parts []string
}

func bundles() []bundle {
	const css, js = "text/css; charset=utf-8", "text/javascript; charset=utf-8"
	return []bundle{
		{"app.css", css, []string{"css/tokens.css", "css/base.css", "css/parts.css", "css/form.css", "css/data.css", "css/chart.css", "css/shell.css", "css/board.css", "css/pages.css", "css/print.css"}},
		{"portal.css", css, []string{"css/tokens.css", "css/base.css", "css/parts.css", "css/form.css", "css/data.css", "css/chart.css", "css/portal.css", "css/print.css"}},
		{"app.js", js, []string{"js/base.js", "js/date.js", "js/combo.js", "js/rows.js", "js/sheet.js", "js/form.js", "js/photo.js", "js/swap.js", "js/alike.js", "js/keys.js", "js/go.js"}},
		{"portal.js", js, []string{"js/base.js", "js/form.js", "js/photo.js", "js/go.js"}},
		{"mark.svg", "image/svg+xml", []string{"mark.svg"}},
	}
}

func (u *UI) add(b bundle) {
	var all bytes.Buffer
	for _, p := range b.parts {
		src, err := files.ReadFile("assets/" + p)
		if b.mime != "image/svg+xml" {
			src = trim(src)
		}
		if err != nil {
			panic(err) // the file is embedded: only a wrong name in bundles can do this
		}
		all.Write(src)
	}
	sum := sha256.Sum256(all.Bytes())
	ext := path.Ext(b.name)
	served := strings.TrimSuffix(b.name, ext) + "-" + hex.EncodeToString(sum[:4]) + ext
	u.urls[b.name] = served
	u.assets[served] = asset{b.mime, all.Bytes(), squeeze(all.Bytes())}
}

// trim drops comments that stand on lines of their own, and indentation.
func trim(src []byte) []byte {
	var out bytes.Buffer
	inside := false
	for line := range bytes.Lines(src) {
		line = bytes.TrimSpace(line)
		switch {
		case inside || bytes.HasPrefix(line, []byte("/*")):
			inside = !bytes.HasSuffix(line, []byte("*/"))
		case len(line) > 0 && !bytes.HasPrefix(line, []byte("//")):
			out.Write(line)
			out.WriteByte('\n')
		}
	}
	return out.Bytes()
}

func squeeze(b []byte) []byte {
	var buf bytes.Buffer
	w, _ := gzip.NewWriterLevel(&buf, gzip.BestCompression)
	w.Write(b)
	w.Close()
	return buf.Bytes()
}

// Assets serves the style sheets, scripts and mark under /assets/ (below the
// base path). A file name carries the hash of its content, so a browser keeps
// the file for ever; an unknown name is 404.
func (u *UI) Assets() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a, ok := u.assets[path.Base(r.URL.Path)]
		if !ok {
			http.NotFound(w, r)
			return
		}
		head := w.Header()
		head.Set("Content-Type", a.mime)
		head.Set("Cache-Control", "public, max-age=31536000, immutable")
		head.Set("Vary", "Accept-Encoding")
		head.Set("X-Content-Type-Options", "nosniff")
		body := a.plain
		if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
			head.Set("Content-Encoding", "gzip")
			body = a.gz
		}
		head.Set("Content-Length", strconv.Itoa(len(body)))
		w.Write(body)
	})
}
