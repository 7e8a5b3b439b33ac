package portal

import (
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"sanshe/internal/clock"
	"sanshe/internal/fault"
	"sanshe/internal/ident"
	"sanshe/internal/record"
	"sanshe/internal/ui"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

const (
	codeLength = 10
	passLife   = 2 * time.Hour // how long an address that a code was exchanged for works
)

var linkIn = regexp.MustCompile(`/p/r/([A-Za-z0-9_-]{22})`)

// askCode asks for the code.
func (v *visit) askCode() error {
	_ = v.known()
	return v.codePage(http.StatusOK, "")
}

// sendCode exchanges a code for an address that works for a while, so that the
// code itself stands in no history and no log.
func (v *visit) sendCode() error {
	_ = v.known()
	if err := v.form(); err != nil {
		return v.codePage(status(err), v.said(err))
	}
	typed := v.sent("code")
	if m := linkIn.FindStringSubmatch(typed); m != nil {
		return v.see("/p/r/" + m[1])
	}
	if v.r.URL.Query().Has("size") {
		return v.codePage(http.StatusOK, "")
	}
	code := plainCode(typed)
	switch n := utf8.RuneCountInString(code); {
	case n == 0:
		return v.codePage(http.StatusUnprocessableEntity, "写下回执上的 10 位查询码")
	case n != codeLength:
		return v.codePage(http.StatusUnprocessableEntity, "查询码是 10 位，现在是 "+strconv.Itoa(n)+" 位")
	}
	if err := v.limit("code/"+v.address(), "code"); err != nil {
		return v.codePage(status(err), v.said(err))
	}
	reg, _, err := v.Store.ByReceipt(v.r.Context(), code)
	if err == nil && reg == v.Need {
		return v.see("/p/r/" + v.pass(code))
	}
	if err == nil || fault.Is(err, fault.NotFound) {
		return v.codePage(http.StatusUnprocessableEntity, "没有找到这个查询码。对照回执再看一遍：没有 0、1、I、L、O 这几个")
	}
	return v.codePage(status(err), v.said(err))
}

// plainCode takes a code out of the ways people write one.
func plainCode(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.Is(unicode.Pd, r) || strings.ContainsRune("_.·，,、", r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return unicode.ToUpper(r)
	}, ident.Narrow(s))
}

func (v *visit) codePage(code int, wrong string) error {
	var problems []ui.Problem
	if wrong != "" {
		problems = []ui.Problem{{Field: "code", Text: wrong}}
	}
	v.write(code, ui.PhonePage{
		Title: "看进度", Problem: wrong != "", Large: v.UI.URL("/p/progress"), Form: "progress",
		Body: g.Group{
			ui.PhoneHead{Title: "看进度", Lead: []string{"回执上有 10 位查询码"}},
			ui.Form{ID: "progress", Action: v.UI.URL("/p/progress"), NoDraft: true, Problems: problems, Body: g.Group{
				ui.Field{Widget: ui.Code, Name: "code", Label: "查询码", Hint: "大写小写、有没有空格都行", Value: shown(v.sent("code")), Error: wrong, Required: true, Sealed: true},
				ui.BigButton{Label: "看进度"},
			}},
			h.P(h.Class("prv"), g.Text("查询码找不到了，给社区打电话，说提的是什么事就能查。")),
		},
	})
	return nil
}

var urlSafe = strings.NewReplacer("+", "-", "/", "_", ":", ".") // the number of the key stands before a colon
var urlBack = strings.NewReplacer("-", "+", "_", "/", ".", ":")

// pass seals a code, and until when it serves, into part of an address.
func (v *visit) pass(code string) string {
	until := strconv.FormatInt(v.Store.Clock().Now().Add(passLife).Unix(), 36)
	sealed, err := v.Store.Keys().Seal("portal", "pass", 0, code+until)
	if err != nil {
		return ""
	}
	return urlSafe.Replace(sealed)
}

// redeem gives the code of a pass.
func (v *visit) redeem(pass string) (string, error) {
	plain, err := v.Store.Keys().Open("portal", "pass", 0, urlBack.Replace(pass))
	if err != nil || len(plain) <= codeLength {
		return "", fault.New(fault.NotFound, "这个链接没有对上任何一件，可能抄漏了几个字。有查询码的，从“看进度”输查询码")
	}
	until, err := strconv.ParseInt(plain[codeLength:], 36, 64)
	if err != nil || v.Store.Clock().Now().Unix() > until {
		return "", fault.New(fault.NotFound, "看进度的这一页只留 2 小时，免得别人用这部手机看到。再输一次查询码就行")
	}
	return plain[:codeLength], nil
}

// progress shows what became of a need.
func (v *visit) progress() error {
	c, err := v.open(v.r.PathValue("ref"))
	if err != nil {
		return err
	}
	return v.coursePage(http.StatusOK, c, answer{})
}

// said of the state or step: the Config's words, or the register's.
func (s *site) words(c *course, p int) string {
	if w := s.Words[c.passed[p].Step]; w != "" {
		return w
	}
	return s.stateWords(c.passed[p].To)
}

func (s *site) stateWords(state string) string {
	if w := s.Words[state]; w != "" {
		return w
	}
	return s.Need.StateLabel(state)
}

// steps gives what was done, and what comes next if it goes the ordinary way.
func (v *visit) steps(c *course) []ui.Step {
	var out []ui.Step
	for i, p := range c.passed {
		note := v.day(p.On)
		if at := p.At.Time(); clock.DateOf(at) == p.On {
			note += at.Format(" 15:04")
		}
		if i == 0 {
			note += "，" + v.subject(c)
		}
		if why := v.reason(c, i); why != "" && i < len(c.passed)-1 { // the last one's stands at the top
			note += "，原因：" + why
		}
		out = append(out, ui.Step{Label: v.words(c, i), Note: note, Done: true})
	}
	at := -1
	for i, st := range v.Path {
		if st.State == c.state {
			at = i
		}
	}
	if at < 0 && len(out) > 0 { // off the ordinary way: nothing is promised after this
		out[len(out)-1].Done, out[len(out)-1].Current = false, true
		return out
	}
	for i, st := range v.Path[at+1:] {
		next := ui.Step{Label: st.Label, Note: st.Note, Current: i == 0}
		if day, ok := v.Need.Field(due).Value(c.rec).(clock.Date); ok && i == 0 && at == 0 && day != "" {
			next.Note = v.by(day)
		}
		out = append(out, next)
	}
	return out
}

// reason gives the reason of a passage, if residents are to read it.
func (s *site) reason(c *course, p int) string {
	for _, step := range s.Reasons {
		if c.passed[p].Step == step {
			return c.passed[p].Note
		}
	}
	return ""
}

// subject says what the need is about.
func (v *visit) subject(c *course) string {
	f := v.Need.Field(category)
	return v.Store.CodeLabel(v.r.Context(), f.Kind.(record.Coded).List(), f.Text(c.rec))
}
