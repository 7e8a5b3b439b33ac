package portal

import (
	"crypto/hmac"
	"strings"

	"sanshe/internal/clock"
	"sanshe/internal/fault"
	"sanshe/internal/record"
	"sanshe/internal/store"
	"sanshe/internal/ui"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// linkLength is how long a receipt's link is. Anything shorter is not looked
// up without a limit: it could be a code being guessed.
const linkLength = 22

// signed gives the code of a receipt with a mark that it belongs to the link.
// The store keeps only hashes of both, so the address carries the code; the
// mark lets the page show no code but its own, without looking codes up.
func (s *site) signed(r store.Receipt) string {
	return r.Code + "-" + s.Store.Keys().Blind("portal code", r.Link+r.Code)
}

func (s *site) codeOf(link, signed string) string {
	code, _, _ := strings.Cut(signed, "-")
	if !hmac.Equal([]byte(signed), []byte(s.signed(store.Receipt{Code: code, Link: link}))) {
		return ""
	}
	return code
}

// receipt is the page that says it was received: who has it, by when they
// answer, and the code.
func (v *visit) receipt() error {
	link := v.r.PathValue("link")
	c, err := v.open(link)
	if err != nil {
		return err
	}
	if len(link) != linkLength || c.gone() {
		return v.see("/p/r/" + link)
	}
	way := "/p/r/" + link
	code := v.codeOf(link, v.r.PathValue("code"))
	card := g.Node(ui.ReceiptCard{Code: code, QR: ui.QR(v.public(way), "二维码：看这件事的进度"), Hint: "拍下来，或抄在纸上。扫码也能看进度"})
	if code == "" {
		card = h.Section(h.Class("box"), h.Div(h.Class("qr"), ui.QR(v.public(way), "二维码：看这件事的进度")), h.P(h.Class("hint"), g.Text("扫码看进度")))
	}
	v.write(200, ui.PhonePage{
		Title: "已收到", Print: ui.Print{Unit: v.place.name, AsOf: v.day(clock.DateOf(c.base.Created.Time())), URL: v.public(way)},
		Body: g.Group{
			ui.PhoneHead{Title: v.host() + "已收到", Done: true, Lead: v.promise(c)},
			card,
			ui.StepsVertical{Title: "接下来", List: v.steps(c)},
			h.Div(h.Class("pair"), ui.BigButton{Label: "看进度", Href: v.UI.URL(way)}, ui.BigButton{Label: "再提一件", Href: v.UI.URL("/p/need"), Quiet: true}),
		},
	})
	return nil
}

// promise says by when the resident hears, in phrases that stay whole.
func (v *visit) promise(c *course) []string {
	day, ok := v.Need.Field(due).Value(c.rec).(clock.Date)
	if !ok || day == "" {
		return []string{"社区会尽快答复"}
	}
	if v.Need.Field(phone).Empty(c.rec) {
		return []string{v.by(day) + "，", "这里会有答复，", "凭查询码来看"}
	}
	return []string{v.by(day) + "，", "社区工作人员", "会给您打电话"}
}

// course is a need as its receipt opens it.
type course struct {
	ref     string // what opened it: a link, or the pass a code was exchanged for
	rec     record.Record
	base    *record.Base
	state   string
	passed  []store.Passage
	opinion record.Record // nil until it is rated
}

// gone tells a record that no longer counts.
func (c *course) gone() bool { return c.base.Voided != "" || c.base.Merged != 0 }

// open gives the need that a link or a pass stands for, and sets the page's place.
func (v *visit) open(ref string) (*course, error) {
	ctx, key := v.r.Context(), ref
	if len(ref) != linkLength {
		code, err := v.redeem(ref)
		if err != nil {
			return nil, err
		}
		key = code
	}
	reg, rec, err := v.Store.ByReceipt(ctx, key)
	if err != nil || reg != v.Need {
		if err == nil || fault.Is(err, fault.NotFound) {
			err = fault.New(fault.NotFound, "这个链接没有对上任何一件，可能抄漏了几个字。有查询码的，从“看进度”输查询码")
		}
		return nil, err
	}
	c := &course{ref: ref, rec: rec, base: record.BaseOf(rec), state: reg.StateOf(rec)}
	if p, err := v.at(c.base.Area); err == nil { // one that was closed since has no page head, and no matter
		v.place = p
	}
	if c.passed, err = v.Store.Reader(nil).Passages(ctx, reg, c.base.ID); err != nil {
		return nil, err
	}
	c.opinion, err = v.Store.SubmittedOn(ctx, v.Opinion, v.about, c.base.ID)
	return c, err
}

// host names who has the need.
func (v *visit) host() string {
	if v.place.name == "" {
		return "社区"
	}
	return v.place.name
}
