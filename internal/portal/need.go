package portal

import (
	"cmp"
	"crypto/rand"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"

	"sanshe/internal/fault"
	"sanshe/internal/record"
	"sanshe/internal/ui"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// need is what a resident filled in.
type need struct {
	Category, Detail, Phone, ForWhom string
	None, Proxy                      bool   // leaves no telephone; speaks for somebody else
	Key                              string // makes sending it twice the same as once
	Trap                             string // a box nobody sees: programs fill it in
}

const (
	none = "none"
	trap = "website"
	key  = "_key"
)

// minFill is the least time in which a person fills in the form.
const minFill = 2 * time.Second

// newKey makes the key of a form: the time it was given out, and chance.
func (s *site) newKey() string {
	return strconv.FormatInt(s.Store.Clock().Now().UnixMilli(), 36) + "-" + rand.Text()
}

var keyShape = regexp.MustCompile(`^([0-9a-z]{8,9})-[A-Z2-7]{26}$`)

// age gives how long ago a form was given out; false if not by us.
func (s *site) age(key string) (time.Duration, bool) {
	m := keyShape.FindStringSubmatch(key)
	if m == nil {
		return 0, false
	}
	at, err := strconv.ParseInt(m[1], 36, 64)
	return s.Store.Clock().Now().Sub(time.UnixMilli(at)), err == nil
}

// key gives the key a form came with; one that is not ours is no key.
func (v *visit) key() string {
	if _, ours := v.age(v.sent(key)); ours {
		return v.sent(key)
	}
	return v.newKey()
}

// askNeed shows the empty form.
func (v *visit) askNeed() error {
	f := need{Key: v.newKey()}
	if err := v.known(); err != nil {
		return v.needPage(status(err), f, ui.Problem{Field: "c", Text: v.notHere(err)})
	}
	return v.needPage(http.StatusOK, f)
}

// sendNeed takes the form in, or shows it again with everything in it.
func (v *visit) sendNeed() error {
	if err := v.form(); err != nil {
		_ = v.known() // a community that is wrong as well is asked for again
		return v.needPage(status(err), need{Key: v.newKey()}, ui.Problem{Field: detail, Text: v.said(err)})
	}
	f := need{
		Category: v.sent(category), Detail: v.sent(detail), Phone: v.sent(phone), ForWhom: v.sent(forWhom),
		None: v.sent(none) != "", Proxy: v.sent(proxy) != "", Key: v.sent(key), Trap: v.sent(trap),
	}
	var problems []ui.Problem
	p, err := v.at(v.sent("c"))
	switch {
	case err == nil:
		v.place = p
		v.remember(p.code)
	case fault.Is(err, fault.NotFound):
		problems = append(problems, ui.Problem{Field: "c", Text: "选您所在的社区"})
	default:
		problems = append(problems, ui.Problem{Field: "c", Text: v.said(err)})
	}
	if v.r.URL.Query().Has("size") { // the switch 大字, not the button 提交
		return v.needPage(http.StatusOK, f)
	}
	more, err := v.missing(f)
	if err != nil {
		return err
	}
	if problems = append(problems, more...); len(problems) == 0 {
		problems = v.machine(&f)
	}
	if len(problems) > 0 {
		return v.needPage(http.StatusUnprocessableEntity, f, problems...)
	}
	return v.submitNeed(f)
}

// submitNeed keeps the need and goes on to the receipt.
func (v *visit) submitNeed(f need) error {
	if err := v.limit("need/" + v.address()); err != nil {
		return v.needPage(status(err), f, ui.Problem{Text: v.said(err)})
	}
	in := record.Input{category: f.Category, detail: f.Detail}
	if !f.None {
		in[phone] = f.Phone
	}
	if f.Proxy || f.ForWhom != "" {
		in[proxy], in[forWhom] = "是", f.ForWhom
	}
	receipt, _, err := v.Store.Submit(v.r.Context(), v.actor(v.place.code), v.Need, v.place.code, in, f.Key)
	if err == nil {
		return v.see("/p/receipt/" + receipt.Link + "/" + v.signed(receipt))
	}
	if e := fault.As(err); e != nil && len(e.Problems) > 0 {
		return v.needPage(status(err), f, problemsOf(e)...)
	}
	if fault.Is(err, fault.Conflict) {
		f.Key = v.newKey()
		return v.needPage(status(err), f, ui.Problem{Text: "刚才那一件已经收到了。这次写的不一样，要当作另一件交上来，就再按一次“提交”"})
	}
	return v.needPage(status(err), f, ui.Problem{Text: v.said(err)})
}

// missing says what is left to answer.
func (v *visit) missing(f need) (out []ui.Problem, err error) {
	tiles, err := v.tiles()
	if err != nil {
		return nil, err
	}
	chosen := false
	for _, t := range tiles {
		chosen = chosen || t.Value == f.Category
	}
	if !chosen {
		out = append(out, ui.Problem{Field: category, Text: "选一个最接近的；拿不准就选“说不准，直接写”"})
	}
	if strings.TrimSpace(f.Detail) == "" {
		out = append(out, ui.Problem{Field: detail, Text: "写一两句：什么人、什么事"})
	}
	typed := strings.TrimSpace(f.Phone) != ""
	switch {
	case !typed && !f.None:
		out = append(out, ui.Problem{Field: phone, Text: "写下手机号，或者勾选不留电话"})
	case typed && f.None:
		out = append(out, ui.Problem{Field: phone, Text: "写了号码，又勾了不留电话：留一样就行"})
	}
	return out, nil
}

// machine tells a program from a person by what it does, and asks once more:
// a program does not read the answer.
func (v *visit) machine(f *need) []ui.Problem {
	age, ours := v.age(f.Key)
	switch {
	case !ours:
		f.Key = v.newKey()
		return []ui.Problem{{Text: "这一页放得太久了。写好的都在，再按一次“提交”就行"}}
	case f.Trap != "":
		f.Trap = ""
		return []ui.Problem{{Text: "有一格看不见的被自动填上了，已经清空。再按一次“提交”就行"}}
	case age < minFill:
		return []ui.Problem{{Text: "交得太快，没有收稳。写好的都在，再按一次“提交”就行"}}
	}
	return nil
}

// problemsOf puts what the register says into the words of this page.
func problemsOf(e *fault.Error) (out []ui.Problem) {
	labels := map[string]string{detail: "“具体说说”", forWhom: "“替谁提出”", phone: "", words: "“想说的话”"}
	for _, p := range e.Problems {
		label, here := labels[p.Field]
		switch {
		case here:
			out = append(out, ui.Problem{Field: p.Field, Text: label + p.Text})
		default:
			out = append(out, ui.Problem{Text: p.String()})
		}
	}
	return out
}

// errorAt gives what is wrong with a field: the same words as in the summary.
func errorAt(problems []ui.Problem, field string) string {
	for _, p := range problems {
		if p.Field == field {
			return p.Text
		}
	}
	return ""
}

// tiles gives what a need can be about, “说不准，直接写” last.
func (v *visit) tiles() ([]ui.ChoiceTile, error) {
	list, err := v.Store.Options(v.r.Context(), v.CategoryList, v.place.code, v.Store.Today())
	if err != nil {
		return nil, err
	}
	var out, last []ui.ChoiceTile
	for _, o := range list {
		if o.Value == v.Other {
			last = append(last, ui.ChoiceTile{Value: o.Value, Label: "说不准，直接写", Quiet: true})
			continue
		}
		t := v.Tiles[o.Value]
		out = append(out, ui.ChoiceTile{Value: o.Value, Label: o.Label, Icon: cmp.Or(t.Icon, "help"), Chapter: t.Chapter})
	}
	return append(out, last...), nil
}

// needPage shows the form as f has it.
func (v *visit) needPage(code int, f need, problems ...ui.Problem) error {
	tiles, err := v.tiles()
	if err != nil {
		return err
	}
	var where g.Node = h.Input(h.Type("hidden"), h.Name("c"), h.Value(v.place.code))
	if v.place.code == "" {
		if where, err = v.chooser(shown(v.sent("c")), errorAt(problems, "c")); err != nil {
			return err
		}
	}
	at := func(field string) string { return errorAt(problems, field) }
	lead := []string{"不用注册，"}
	if text := v.Promise(v.r.Context(), v.place.code); text != "" {
		lead = append(lead, text, "有人联系您")
	}
	v.write(code, ui.PhonePage{
		Title: "有什么需要，告诉社区", Problem: len(problems) > 0, Large: v.UI.URL("/p/need"), Form: "need",
		Body: g.Group{
			ui.PhoneHead{Title: "有什么需要，告诉社区", Lead: lead},
			ui.Form{ID: "need", Action: v.UI.URL("/p/need"), Key: shown(f.Key), NoDraft: true, Problems: problems, Body: g.Group{
				where,
				ui.ChoiceTiles{Name: category, Legend: "是哪方面的事", Tiles: tiles, Value: shown(f.Category), Error: at(category)},
				ui.Field{Widget: ui.Prose, Name: detail, Label: "具体说说", Hint: "什么人、什么事、什么时候方便", Value: shown(f.Detail), Error: at(detail), Required: true, Lines: 4},
				h.P(h.Class("hint after"), ui.Lines("打字不方便，", "可以用键盘上的话筒说话")),
				ui.PhoneField{Name: phone, Label: "您的手机号", Value: shown(f.Phone), Hint: v.Need.Field(phone).Hint, Error: at(phone),
					None: ui.Field{Name: none, Label: "不留电话，凭查询码看进度", Value: checked(f.None)}},
				ui.Reveal{Name: proxy, Label: "我是帮家人或邻居填的", On: f.Proxy || at(forWhom) != "", Body: g.Group{
					ui.Field{Name: forWhom, Label: "替谁提出", Hint: "写称呼就行，如 我妈、隔壁李大爷", Value: shown(f.ForWhom), Error: at(forWhom)}}},
				trapField(),
				ui.Privacy("您填的内容只用来办这件事。", "怎么保护您的信息", v.UI.URL("/p/privacy")),
				ui.BigButton{Label: "提交"},
			}},
		},
	})
	return nil
}

func checked(on bool) string {
	if on {
		return "1"
	}
	return ""
}

// trapField is the box nobody sees.
func trapField() g.Node {
	return h.Div(h.Class("vh"), h.Aria("hidden", "true"), h.Label(h.For(ui.FieldID(trap)), g.Text("这一格不要填")),
		h.Input(h.ID(ui.FieldID(trap)), h.Name(trap), h.Type("text"), h.TabIndex("-1"), h.AutoComplete("off")))
}
