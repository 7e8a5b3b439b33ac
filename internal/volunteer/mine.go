package volunteer

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"net/url"
	"slices"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanshe/internal/clock"
	"sanshe/internal/record"
	"sanshe/internal/store"
	"sanshe/internal/ui"
)

// How much a volunteer's page shows.
const (
	mostMine = 50
	mostOpen = 6
	mostDone = 6
)

// mine is what a volunteer's page is drawn from.
type mine struct {
	me     record.ID[Volunteer]
	area   string
	ups    []*SignUp
	open   []*Shift // still to come or on, soonest first
	full   map[record.ID[Shift]]int64
	queue  map[record.ID[Shift]][]*SignUp // who waits, longest first
	done   []*Stint
	given  int64
	year   int64
	stars  string // the setting
	proofs []*Proof
	today  clock.Date
	now    record.Moment
	url    func(string) string
}

// Mine gives the page of a volunteer: their shifts, those they may take, what they
// gave, and proof of it. It shows nobody else.
func Mine(s *store.Store) func(context.Context, *store.Reader, url.Values, func(string) string) (*ui.View, error) {
	return func(ctx context.Context, r *store.Reader, _ url.Values, url func(string) string) (*ui.View, error) {
		view := &ui.View{Head: ui.Head{Title: "我的志愿服务"}}
		m := &mine{me: record.ID[Volunteer](r.Actor().Owns[Volunteers.Name]), today: r.Today(), now: record.MomentOf(s.Clock().Now()), url: url}
		if m.me == 0 {
			view.Body = g.Group{ui.EmptyState{Title: "这个账号还没有对上志愿者", Why: "由社区在“账号与岗位”里把账号和志愿者台账里的人对上，这里就列出班次和服务记录。"}}
			return view, nil
		}
		if err := m.read(ctx, s, r); err != nil {
			return nil, err
		}
		view.Body = g.Group{h.Div(h.Class("two-up"), m.next(), m.offers(), m.hours(), m.prove())}
		return view, nil
	}
}

func (m *mine) read(ctx context.Context, s *store.Store, r *store.Reader) (err error) {
	v, err := store.One(ctx, r, Volunteers, m.me)
	if err != nil {
		return err
	}
	m.area = v.Area
	since := m.now - record.Moment(arriveAfter.Milliseconds())
	if m.open, err = store.Find(ctx, r, Shifts, func(x *Shift, w *store.Where) { w.Is(&x.State, Open).More(&x.To, since).By(&x.From).Limit(mostMine) }); err != nil {
		return err
	}
	if m.ups, err = store.Find(ctx, r, SignUps, func(u *SignUp, w *store.Where) {
		w.Is(&u.Volunteer, m.me).In(&u.State, In, Waiting, Arrived, Out).Last(&u.Shift).Limit(200)
	}); err != nil {
		return err
	}
	if err = m.places(ctx, s); err != nil {
		return err
	}
	if m.given, m.done, err = Given(ctx, r, m.me, "", ""); err != nil {
		return err
	}
	m.year = Union(slices.DeleteFunc(slices.Clone(m.done), func(x *Stint) bool { return x.On < m.today.YearStart() }))
	stars, err := s.Setting(ctx, "volunteer.star_hours", v.Area, m.today)
	if err != nil {
		return err
	}
	m.stars = stars.Value
	m.proofs, err = store.Find(ctx, r, Proofs, func(p *Proof, w *store.Where) { w.Is(&p.Volunteer, m.me).Last(&p.Last).Limit(mostDone) })
	return err
}

// places counts who is down for the open shifts: how many, not who.
func (m *mine) places(ctx context.Context, s *store.Store) error {
	m.full, m.queue = map[record.ID[Shift]]int64{}, map[record.ID[Shift]][]*SignUp{}
	ids := make([]any, len(m.open))
	for i, x := range m.open {
		ids[i] = record.ID[Shift](x.ID)
	}
	county := s.Reader(checker())
	list, err := store.Find(ctx, county, SignUps, func(u *SignUp, w *store.Where) {
		w.In(&u.Shift, ids...).In(&u.State, In, Arrived, Waiting).By(&u.Since).Limit(mostMine * 1000)
	})
	for _, u := range list {
		if u.State == Waiting {
			m.queue[u.Shift] = append(m.queue[u.Shift], u)
		} else {
			m.full[u.Shift]++
		}
	}
	return err
}

