package portal

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"sanshe/internal/clock"
	"sanshe/internal/fault"
	"sanshe/internal/ident"
	"sanshe/internal/record"
	"sanshe/internal/store"
	"sanshe/internal/ui"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// answer is what a resident answered on the page of a need, and what is wrong
// with it.
type answer struct {
	step, note   string
	level, words string
	problems     []ui.Problem
	done         string // said first: why nothing was done
}

// act takes a step as the resident asks.
func (v *visit) act() error {
	c, err := v.open(v.r.PathValue("ref"))
	if err == nil {
		err = v.form()
	}
	if err != nil {
		return err
	}
	step := v.r.PathValue("step")
	st := v.Need.Step(step)
	if st == nil || !st.ByResident {
		return v.lost()
	}
	a := answer{step: step, note: v.sent("note_" + step)}
	changed := func() error {
		a.done = "这件事刚才有了变化，现在是下面这样"
		return v.coursePage(http.StatusConflict, c, a)
	}
	if c.gone() {
		return changed()
	}
	if wrong := v.note(st, a.note); wrong != "" && st.Possible(c.state) {
		a.problems = []ui.Problem{{Field: "note_" + step, Text: wrong}}
		return v.coursePage(http.StatusUnprocessableEntity, c, a)
	}
	if err = v.limit("act/" + v.address()); err == nil {
		_, err = v.Store.TakeByResident(v.r.Context(), v.actor(c.base.Area), v.Need, c.base.ID, step, store.Taking{Note: ident.CleanText(a.note)}, v.key())
	}
	if fault.HasCode(err, fault.CodeState) { // not for the same press sent twice: that gives the first answer again
		return changed()
	}
	if err != nil {
		a.problems = []ui.Problem{{Text: v.said(err)}}
		return v.coursePage(status(err), c, a)
	}
	return v.see("/p/r/" + c.ref)
}

// note says what is wrong with the reason of a step, "" if nothing is.
func (v *visit) note(st *record.Step, text string) string {
	if text = ident.CleanText(text); text == "" && st.NeedsNote {
		return "写一两句：" + v.offer(st).Ask
	}
	if err := ident.CheckText(text); err != nil {
		return err.Error()
	}
	if n := utf8.RuneCountInString(text); n > maxNote {
		return fmt.Sprintf("有 %d 个字，最多 %d 个字，写最要紧的几句", n, maxNote)
	}
	return ""
}

// maxNote is how many characters a reason may have.
const maxNote = 1000

// rate keeps what the resident thinks of the service, once.
func (v *visit) rate() error {
	c, err := v.open(v.r.PathValue("ref"))
	if err == nil {
		err = v.form()
	}
	if err != nil {
		return err
	}
	a := answer{level: v.sent(level), words: v.sent(words)}
	if c.opinion != nil { // sent twice, or from another telephone
		return v.see("/p/r/" + c.ref)
	}
	if !v.rated(c) {
		a.done = "这件事刚才有了变化，还没有到评价的时候"
		return v.coursePage(http.StatusConflict, c, a)
	}
	if !v.isLevel(a.level) {
		a.problems = []ui.Problem{{Field: level, Text: "选一个满意程度"}}
		return v.coursePage(http.StatusUnprocessableEntity, c, a)
	}
	if err = v.limit("act/" + v.address()); err == nil {
		in := record.Input{v.about.Name: record.Input{}.ID(c.base.ID), level: a.level, words: a.words}
		_, _, err = v.Store.Submit(v.r.Context(), v.actor(c.base.Area), v.Opinion, c.base.Area, in, v.key())
	}
	if e := fault.As(err); e != nil && len(e.Problems) > 0 {
		a.problems = problemsOf(e)
	} else if err != nil {
		a.problems = []ui.Problem{{Text: v.said(err)}}
	}
	if err != nil {
		return v.coursePage(status(err), c, a)
	}
	return v.see("/p/r/" + c.ref)
}

// isLevel tells whether a level is one of the register's.
func (v *visit) isLevel(value string) bool {
	list, _ := v.Opinion.Field(level).Kind.(record.Chosen)
	return list != nil && slices.ContainsFunc(list.Options(), func(o record.Option) bool { return o.Value == value })
}

// rated tells whether the service may be rated now.
func (v *visit) rated(c *course) bool { return !c.gone() && slices.Contains(v.RateIn, c.state) }

// offer gives how a step is offered.
func (s *site) offer(st *record.Step) Offer {
	for _, o := range s.Offers {
		if o.Step == st.Name {
			return o
		}
	}
	return Offer{Step: st.Name, Label: st.Label, Ask: "为什么", Says: st.Hint}
}

