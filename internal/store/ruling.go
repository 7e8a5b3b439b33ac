package store

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"sanshe/internal/area"
	"sanshe/internal/clock"
	"sanshe/internal/fault"
	"sanshe/internal/record"
)

// Ruling (改设置) is a change of what is provided under one name.
type Ruling struct {
	Sort     Sort
	Name     string
	Seen     int64 // the version it is based on, see [Rules.Version]; [AnyVersion]
	Past     bool  // days gone by are meant to change as well
	Note     string
	Document string
	Rows     []Wanted
}

// Wanted is what is to hold in a division from a day on. What holds there until
// then ends; after To it holds again.
type Wanted struct {
	Key, Value, Label, Area string
	From, To                clock.Date
	Place                   int64
	End                     bool // nothing is to hold any more: the wider division's row does, or none
}

func (w *Wanted) provision(c *Ruling) Provision {
	return Provision{Sort: c.Sort, Name: c.Name, Key: w.Key, Value: w.Value, Label: w.Label, Area: w.Area, From: w.From, To: w.To, Place: w.Place, Note: c.Note, Document: c.Document}
}

// patch is what a ruling does to the images: those that end and those that begin.
type patch struct{ gone, come []Provision }

// lay works one wanted row into what stands.
func lay(rows []Provision, c *Ruling, w Wanted) (p patch, err error) {
	if w.End {
		i := slices.IndexFunc(rows, func(r Provision) bool { return r.Key == w.Key && r.Area == w.Area && r.holds(w.From) })
		if i < 0 {
			return p, fault.Fields(fault.Problem{Field: "from", Label: "起始日期", Text: "这一天没有可以结束的规定"})
		}
		w.To = rows[i].To
	}
	id := int64(0)
	for _, r := range rows {
		if r.Key != w.Key || r.Area != w.Area || w.To != "" && r.From >= w.To || r.To != "" && r.To <= w.From {
			continue
		}
		if r.From > w.From {
			return p, fault.Fields(fault.Problem{Field: "to", Label: "截止日期", Text: "从 " + string(r.From) + " 起已经另有规定；请把截止日期填到那一天，或者先结束那一条"})
		}
		if same := !w.End && r.Value == w.Value && r.Label == w.Label && r.Place == w.Place && r.To == w.To; same && c.Sort == OfDay {
			return p, nil // a year's days are pasted with those that stand already
		} else if same {
			return p, fault.Fields(fault.Problem{Field: "value", Label: "新的值", Text: "和现在的一样，没有要改的"})
		}
		p.gone = append(p.gone, r)
		if r.From < w.From {
			head := r
			head.To = w.From
			p.come = append(p.come, head)
		} else {
			id = r.ID // the same row, put right
		}
		if w.To != "" && (r.To == "" || r.To > w.To) {
			tail := r
			tail.ID, tail.From = 0, w.To
			p.come = append(p.come, tail)
		}
	}
	if !w.End {
		x := w.provision(c)
		x.ID = id
		p.come = append(p.come, x)
	}
	return p, nil
}

// With gives the rules as they would be after a ruling, by the very steps that
// make it so.
func (r *Rules) With(c Ruling) (*Rules, error) {
	live := []Provision{}
	for at, rows := range r.live {
		if at != (subject{c.Sort, c.Name}) {
			live = append(live, rows...)
		}
	}
	rows, _, err := applied(r.Rows(c.Sort, c.Name), &c)
	if err != nil {
		return nil, err
	}
	return newRules(r.read, r.sealed, r.images, append(live, rows...)), nil
}

// applied gives what stands under a name after a ruling, and what it did.
func applied(rows []Provision, c *Ruling) (after []Provision, p patch, err error) {
	after = slices.Clone(rows)
	for _, w := range c.Rows {
		one, err := lay(after, c, w)
		if err != nil {
			return nil, p, err
		}
		for _, g := range one.gone {
			after = slices.DeleteFunc(after, func(r Provision) bool { return r == g })
			if i := slices.Index(p.come, g); i >= 0 { // made by this ruling, and already put right
				p.come = slices.Delete(p.come, i, i+1)
			} else {
				p.gone = append(p.gone, g)
			}
		}
		after, p.come = append(after, one.come...), append(p.come, one.come...)
		if c.Sort == OfSetting && w.End && !covered(after, w) {
			return nil, p, fault.Fields(fault.Problem{Field: "from", Label: "起始日期", Text: "结束以后就没有值了；请改成新的值"})
		}
	}
	if len(p.gone)+len(p.come) == 0 {
		return nil, p, fault.Fields(fault.Problem{Field: "days", Label: "日期", Text: "都已经在表里，没有要改的"})
	}
	return after, p, nil
}

// covered reports whether something holds in a division on the day a row ends.
func covered(rows []Provision, w Wanted) bool {
	return slices.ContainsFunc(rows, func(r Provision) bool { return r.holds(w.From) && area.Contains(r.Area, w.Area) })
}