// down gives my sign-up for a shift, if I am down for it or wait.
func (m *mine) down(s *Shift) *SignUp {
	i := slices.IndexFunc(m.ups, func(u *SignUp) bool { return u.Shift == record.ID[Shift](s.ID) && u.State != Out })
	if i < 0 {
		return nil
	}
	return m.ups[i]
}

// when writes the time of a shift as people say it: 3月7日（周六）09:00–11:00.
func (s *Shift) when() string {
	from, to := s.From.Time(), s.To.Time()
	end := to.Format("15:04")
	if clock.DateOf(from) != clock.DateOf(to) {
		end = to.Format("1月2日 15:04")
	}
	return from.Format("1月2日") + "（" + clock.DateOf(from).ChineseWeekday() + "）" + from.Format("15:04") + "–" + end
}

// form is one of the page's small forms, which leads back to it.
func (m *mine) form(action string, version int64, body g.Group, label string, style ui.Style, more ...ui.Pair) g.Node {
	f := ui.Form{Action: m.url(action), Key: newKey(), NoDraft: true, Body: body, Hidden: append(more, ui.Pair{Name: "_to", Value: home}, ui.Pair{Name: "_asked", Value: "1"}),
		Bar: h.Div(h.Class("go"), ui.Action{Label: label, Style: style})}
	if version != 0 {
		f.Version = fmt.Sprint(version)
	}
	return f
}

// home is where the page is.
const home = "/volunteering"

func newKey() string { return fmt.Sprintf("%x%x", rand.Uint64(), rand.Uint64()) } //nolint:gosec // a form's key is no secret

// next draws the shifts I am down for, soonest first.
func (m *mine) next() g.Node {
	var list g.Group
	for _, s := range m.open {
		if u := m.down(s); u != nil {
			list = append(list, m.shift(s, u))
		}
	}
	if len(list) == 0 {
		list = g.Group{h.P(h.Class("in mute"), g.Text("还没有报名的班次。下面可以报名。"))}
	}
	return ui.Card{Title: "我的班次", Bare: true, Body: list}
}

func (m *mine) shift(s *Shift, u *SignUp) g.Node {
	tag := ui.Tag{Text: SignUps.StateLabel(string(u.State))}
	switch u.State {
	case Arrived:
		tag.Tone, tag.Icon = ui.OK, "tick"
	case Waiting:
		tag.Text = fmt.Sprintf("候补第 %d", 1+slices.IndexFunc(m.queue[u.Shift], func(x *SignUp) bool { return x.ID == u.ID }))
	}
	at := fmt.Sprintf("/r/sign_up/%d/do/", u.ID)
	var acts g.Group
	early, late := s.From-record.Moment(arriveBefore.Milliseconds()), s.To+record.Moment(arriveAfter.Milliseconds())
	switch {
	case u.State == In && u.Wrong >= mostWrong:
		acts = append(acts, h.P(g.Text("到场码填错的次数太多，请现场组织的人记到场。")))
	case u.State == In && early <= m.now && m.now <= late:
		if u.Wrong > 0 {
			acts = append(acts, ui.Notice(ui.Warn, g.Text(fmt.Sprintf("到场码不对，再问一下现场组织的人；还可以填 %d 次。", mostWrong-u.Wrong))))
		}
		acts = append(acts, m.form(at+"say_code", u.Version, g.Group{ui.Field{Widget: ui.Code, Name: "arrival_code", Label: "到场码", Hint: "六位数字，现场问组织的人", Prefix: fmt.Sprint(u.ID), Auto: "off", MaxLen: 6, Required: true}}, "到场了", ui.Primary))
	}
	if u.State != Arrived && s.To > m.now {
		acts = append(acts, m.change(s, u, at))
	}
	return h.Section(h.Class("turn"), h.H3(h.A(ui.Href(m.url(fmt.Sprintf("/r/shift/%d", s.ID))), g.Text(s.Title)), tag), s.facts(), acts)
}

