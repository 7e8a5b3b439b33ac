package ui

import (
	"net/http"
	"slices"
)

// Prefs is how one person wants pages to look on this device. Values outside
// the lists below are read as the default.
type Prefs struct {
	Theme    string // "" light, "dark" [深色]
	Size     string // "" standard, "large" [大字]
	Contrast string // "" standard, "more" [高对比]
	Rows     string // "" default, "compact" [紧凑], "roomy" [宽松]
}

// options lists what each preference may be besides the default "standard".
func options() map[string][]string {
	return map[string][]string{
		"theme": {"dark"}, "size": {"large"}, "contrast": {"more"}, "rows": {"compact", "roomy"},
	}
}

// Prefs reads the preferences from the cookies of the request. A value in the
// query (?size=large, ?size=standard) wins and is remembered in its cookie, so
// that the switches work as plain links.
func (u *UI) Prefs(w http.ResponseWriter, r *http.Request) Prefs {
	get := func(name string) string {
		allowed := options()[name]
		if q := r.URL.Query().Get(name); q == "standard" || slices.Contains(allowed, q) {
			http.SetCookie(w, &http.Cookie{Name: name, Value: q, Path: u.base + "/", MaxAge: 365 * 24 * 3600, SameSite: http.SameSiteLaxMode})
			return when(q != "standard", q)
		}
		if c, err := r.Cookie(name); err == nil && slices.Contains(allowed, c.Value) {
			return c.Value
		}
		return ""
	}
	return Prefs{Theme: get("theme"), Size: get("size"), Contrast: get("contrast"), Rows: get("rows")}
}
