package portal

import (
	"bytes"
	"cmp"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"

	"sanshe/internal/clock"
	"sanshe/internal/fault"
	"sanshe/internal/record"
	"sanshe/internal/ui"

	g "maragu.dev/gomponents"
)

// maxBody is how much one form may send, in bytes: ten times what a need may say.
const maxBody = 1 << 20

// visit is one request.
type visit struct {
	*site
	w     http.ResponseWriter
	r     *http.Request
	prefs ui.Prefs
	place place // whose page it is; may be nobody's
}

// place is a community.
type place struct{ code, name, phone string }

// page makes a handler of h: headers, look, form, and errors as pages.
func (s *site) page(h func(*visit) error) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		head := w.Header()
		head.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'")
		head.Set("X-Content-Type-Options", "nosniff")
		head.Set("Referrer-Policy", "same-origin")
		head.Set("Cross-Origin-Opener-Policy", "same-origin")
		head.Set("Cross-Origin-Resource-Policy", "same-origin")
		head.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
		head.Set("Cache-Control", "no-store")
		head.Set("X-Robots-Tag", "noindex")
		r.Body = http.MaxBytesReader(w, r.Body, maxBody)
		v := &visit{site: s, w: w, r: r, prefs: s.UI.Prefs(w, r)}
		if err := h(v); err != nil {
			v.fail(err)
		}
	})
}

// form reads what was sent. More than maxBody is [fault.CodeTooBig].
func (v *visit) form() error {
	err := v.r.ParseForm()
	var big *http.MaxBytesError
	if errors.As(err, &big) {
		return fault.Coded(fault.Invalid, fault.CodeTooBig, "写的内容太长，一次收不下：写最要紧的几句，其余的见面或电话里说")
	}
	if err != nil {
		return fault.Wrap(err, fault.Invalid, "这次提交没有收完整，返回上一页再交一次")
	}
	return nil
}

// sent gives one answer of the form as it came.
func (v *visit) sent(name string) string { return v.r.PostForm.Get(name) }

// shown gives an answer as it may stand on a page again.
func shown(s string) string { return strings.ToValidUTF8(s, "\uFFFD") }

// actor is the resident, who has no account, in a community.
func (v *visit) actor(area string) *record.Actor {
	return &record.Actor{Name: "居民", Via: "portal", Area: area, From: v.address()}
}

func (v *visit) address() string {
	if v.Address != nil {
		return v.Address(v.r)
	}
	host, _, err := net.SplitHostPort(v.r.RemoteAddr)
	if err != nil {
		return v.r.RemoteAddr
	}
	return host
}

// limit takes a token of each key, and refuses if one has none left.
func (v *visit) limit(keys ...string) error {
	if v.Limit == nil {
		return nil
	}
	for _, key := range keys {
		if ok, wait := v.Limit(key); !ok {
			v.w.Header().Set("Retry-After", strconv.Itoa(int(wait.Seconds())+1))
			return fault.Coded(fault.Unavailable, fault.CodeRate, "这会儿试的次数太多了，%s再试；您写的还在下面", waiting(wait))
		}
	}
	return nil
}

// waiting says how long: 1 分钟后.
func waiting(d time.Duration) string {
	return fmt.Sprintf("%d 分钟后", max(1, (d+time.Minute-1)/time.Minute))
}

// status is the one table from kinds of errors to answers.
func status(err error) int {
	switch {
	case fault.HasCode(err, fault.CodeRate):
		return http.StatusTooManyRequests
	case fault.HasCode(err, fault.CodeTooBig):
		return http.StatusRequestEntityTooLarge
	}
	return map[fault.Kind]int{
		fault.Internal: 500, fault.Invalid: 422, fault.NotFound: 404, fault.Refused: 403, fault.Conflict: 409, fault.Unavailable: 503,
	}[fault.KindOf(err)]
}

// said gives the message of err for a resident. What is ours to mend is logged
// whole, and shown as a number.
func (v *visit) said(err error) string {
	e := fault.As(err)
	if e == nil || e.Kind == fault.Internal {
		ref := rand.Text()[:8]
		v.Log.ErrorContext(v.r.Context(), "portal", "ref", ref, "route", v.r.Pattern, "err", err)
		return "网站出了点问题（编号 " + ref + "），过一会儿再试；着急就给社区打电话"
	}
	var all []string
	for _, p := range e.Problems {
		all = append(all, p.String())
	}
	return cmp.Or(e.Message, strings.Join(all, "；"), "这会儿忙不过来，过一会儿再试")
}

// fail answers an error with a page of its own.
func (v *visit) fail(err error) {
	code := status(err)
	title := map[int]string{403: "这里不能办", 404: "没有找到这一页", 409: "这件事刚才有了变化", 413: "写的内容太长", 422: "这次没有收到"}[code]
	v.write(code, ui.PhonePage{Title: cmp.Or(title, "过一会儿再试"), Body: g.Group{
		ui.ErrorPage{Code: code, Title: cmp.Or(title, "过一会儿再试"), Text: v.said(err)},
		ui.BigButton{Label: "回到首页", Href: v.UI.URL("/p/")},
		ui.BigButton{Label: "看进度", Href: v.UI.URL("/p/progress"), Quiet: true},
	}})
}

// lost answers an address that is no page.
func (v *visit) lost() error {
	return fault.New(fault.NotFound, "地址可能抄漏了几个字。从首页可以提需求、看进度")
}

// foreign answers a form sent from another site.
func (v *visit) foreign() error {
	return fault.New(fault.Refused, "这次提交是从别的网页发来的，没有收。从这里的首页打开，再填一次")
}

// write answers with a page of the portal.
func (v *visit) write(code int, p ui.PhonePage) {
	p.Prefs, p.Static = v.prefs, true
	p.Place, p.Tel, p.Home = cmp.Or(v.place.name, "社区服务"), v.place.phone, v.UI.URL("/p/")
	if p.Large == "" && v.r.Method != http.MethodPost {
		p.Large = v.UI.URL(v.r.URL.Path)
	}
	if v.Demo {
		p.Demo = "演示：这里的内容是编的，填了也没有人办"
	}
	var b bytes.Buffer
	if err := v.UI.PhonePage(p).Render(&b); err != nil { // only a writer that fails can do this
		v.Log.ErrorContext(v.r.Context(), "portal", "err", err)
		code = http.StatusInternalServerError
	}
	v.w.Header().Set("Content-Type", "text/html; charset=utf-8")
	if code == http.StatusServiceUnavailable {
		v.w.Header().Set("Retry-After", "5")
	}
	v.w.WriteHeader(code)
	v.w.Write(b.Bytes()) //nolint:errcheck // the asker has gone
}

// see sends the browser on to another page, by GET.
func (v *visit) see(path string) error {
	http.Redirect(v.w, v.r, v.UI.URL(path), http.StatusSeeOther)
	return nil
}

// public gives the full address of a page, for paper and QR codes.
func (v *visit) public(path string) string {
	if strings.Contains(v.Base, "://") {
		return strings.TrimSuffix(v.Base, "/") + path
	}
	return cmp.Or(v.r.URL.Scheme, "http") + "://" + v.r.Host + v.UI.URL(path)
}

// day writes a day as people say it: 11月24日, with the year unless it is this one.
func (s *site) day(d clock.Date) string {
	if d.Valid() && d.Year() == s.Store.Today().Year() {
		return d.Time().Format("1月2日")
	}
	return d.Chinese()
}

// by writes a promised day: 11月24日（周二）下班前.
func (s *site) by(d clock.Date) string { return s.day(d) + "（" + d.ChineseWeekday() + "）下班前" }