// facts says when and where a shift is, and whom to ask.
func (s *Shift) facts() g.Node {
	return h.P(h.B(g.Text(s.when())), g.If(s.Place != "", g.Group{h.Br(), g.Text(s.Place)}),
		g.If(s.Contact+s.Phone != "", g.Group{h.Br(), g.Text("联系人 " + s.Contact + " "), h.A(ui.Href("tel:"+s.Phone), g.Text(s.Phone))}))
}

// change offers to leave a shift, or to change over to another.
func (m *mine) change(s *Shift, u *SignUp, at string) g.Node {
	var to []ui.Option
	wished := ""
	for _, x := range m.open {
		if x.ID != s.ID && m.down(x) == nil && x.From > m.now {
			to = append(to, ui.Option{Value: fmt.Sprint(x.ID), Label: x.when() + " " + x.Title})
		}
		if u.Wish == record.ID[Shift](x.ID) {
			wished = x.when() + " " + x.Title
		}
	}
	var body g.Group
	if wished != "" {
		body = append(body, h.P(g.Text("在等换到 "+wished+"。换成以前还是这一班。")), m.form(at+"keep", u.Version, nil, "不换了", ui.Normal))
	} else if u.State == In && len(to) > 0 {
		body = append(body, m.form(at+"swap", u.Version, g.Group{ui.Field{Widget: ui.Select, Name: "wish", Label: "换到", Options: to, Prefix: fmt.Sprint(u.ID), Required: true,
			Hint: "那边有空位，或有人想换过来，就自动换成"}}, "换班", ui.Normal))
	}
	body = append(body, m.form(at+"leave", u.Version, nil, "退出这一班", ui.Normal))
	return h.Details(g.If(wished != "", g.Attr("open")), h.Summary(g.Text("换班或退出"), ui.VisuallyHidden("："+s.Title)), body)
}

// offers draws the shifts I may sign up for, those close by first.
func (m *mine) offers() g.Node {
	var list g.Group
	for _, s := range slices.SortedStableFunc(slices.Values(m.open), func(a, b *Shift) int { return cmp.Compare(distance(m.area, a.Area), distance(m.area, b.Area)) }) {
		if m.down(s) != nil || s.From <= m.now || len(list) == mostOpen {
			continue
		}
		id := record.ID[Shift](s.ID)
		label, says := "报名", fmt.Sprintf("还要 %d 人", s.Wanted-m.full[id])
		if s.Wanted <= m.full[id] {
			label, says = "排队候补", fmt.Sprintf("已报满，前面有 %d 人候补", len(m.queue[id]))
		}
		action, version, hidden := "/r/sign_up", int64(0), []ui.Pair{{Name: "shift", Value: fmt.Sprint(s.ID)}}
		if i := slices.IndexFunc(m.ups, func(u *SignUp) bool { return u.Shift == id }); i >= 0 { // was down for it once
			step := "back"
			if s.Wanted <= m.full[id] {
				step = "queue"
			}
			action, version, hidden = fmt.Sprintf("/r/sign_up/%d/do/%s", m.ups[i].ID, step), m.ups[i].Version, nil
		}
		list = append(list, h.Section(h.Class("turn"), h.H3(h.A(ui.Href(m.url(fmt.Sprintf("/r/shift/%d", s.ID))), g.Text(s.Title)), ui.Tag{Text: says}), s.facts(),
			m.form(action, version, nil, label, ui.Normal, hidden...)))
	}
	if len(list) == 0 {
		list = g.Group{h.P(h.Class("in mute"), g.Text("现在没有在招募的班次。"))}
	}
	return ui.Card{Title: "可以报名的", Note: "近的在前", Link: ui.Link{Label: "全部班次", Href: m.url("/r/shift?state=open")}, Bare: true, Body: list}
}