// Check completes a ruling by somebody, as they would make it today, and says
// everything that is wrong with it: what [Store.Rule] does first.
func (s *Store) Check(ctx context.Context, a *record.Actor, c Ruling) (Ruling, error) {
	by, err := s.rulers(c.Sort, c.Name)
	if err != nil {
		return c, err
	}
	system := a.Account == 0 && a.Area == "" && a.Roles == nil
	if !system && !a.Holds(by) {
		return c, fault.New(fault.Refused, "您的岗位不能改这项设置，能改的是%s；需要时请联系他们", s.roleList(by))
	}
	whole, err := s.whole(ctx)
	if err != nil {
		return c, err
	}
	var errs []error
	c.Rows = slices.Clone(c.Rows)
	for i := range c.Rows {
		w := &c.Rows[i]
		if !system && !a.Within(w.Area) && !(w.Area == "" && a.Area == whole) {
			return c, fault.New(fault.Refused, "只能改自己辖区里的设置")
		}
		if w.Area == whole {
			w.Area = ""
		}
		errs = append(errs, s.checkWanted(&c, w))
	}
	if c.Note == "" && !system {
		errs = append(errs, fault.Fields(fault.Problem{Field: "note", Label: "依据", Text: "写一句为什么改"}))
	}
	return c, gather(errs...)
}

// Past reports whether a ruling changes days gone by, and since when.
func (s *Store) Past(c Ruling) (since clock.Date, past bool) {
	for _, w := range c.Rows {
		day := w.From
		if c.Sort == OfDay {
			day = clock.Date(w.Key)
		}
		if day < s.Today() && (!past || day < since) {
			since, past = day, true
		}
	}
	return since, past
}

// rulers gives who may rule under a name.
func (s *Store) rulers(sort Sort, name string) (record.Roles, error) {
	switch sort {
	case OfDay:
		return s.opts.Calendar, nil
	case OfCode:
		if l := s.CodeListOf(name); l != nil {
			return l.By, nil
		}
	case OfSetting:
		if v := s.Described(name); v != nil {
			return v.By, nil
		}
	}
	return nil, fault.New(fault.NotFound, "没有叫“%s”的设置", name)
}

// MayRule reports whether somebody may change what stands under a name.
func (s *Store) MayRule(a *record.Actor, sort Sort, name string) bool {
	by, err := s.rulers(sort, name)
	return err == nil && a.Holds(by)
}

func (s *Store) roleList(list record.Roles) string {
	var out []string
	for _, r := range list {
		out = append(out, s.RoleLabel(r))
	}
	if len(out) == 0 {
		return "系统自己"
	}
	return join(out, "、")
}

// whole gives the code of the county if it is the only one: what is provided
// for it is provided everywhere.
func (s *Store) whole(ctx context.Context) (string, error) {
	list, err := s.AreasBelow(ctx, "", int(area.County))
	if err != nil || len(list) != 1 {
		return "", err
	}
	return list[0].Value, nil
}

// Rule makes a change of settings with its audit entry: nothing is overwritten,
// and who asks again with the same key gets the first answer again. A token
// needs to have been made for approving, and for every register.
func (s *Store) Rule(ctx context.Context, a *record.Actor, c Ruling, key string) (Result, error) {
	if only := a.Only; !only.Allows(record.ToApprove, "") || only != nil && len(only.Registers) > 0 { // of no register
		return Result{}, OutOfLimits("设置的", record.ToApprove)
	}
	asked := c
	c, err := s.Check(ctx, a, c)
	if err := cmp.Or(err, Proven(a)); err != nil {
		return Result{}, err
	}
	if since, past := s.Past(c); past && !c.Past && a.Account != 0 {
		return Result{}, fault.Fields(fault.Problem{Field: "past", Label: "追溯", Text: "这样改会动 " + string(since) + " 以来已经过去的日子；看过影响后勾选确认，或者把起始日期改成今天以后"})
	}
	res, err := s.Write(ctx, a, Key{key, asked}, func(tx *Tx) (Result, error) { return tx.rule(c) })
	s.forget()
	return res, err
}

// rule writes a ruling. Rows under the name are locked first, so that of two
// changes the second sees the first.
func (tx *Tx) rule(c Ruling) (Result, error) {
	if _, err := tx.db.Exec(tx.ctx, "UPDATE provision SET name = name WHERE sort = ? AND name = ? AND until = 0", string(c.Sort), c.Name); err != nil {
		return Result{}, err
	}
	rules, err := tx.store.readRules(tx.ctx, tx.db)
	if err != nil {
		return Result{}, err
	}
	seq, err := tx.seq()
	switch version := rules.Version(c.Sort, c.Name); {
	case err != nil:
		return Result{}, err
	case c.Seen != AnyVersion && c.Seen != version:
		return Result{}, fault.Coded(fault.Conflict, fault.CodeStale, "有人在您打开之后改过这项设置；请看过现在的值再改")
	case version >= seq:
		return Result{}, errOvertaken
	}
	_, p, err := applied(rules.Rows(c.Sort, c.Name), &c)
	if err == nil {
		err = tx.mayDrop(rules, &c, p)
	}
	if err == nil && len(p.gone) > 0 {
		args := []any{seq}
		for _, g := range p.gone {
			args = append(args, g.ID)
		}
		_, err = tx.db.Exec(tx.ctx, "UPDATE provision SET until = ? WHERE until = 0 AND id IN (?"+strings.Repeat(", ?", len(p.gone)-1)+")", args...)
	}
	if err != nil {
		return Result{}, err
	}
	for i := range p.come {
		if p.come[i].Since = seq; p.come[i].ID == 0 {
			p.come[i].ID = tx.store.ids.next()
		}
	}
	if err := insertProvisions(tx.ctx, tx.db, p.come, ""); err != nil {
		return Result{}, err
	}
	detail, err := json.Marshal(tx.store.Changes(rules, c))
	return Result{Version: seq}, errors.Join(err, tx.entry(string(c.Sort), c.Name, 0, tx.actor.Area, c.Note, string(detail)))
}