// coursePage shows a need: where it stands, what came of it, what the resident
// can do, how it got there.
func (v *visit) coursePage(code int, c *course, a answer) error {
	title, lead := v.stateWords(c.state), []string{v.subject(c) + "，", v.day(v.Need.Field(raised).Value(c.rec).(clock.Date)) + "提的"}
	if n := len(c.passed); n > 0 {
		title = v.words(c, n-1)
	}
	main, more := v.offers(c, a)
	quiet, err := v.quiet(c)
	if err != nil {
		return err
	}
	body := g.Group{ui.PhoneHead{Title: title, Lead: lead}}
	if a.done != "" {
		body = append(body, ui.Notice(ui.Warn, h.P(g.Text(a.done))))
	}
	if c.gone() {
		body = append(body, ui.Notice(ui.Warn, h.P(g.Text("这件登记社区已经撤下，不再办理。有疑问给社区打电话"))))
	}
	body = append(body, ui.ErrorSummary{Problems: a.problems}, v.waits(c), v.outcome(c), main, v.rating(c, a, main != nil),
		ui.StepsVertical{Title: "办到哪一步了", List: v.steps(c)}, more, quiet,
		ui.BigButton{Label: "再提一件", Href: v.UI.URL("/p/need"), Quiet: true})
	v.write(code, ui.PhonePage{Title: title, Problem: len(a.problems) > 0, Body: body})
	return nil
}

// waits says by when the community answers, or why the need stands where it does.
func (v *visit) waits(c *course) g.Node {
	if n := len(c.passed); n > 0 && v.reason(c, n-1) != "" {
		return ui.Notice(ui.Info, h.P(g.Text("原因："+v.reason(c, n-1))))
	}
	day, ok := v.Need.Field(due).Value(c.rec).(clock.Date)
	if c.gone() || !ok || day == "" || len(v.Path) == 0 || c.state != v.Path[0].State {
		return nil
	}
	if day < v.Store.Today() {
		return ui.Notice(ui.Warn, h.P(g.Text("答应 "+v.day(day)+" 答复，已经过了。可以给社区打电话催一催")))
	}
	return ui.Notice(ui.Info, h.P(ui.Lines(v.by(day), "答复您")))
}

// outcome shows what came of the need.
func (v *visit) outcome(c *course) g.Node {
	f := v.Need.Field(outcome)
	if c.gone() || f.Empty(c.rec) {
		return nil
	}
	lines := strings.Split(f.Text(c.rec), "\n")
	return h.Section(h.Class("box"), h.H2(g.Text(f.Label)), g.Map(lines, func(s string) g.Node { return h.P(g.Text(s)) }))
}

// offers gives the steps the resident may take: the main one with what goes
// with it, or only folded ones, which stand at the end of the page.
func (v *visit) offers(c *course, a answer) (main, more g.Node) {
	var first, folded g.Group
	for _, st := range v.Need.Steps {
		if !st.ByResident || len(st.Needed) > 0 || !st.Possible(c.state) || c.gone() {
			continue
		}
		o := v.offer(st)
		form := func(body ...g.Node) g.Node {
			return ui.Form{Action: v.UI.URL("/p/r/" + c.ref + "/step/" + st.Name), Key: v.newKey(), NoDraft: true, Body: body}
		}
		if o.Main {
			first = append(first, form(ui.BigButton{Label: o.Label}))
			continue
		}
		body := g.Group{}
		if o.Says != "" {
			body = append(body, h.P(g.Text(o.Says)))
		}
		if st.NeedsNote {
			name := "note_" + st.Name
			f := ui.Field{Widget: ui.Prose, Name: name, Label: o.Ask, Required: true, Error: errorAt(a.problems, name)}
			if a.step == st.Name {
				f.Value = shown(a.note)
			}
			body = append(body, f)
		}
		folded = append(folded, ui.Fold{Label: o.Label, Open: a.step == st.Name && len(a.problems) > 0, Body: g.Group{form(append(body, ui.BigButton{Label: cmp.Or(o.Send, o.Label)})...)}})
	}
	if len(first) > 0 {
		return append(first, folded...), nil
	}
	return nil, folded
}

// rating asks how the service was, or shows what was answered. second says
// that the page has its one filled button already.
func (v *visit) rating(c *course, a answer, second bool) g.Node {
	if c.opinion != nil {
		f := v.Opinion.Field(level)
		return h.Section(h.Class("box"), h.P(g.Text("您的评价："), h.B(g.Text(f.Text(c.opinion)))), v.callBack(c, f))
	}
	if !v.rated(c) {
		return nil
	}
	return ui.Form{ID: "rate", Action: v.UI.URL("/p/r/" + c.ref + "/opinion"), Key: v.newKey(), NoDraft: true, Body: g.Group{
		ui.RatingTiles{Name: level, Legend: "这次服务您满意吗", Value: shown(a.level), Error: errorAt(a.problems, level)},
		ui.Field{Widget: ui.Prose, Name: words, Label: "想说的话", Value: shown(a.words), Error: errorAt(a.problems, words), Lines: 3},
		ui.BigButton{Label: "提交评价", Quiet: second},
	}}
}

// callBack says what follows the opinion, if anything does.
func (v *visit) callBack(c *course, f *record.Field) g.Node {
	if v.CallBack == nil {
		return nil
	}
	text := v.CallBack(v.r.Context(), c.base.Area, f.Kind.JSON(f.Value(c.opinion)).(string))
	return g.If(text != "", h.P(h.Class("hint"), g.Text(text)))
}
