package ui

import (
	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// Icon is a small line drawing, hidden from screen readers: words always stand
// beside it. No name, no icon. It panics on an unknown name, which is a mistake of the programmer.
func Icon(name string) g.Node {
	if name == "" {
		return nil
	}
	body := drawing(name)
	if body == "" {
		panic("ui: no icon " + name)
	}
	box := "0 0 20 20"
	if body[0] == '*' { // drawn on 24 units
		box, body = "0 0 24 24", body[1:]
	}
	return g.El("svg", h.Class("i"), g.Attr("viewBox", box), h.Aria("hidden", "true"), g.Raw(body))
}

// Mark is the emblem: three rings, one for each of the three 社.
func Mark() g.Node {
	ring := func(cls, x, y string) g.Node {
		return g.El("circle", h.Class(cls), g.Attr("cx", x), g.Attr("cy", y), g.Attr("r", "7.2"))
	}
	return g.El("svg", h.Class("rings"), g.Attr("viewBox", "0 0 32 32"), h.Width("30"), h.Height("30"), h.Aria("hidden", "true"),
		ring("r1", "16", "11"), ring("r2", "10.6", "20.4"), ring("r3", "21.4", "20.4"))
}

// drawing is the inside of an icon; a leading * means 24 units instead of 20.
func drawing(name string) string {
	const face = `<circle cx="12" cy="12" r="8.5"/><path d="M9 10v.2M15 10v.2"/>`
	switch name {
	case "search":
		return `<circle cx="9" cy="9" r="5.6"/><path d="m13.3 13.3 4 4"/>`
	case "inbox":
		return `<path d="M3 11.5 5 4h10l2 7.5V16H3z"/><path d="M3 11.5h4c0 1.6 1.2 2.6 3 2.6s3-1 3-2.6h4"/>`
	case "cal":
		return `<path d="M3.5 5h13v11.5h-13zM3.5 8.5h13M7 3v3M13 3v3"/>`
	case "chart":
		return `<path d="M3.5 16.5h13M5.5 14V9.5M10 14V4.5M14.5 14V7.5"/>`
	case "doc":
		return `<path d="M5 3h7l3.5 3.5V17H5zM12 3v4h3.5M7.5 10.5h5M7.5 13.5h5"/>`
	case "pub":
		return `<path d="M3.5 8.5v4h2.2l6.3 3.4V5.1L5.7 8.5zM14.5 8a3.5 3.5 0 0 1 0 5"/>`
	case "plus":
		return `<path d="M10 4v12M4 10h12"/>`
	case "help":
		return `<circle cx="10" cy="10" r="7"/><path d="M7.9 8c.2-1.3 1-2 2.2-2s2.1.8 2.1 1.9c0 1.7-2.2 1.8-2.2 3.4M10 13.9v.1"/>`
	case "info":
		return `<circle cx="10" cy="10" r="7.2"/><path d="M10 9.3v4.2M10 6.5v.1"/>`
	case "clock":
		return `<circle cx="10" cy="10" r="7"/><path d="M10 6v4.2l2.8 1.7"/>`
	case "tel":
		return `<path d="M5 3.5h2.6l1.2 3.6-1.7 1.3a9.5 9.5 0 0 0 4.5 4.5l1.3-1.7 3.6 1.2V15c0 1-.8 1.8-1.8 1.7C8.6 16.3 3.7 11.4 3.3 5.3 3.2 4.3 4 3.5 5 3.5z"/>`
	case "eye":
		return `<path d="M2.5 10S5.2 5 10 5s7.5 5 7.5 5-2.7 5-7.5 5-7.5-5-7.5-5z"/><circle cx="10" cy="10" r="2.2"/>`
	case "warn":
		return `<path d="M10 3 17.5 16.5h-15zM10 8.2v3.8M10 14.2v.1"/>`
	case "ok":
		return `<circle cx="10" cy="10" r="7.2"/><path d="m6.8 10.2 2.3 2.3 4.2-4.8"/>`
	case "full":
		return `<path d="M3.5 7V3.5H7M13 3.5h3.5V7M16.5 13v3.5H13M7 16.5H3.5V13"/>`
	case "down":
		return `<path d="m5.5 8 4.5 4.5L14.5 8"/>`
	case "up":
		return `<path d="m5.5 12 4.5-4.5 4.5 4.5"/>`
	case "back":
		return `<path d="M12 5 7 10l5 5"/>`
	case "menu":
		return `<path d="M3.5 5.5h13M3.5 10h13M3.5 14.5h13"/>`
	case "print":
		return `<path d="M6 7V3.5h8V7M6 14H3.5V7h13v7H14M6 11.5h8v5H6z"/>`
	case "table":
		return `<path d="M3.5 4.5h13v11h-13zM3.5 8.2h13M3.5 11.9h13M8 4.5v11"/>`
	case "set":
		return `<path d="M3.5 6h7M14.5 6h2M3.5 14h2M9.5 14h7"/><circle cx="12.5" cy="6" r="2"/><circle cx="7.5" cy="14" r="2"/>`
	case "pin":
		return `<path d="M10 17.5s5.5-5 5.5-9.2A5.5 5.5 0 0 0 4.5 8.3c0 4.2 5.5 9.2 5.5 9.2z"/><circle cx="10" cy="8.3" r="1.9"/>`
	case "cam":
		return `*<path d="M4 8h3.5L9 5.5h6L16.5 8H20v11H4z"/><circle cx="12" cy="13.2" r="3.3"/>`
	case "tick":
		return `*<path d="m5.5 12.5 4.3 4.3 8.7-9.6"/>`
	case "old":
		return `*<circle cx="11" cy="5.5" r="2.5"/><path d="M8 21v-6.5L7 11c0-1.7 1.5-2.5 3.5-2.5S14 9.5 14.5 11l1.5 2M13 14.5V21M17.5 13v8M16 13h3"/>`
	case "kid":
		return `*<circle cx="12" cy="7" r="3.2"/><path d="M6 20c0-4 2.5-6.5 6-6.5s6 2.5 6 6.5M12 13.5V17"/>`
	case "care":
		return `*<path d="M12 19.5S4.5 15 4.5 9.8A3.8 3.8 0 0 1 12 8.3a3.8 3.8 0 0 1 7.5 1.5c0 5.2-7.5 9.7-7.5 9.7z"/><path d="M9 12h2l1-2 1.5 4 1-2H16"/>`
	case "leaf":
		return `*<path d="M5 19c0-8 5-13 14-14 0 9-4 14-11 14-2 0-3-1-3-3"/><path d="M5 19c3-5 6-7.5 9.5-9"/>`
	case "talk":
		return `*<path d="M4 5h10v7H8.5L6 14.5V12H4z"/><path d="M16.5 9H20v7h-2v2.5L15.5 16H11v-1.5"/>`
	case "art":
		return `*<path d="M9 17.5V6l10-2v11.5"/><circle cx="6.8" cy="17.5" r="2.2"/><circle cx="16.8" cy="15.5" r="2.2"/>`
	case "home":
		return `*<path d="M4 11.5 12 5l8 6.5M6.5 10v9h11v-9M10.5 19v-5h3v5"/>`
	case "job":
		return `*<path d="M4 8.5h16V19H4zM9 8.5V5.5h6v3M4 13h16"/>`
	case "law":
		return `*<path d="M12 4v16M7 20h10M5 7h14M5 7l-2.5 6.5h5zM19 7l-2.5 6.5h5z"/>`
	case "face5":
		return "*" + face + `<path d="M7.8 13.2c1 2.6 2.5 3.6 4.2 3.6s3.2-1 4.2-3.6z"/>`
	case "face4":
		return "*" + face + `<path d="M8.3 14c1 1.6 2.3 2.3 3.7 2.3s2.7-.7 3.7-2.3"/>`
	case "face3":
		return "*" + face + `<path d="M8.5 15h7"/>`
	case "face2":
		return "*" + face + `<path d="M8.3 16.2c1-1.6 2.3-2.3 3.7-2.3s2.7.7 3.7 2.3"/>`
	case "face1":
		return "*" + face + `<path d="M8.3 16.7c1-2 2.3-2.7 3.7-2.7s2.7.7 3.7 2.7M8 8l2 1M16 8l-2 1"/>`
	}
	return ""
}
