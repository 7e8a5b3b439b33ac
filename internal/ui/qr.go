package ui

import (
	"strconv"
	"strings"

	qrcode "github.com/skip2/go-qrcode"
	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// QR draws an address as a QR code [二维码]: one path, a run of dark squares
// after another. The style sheet keeps the quiet zone around it.
func QR(address, label string) g.Node {
	code, err := qrcode.New(address, qrcode.Medium)
	if err != nil { // the address is too long to draw; it is written out beside
		return g.Text(address)
	}
	code.DisableBorder = true
	bits := code.Bitmap()
	var d strings.Builder
	for y, row := range bits {
		for x := 0; x < len(row); x++ {
			run := x
			for run < len(row) && row[run] {
				run++
			}
			if n := run - x; n > 0 {
				d.WriteString("M" + strconv.Itoa(x) + " " + strconv.Itoa(y) + "h" + strconv.Itoa(n) + "v1h-" + strconv.Itoa(n) + "z")
				x = run
			}
		}
	}
	size := strconv.Itoa(len(bits))
	return g.El("svg", g.Attr("viewBox", "0 0 "+size+" "+size), g.Attr("shape-rendering", "crispEdges"), h.Role("img"), h.Aria("label", label),
		g.El("path", g.Attr("d", d.String()), g.Attr("fill", "#000")))
}
